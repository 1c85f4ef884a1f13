/** Notices that no case owes: what passes over many rows have to tell, kept first and sent afterwards, each once. */
import { ApplicationFailure } from '@temporalio/common';
import type { EntryLine, Value } from '../../messages/render';
import type { Prisma } from '../../prisma/generated/client';
import { databaseFailure } from '../database';
import { deliverKept, type NoticeDeps } from '../notifications';
import type { Db } from '../database';

export interface NewNotice {
  /** Business key: sent once. */
  key: string;
  /** The pass that owes it. */
  batch: string;
  template: string;
  /** As `RecipientQuestion.to`. */
  to: string;
  params: Readonly<Record<string, Value>>;
  clauses: readonly string[];
  entries?: readonly EntryLine[];
  /** ISO 8601. */
  at: string;
  /** By whose roster roles are resolved, and whose words the mail takes. */
  policyId: string;
  region?: string;
  /** Whom `customer` stands for. */
  customerId?: string;
  caseId?: string;
  /** Ids of files that go with the mail. */
  files?: readonly string[];
}

/** Keeps notices that are to be sent; one that is known already stays as it is. Answers how many are new. */
export async function oweNotices(db: Db, notices: readonly NewNotice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const { count } = await db.notice.createMany({
    data: notices.map(({ at, params, entries, clauses, files, ...notice }) => ({
      ...notice,
      params: (entries ? { ...params, entries } : params) as unknown as Prisma.InputJsonObject,
      clauses: [...clauses],
      files: [...(files ?? [])],
      createdAt: new Date(at),
    })),
    skipDuplicates: true,
  });
  return count;
}

/** Read at once, and sent at once: a mail server takes no more of us, and an attempt of the activity stays short. */
const page = 100;
const atOnce = 4;

/**
 * Sends what a batch still owes; see `RecurringActivities.deliverOwed`. One that cannot be sent now does not hold up the
 * others; at the end the activity fails for its sake and is retried.
 * @param beat tells Temporal that it goes on
 * @throws ApplicationFailure `MailUnavailable` or `DatabaseUnavailable`, both retried.
 */
export async function deliverOwed(
  deps: NoticeDeps,
  { batch, at }: { batch: string; at: string },
  attempt: number,
  beat: (sent: number) => void,
): Promise<{ sent: number; refused: number; nobody: number }> {
  const counts = { sent: 0, refused: 0, nobody: 0 };
  const failures: unknown[] = [];
  let after = '';
  for (;;) {
    const keys = await nextKeys(deps, batch, after);
    if (keys.length === 0) break;
    after = keys.at(-1)!;
    for (let from = 0; from < keys.length; from += atOnce) {
      const tried = await Promise.allSettled(
        keys.slice(from, from + atOnce).map((key) => deliverKept(deps, { key, at }, attempt)),
      );
      for (const outcome of tried) {
        if (outcome.status === 'rejected') failures.push(outcome.reason);
        else if (outcome.value.result === 'refused') counts.refused++;
        else if (outcome.value.result === 'nobody') counts.nobody++;
        else counts.sent++;
      }
      beat(counts.sent);
    }
  }
  if (failures.length === 0) return counts;
  const [first] = failures;
  if (first instanceof ApplicationFailure) throw first;
  throw databaseFailure(first);
}

async function nextKeys({ prisma }: NoticeDeps, batch: string, after: string): Promise<string[]> {
  try {
    const rows = await prisma.notice.findMany({
      where: { batch, status: 'pending', key: { gt: after } },
      orderBy: { key: 'asc' },
      take: page,
      select: { key: true },
    });
    return rows.map(({ key }) => key);
  } catch (error) {
    throw databaseFailure(error);
  }
}
