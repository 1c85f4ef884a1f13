/** The mail server that both (b) and (c) send to, in a process of its own, so that its CPU is not theirs. */
import { startMailbox } from '../engines/mailbox';
import { serve, settings } from './remote';

async function main(): Promise<void> {
  const { folder, limit } = settings<{ folder: string; limit: number }>();
  const mailbox = await startMailbox({ folder, smtpPort: 0, httpPort: 0, limit });
  serve({
    smtpUrl: () => mailbox.smtpUrl,
    /** The subjects and Message-IDs of all mails whose subject names one of these cases. */
    mails: ({ ids }: { ids: string[] }) => {
      const wanted = new Set(ids);
      return mailbox
        .list()
        .map(({ subject, messageId }) => ({ subject, messageId, id: subject.match(/bench-[\w-]+/)?.[0] ?? '' }))
        .filter(({ id }) => wanted.has(id));
    },
  });
}

void main();
