/** What became of the mails of some cases, told by the mail server. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Remote } from './remote';

/** Waits up to `waitMs` for all mails, `each` of every case, then says how many are missing and how many came twice (same subject and case). */
export async function mailLosses(
  mailbox: Remote,
  ids: readonly string[],
  waitMs: number,
  each: number,
): Promise<{ missingMails: number; doubledMails: number }> {
  for (const start = Date.now(); ; await sleep(500)) {
    const mails = await mailbox.call<{ id: string; subject: string }[]>('mails', { ids });
    const kinds = new Set(mails.map(({ id, subject }) => `${id} ${subject}`)).size;
    const missingMails = ids.length * each - kinds;
    if (missingMails <= 0 || Date.now() - start > waitMs) return { missingMails, doubledMails: mails.length - kinds };
  }
}
