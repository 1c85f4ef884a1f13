/** What staff put before the company and nobody has decided yet, read from the filings: however many were decided before. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import type { Policy } from '../../domain/policy/schema';
import type { FilingRule } from '../../domain/policy/schema-filings';
import type { Db } from '../database';
import { datedChore } from './owed';
import type { Found } from './stock';

type Zone = CalendarSnapshot['zone'];

/** Everything that the section `filings:` of a policy has somebody decide, and what was decided since its duty began. */
export async function filingDuties(db: Db, policy: Policy, zone: Zone): Promise<Found[]> {
  const found: Found[] = [];
  for (const rule of policy.filings) {
    const duties = rule.from > 1 ? await countedDuties(db, policy.id, rule) : await singleDuties(db, policy.id, rule);
    for (const { from, ...owed } of duties) found.push({ owed, chore: datedChore(policy, zone, rule, from, owed) });
  }
  return found;
}

type FilingDuty = Found['owed'] & { from: number };

interface Row {
  id: string;
  personId: string | null;
  partnerId: string | null;
  filedAt: Date;
  decidedAt: Date | null;
}

async function singleDuties(db: Db, policyId: string, rule: FilingRule): Promise<FilingDuty[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT f."id", f."personId", f."partnerId", f."filedAt", f."decidedAt" FROM master."Filing" f
    WHERE f."policyId" = ${policyId} AND f."kind" = ${rule.id} AND f."decision" IS NULL
    UNION ALL
    SELECT f."id", f."personId", f."partnerId", f."filedAt", f."decidedAt"
    FROM cases."Chore" c JOIN master."Filing" f ON 'filing/' || f."id" = c."key"
    WHERE c."status" = 'open' AND c."kind" = 'filing' AND c."policyId" = ${policyId}
      AND f."policyId" = ${policyId} AND f."kind" = ${rule.id} AND f."decision" IS NOT NULL
    ORDER BY "filedAt", "id"`;
  return rows.map(({ id, partnerId, filedAt, decidedAt }) => ({
    key: `filing/${id}`,
    kind: 'filing',
    subject: { filing: rule.id, filingId: id, ...(partnerId !== null && { partnerId }) },
    from: filedAt.getTime(),
    doneAt: decidedAt?.getTime(),
  }));
}

/**
 * S-7.7: counted over all time by whom they are about, what was found groundless left out. The duty begins with the
 * filing that makes the number full, and only once: what comes after that one is no other duty. Looked at are those about
 * whom something is undecided, or a duty open.
 */
async function countedDuties(db: Db, policyId: string, rule: FilingRule): Promise<FilingDuty[]> {
  const rows = await db.$queryRaw<Row[]>`
    WITH looked AS (
      SELECT f."personId", f."partnerId" FROM master."Filing" f
      WHERE f."policyId" = ${policyId} AND f."kind" = ${rule.id} AND f."decision" IS NULL
      UNION
      SELECT f."personId", f."partnerId"
      FROM cases."Chore" c JOIN master."Filing" f ON 'filing/' || f."id" = c."key"
      WHERE c."status" = 'open' AND c."kind" = 'filing' AND c."policyId" = ${policyId}
        AND f."policyId" = ${policyId} AND f."kind" = ${rule.id}
    )
    SELECT n.* FROM looked l CROSS JOIN LATERAL (
      SELECT f."id", f."personId", f."partnerId", f."filedAt", f."decidedAt"
      FROM master."Filing" f
      WHERE f."policyId" = ${policyId} AND f."kind" = ${rule.id} AND f."decision" IS DISTINCT FROM 'refused'
        AND f."personId" IS NOT DISTINCT FROM l."personId" AND f."partnerId" IS NOT DISTINCT FROM l."partnerId"
      ORDER BY f."filedAt", f."id" OFFSET ${rule.from - 1} LIMIT 1
    ) n ORDER BY n."filedAt", n."id"`;
  return rows.map(({ id, personId, partnerId, filedAt, decidedAt }) => ({
    key: `filing/${id}`,
    kind: 'filing',
    subject: {
      filing: rule.id,
      [rule.about === 'person' ? 'personId' : 'partnerId']: personId ?? partnerId ?? '',
      count: rule.from,
    },
    from: filedAt.getTime(),
    doneAt: decidedAt?.getTime(),
  }));
}
