import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { EngineError, reason } from './errors';
import { MailStore, type MailFilter, type StoredMail } from './mail-store';
import { mailboxHandler } from './mailbox-http';

/** How many mails are kept unless told otherwise. */
const DEFAULT_LIMIT = 5_000;
/** Larger mails are refused as public servers do, bytes. */
const SIZE_LIMIT = 25 * 1024 * 1024;

/** Recipients that the mailbox refuses, to rehearse what a real server may do. */
export interface Refusal {
  /** Which recipients; without one every recipient. */
  recipient?: RegExp;
  /** `permanent`: 550, the address does not exist. `temporary`: 451, try again later. */
  kind: 'permanent' | 'temporary';
}

/** A running mailbox. */
export interface Mailbox {
  /** Where mails are sent: smtp://127.0.0.1:port, without encryption or sign-in. */
  readonly smtpUrl: string;
  /** The page to read them; `/api/mails?to=&subject=` lists them as JSON. */
  readonly url: string;
  /** The mails that fit, newest first. */
  list(filter?: MailFilter): StoredMail[];
  /** From now on refuses these recipients, in place of those refused before; `[]` accepts all again. */
  refuse(refusals: Refusal[]): void;
  stop(): Promise<void>;
}

/** Where the mailbox listens and keeps its mails. Port 0 takes a free one. */
export interface MailboxOptions {
  folder: string;
  smtpPort: number;
  httpPort: number;
  limit?: number;
}

/**
 * Starts a local mail server on 127.0.0.1 that keeps what it receives and delivers nothing anywhere.
 * @throws EngineError when a port cannot be listened on.
 */
export async function startMailbox({
  folder,
  smtpPort,
  httpPort,
  limit = DEFAULT_LIMIT,
}: MailboxOptions): Promise<Mailbox> {
  const store = new MailStore(folder, limit);
  let refusals: Refusal[] = [];
  const smtp = smtpServer(store, () => refusals);
  const http = createServer(mailboxHandler(store));
  await listen(smtp.server, smtpPort, 'SANBAO_SMTP_PORT');
  try {
    await listen(http, httpPort, 'SANBAO_MAILBOX_PORT');
  } catch (error) {
    await closed((done) => smtp.close(done));
    throw error;
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`,
    url: `http://127.0.0.1:${portOf(http)}`,
    list: (filter) => store.list(filter),
    refuse: (wanted) => {
      refusals = wanted;
    },
    async stop() {
      http.closeAllConnections();
      await Promise.all([closed((done) => http.close(done)), closed((done) => smtp.close(done))]);
    },
  };
}

function smtpServer(store: MailStore, refusals: () => Refusal[]): SMTPServer {
  const server = new SMTPServer({
    name: 'sanbao-mailbox',
    banner: 'Sanbao local mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: SIZE_LIMIT,
    // A client that keeps its connection open must not hold up the end, ms.
    closeTimeout: 1_000,
    onRcptTo({ address }, _session, done) {
      const refusal = refusals().find(({ recipient }) => recipient?.test(address) ?? true);
      done(refusal && smtpError(refusal.kind));
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      const to = rcptTo.map(({ address }) => address);
      buffer(stream)
        .then(async (source) => {
          if (stream.sizeExceeded) throw Object.assign(new Error('Message too large'), { responseCode: 552 });
          const { subject = '', messageId = '' } = await simpleParser(source);
          store.add(
            { receivedAt: new Date().toISOString(), from: mailFrom ? mailFrom.address : '', to, subject, messageId },
            source,
          );
        })
        .then(() => done(), done);
    },
  });
  // A client that breaks off is no failure of the mailbox; the sender sees the broken connection and tries again.
  server.on('error', () => undefined);
  return server;
}

function smtpError(kind: Refusal['kind']): Error {
  return kind === 'permanent'
    ? Object.assign(new Error('5.1.1 No such recipient here'), { responseCode: 550 })
    : Object.assign(new Error('4.3.0 Temporary failure, try again later'), { responseCode: 451 });
}

function listen(server: Server, port: number, setting: string): Promise<void> {
  return new Promise((done, failed) => {
    const onError = (error: Error) =>
      failed(
        new EngineError(
          `The mailbox cannot listen on port ${port}: ${reason(error)}`,
          `Stop the other program, or choose another port: ${setting}=<port>`,
          { cause: error },
        ),
      );
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', onError);
      done();
    });
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closed(close: (done: () => void) => void): Promise<void> {
  return new Promise((done) => close(() => done()));
}
