/** Hands mails to the SMTP server, and says what its answers mean. */
import { ApplicationFailure } from '@temporalio/common';
import { createTransport } from 'nodemailer';

export interface OutgoingMail {
  messageId: string;
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
  attachments?: readonly MailAttachment[];
}

/** A file that goes with a mail; a calendar file is offered as an invitation where the reader's program can. */
export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
}

/** `refused` is for good. A reason is a code, never an address; a sent mail has one where some recipients were refused. */
export type SendResult = { result: 'sent'; reason?: string } | { result: 'refused'; reason: string };

export interface Mailer {
  /** The part of the sender's address after the @, in which Message-IDs are made. */
  readonly domain: string;
  /**
   * Sends one mail to all its recipients.
   * @throws ApplicationFailure `MailUnavailable` (retried, with growing delays) where the server cannot be reached, does
   *   not let us in, or asks to come back later.
   */
  send(mail: OutgoingMail, attempt: number): Promise<SendResult>;
  close(): void;
}

export interface MailerConfig {
  /** `smtp://user:password@host:port`, `smtps://…`, with nodemailer's options as a query. */
  smtpUrl: string;
  /** Who mails come from: `三包售后 <service@example.com>`. */
  sender: string;
  /** Connections kept open at most. */
  connections?: number;
}

/** A server silent for this long is taken for dead, ms: connecting, greeting and an answer fit into one attempt's 45 s. */
const SILENCE_MS = 10_000;

/** Connects at the first mail. Files and addresses named in a mail's content are never read. */
export function openMailer({ smtpUrl, sender, connections = 4 }: MailerConfig): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    connectionTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: 2 * SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    domain: domainOf(sender),
    async send({ to, attachments = [], ...mail }, attempt) {
      try {
        const info = await transport.sendMail({
          ...mail,
          attachments: [...attachments],
          from: sender,
          // Objects, so that an address is never read as a list of several.
          to: to.map((address) => ({ name: '', address })),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        const refused = codesOf((info as unknown as SmtpError).rejectedErrors);
        return refused.length > 0
          ? { result: 'sent', reason: `partly refused: ${refused.join(' ')}` }
          : { result: 'sent' };
      } catch (error) {
        return judge(error as SmtpError, attempt);
      }
    },
    close: () => transport.close(),
  };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  rejectedErrors?: readonly SmtpError[];
}

/** The dialogue's steps that are about this mail; a 5xx elsewhere (greeting, sign-in) is about us and may be mended. */
const ABOUT_THE_MAIL = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

function judge(error: SmtpError, attempt: number): SendResult {
  const codes = codesOf(error.rejectedErrors ?? [error]);
  const aboutTheMail = error.command !== undefined && ABOUT_THE_MAIL.has(error.command);
  if (codes.length > 0 && aboutTheMail && codes.every((code) => code >= 500))
    return { result: 'refused', reason: codes.join(' ') };
  // Recipients that are not addresses never reach the server.
  if (error.code === 'EENVELOPE' && codes.length === 0) return { result: 'refused', reason: 'invalid address' };
  throw ApplicationFailure.create({
    message: `The mail server did not take the mail (${codes.join(' ') || error.code || 'no answer'})`,
    type: 'MailUnavailable',
    nextRetryDelay: retryDelay(attempt),
  });
}

function codesOf(errors: readonly SmtpError[] | undefined): number[] {
  const codes = (errors ?? []).map(({ responseCode }) => responseCode);
  return [...new Set(codes.filter((code) => code !== undefined))].sort((a, b) => a - b);
}

/** 5 s, 10 s, 20 s … at most a quarter of an hour, in ms: greylisting asks for minutes, an outage ends at any time. */
export function retryDelay(attempt: number): number {
  return Math.min(5_000 * 2 ** Math.max(0, Math.min(attempt, 20) - 1), 900_000);
}

function domainOf(sender: string): string {
  return /@([^\s<>@]+)>?\s*$/.exec(sender)?.[1] ?? 'localhost';
}
