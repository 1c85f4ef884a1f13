/**
 * Mails the archive's chain head to the auditors, once a day at most and only where it moved: an hourly mail would not be
 * written down any more. What could not be sent stays owed and goes with the next export.
 */
import type { PrismaClient } from '../prisma/generated/client';
import type { Activities } from './contract';
import { databaseFailure } from './database';
import { oweNotices } from './recurring/owed-notices';

/** All mails of chain heads: those still owed are sent together. */
const batch = 'archive-head';

/**
 * See `Activities.oweChainHead`.
 * @throws ApplicationFailure `DatabaseUnavailable`, retried.
 */
export async function oweChainHead(
  prisma: PrismaClient,
  { at, head, lines }: Parameters<Activities['oweChainHead']>[0],
): ReturnType<Activities['oweChainHead']> {
  try {
    const before = await prisma.notice.findFirst({ where: { batch }, orderBy: { createdAt: 'desc' } });
    const moved = (before?.params as { chainHead?: string } | undefined)?.chainHead !== head;
    if (moved) {
      const auditors = await prisma.person.findMany({
        where: { role: 'auditor', active: true, email: { not: null } },
        select: { id: true },
        orderBy: { id: 'asc' },
      });
      await oweNotices(
        prisma,
        auditors.map(({ id }) => ({
          key: `${batch}/${at.slice(0, 10)}/${id}`,
          batch,
          template: 'archive_head',
          to: `person:${id}`,
          params: { chainHead: head, archiveLines: lines, archivedAt: at },
          clauses: [],
          at,
          policyId: '',
        })),
      );
    }
    return { batch, owed: await prisma.notice.count({ where: { batch, status: 'pending' } }) };
  } catch (error) {
    throw databaseFailure(error);
  }
}
