import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One stored mail, as the index knows it. */
export interface StoredMail {
  id: string;
  /** When the server took it, ISO 8601 UTC. */
  receivedAt: string;
  /** The envelope's sender, empty for a bounce. */
  from: string;
  /** The envelope's recipients, which may differ from the header's. */
  to: string[];
  subject: string;
  /** The Message-ID header with its angle brackets, by which a repeated delivery is recognised. */
  messageId: string;
  /** Of the whole message, bytes. */
  size: number;
}

/** Narrows a list of mails; parts of words count, upper and lower case alike. */
export interface MailFilter {
  to?: string;
  subject?: string;
}

/** Mails kept as files: `<id>.eml`, and one line of JSON each in `index.jsonl`, oldest first. */
export class MailStore {
  private readonly indexFile: string;
  private mails: StoredMail[];

  /**
   * Opens the mails of an earlier run.
   * @param limit how many mails are kept; the oldest go first.
   */
  constructor(
    private readonly folder: string,
    private readonly limit: number,
  ) {
    this.indexFile = join(folder, 'index.jsonl');
    this.mails = readIndex(this.indexFile).filter(({ id }) => existsSync(this.fileOf(id)));
  }

  /** Stores a mail; once this returns, it survives the end of the process. */
  add(mail: Omit<StoredMail, 'id' | 'size'>, source: Buffer): StoredMail {
    const stored: StoredMail = { id: randomUUID(), ...mail, size: source.length };
    writeFileSync(this.fileOf(stored.id), source, { mode: 0o600 });
    appendFileSync(this.indexFile, `${JSON.stringify(stored)}\n`, { mode: 0o600 });
    this.mails.push(stored);
    // A tenth of slack, so that a full mailbox does not rewrite its index at each mail.
    if (this.mails.length > this.limit * 1.1) this.prune();
    return stored;
  }

  /** The mails that fit, newest first. */
  list({ to, subject }: MailFilter = {}): StoredMail[] {
    const has = (text: string, part: string | undefined) =>
      part === undefined || text.toLowerCase().includes(part.toLowerCase());
    return this.mails
      .filter((mail) => mail.to.some((address) => has(address, to)) && has(mail.subject, subject))
      .reverse();
  }

  /** One mail with its source, or undefined. */
  read(id: string): { mail: StoredMail; source: Buffer } | undefined {
    const mail = this.mails.find((candidate) => candidate.id === id);
    return mail && { mail, source: readFileSync(this.fileOf(mail.id)) };
  }

  private prune(): void {
    const gone = this.mails.slice(0, this.mails.length - this.limit);
    this.mails = this.mails.slice(-this.limit);
    writeFileSync(`${this.indexFile}.new`, this.mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''), {
      mode: 0o600,
    });
    renameSync(`${this.indexFile}.new`, this.indexFile);
    for (const { id } of gone) rmSync(this.fileOf(id), { force: true });
  }

  private fileOf(id: string): string {
    return join(this.folder, `${id}.eml`);
  }
}

function readIndex(file: string): StoredMail[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as StoredMail];
    } catch {
      // The last line of a run that was killed while writing it; its sender got no 250 and sends again.
      return [];
    }
  });
}
