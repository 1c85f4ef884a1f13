/** What partners reported about a period, and whether it came in time. Reports are entered once and never changed. */
import { formatDate } from '../../domain/time/date';
import type { Instant } from '../../domain/time/instant';
import type { Policy } from '../../domain/policy/schema';
import type { PartnerRow } from '../../domain/reports/figures';
import type { Period } from '../../domain/reports/periods';
import type { Db } from '../database';

/**
 * One row a partner, report and month of the period, also where none came. What was entered at or after `asOf` is not in it,
 * so that a report made anew for its own instant has the same figures.
 */
export async function partnerFigures(
  db: Db,
  policy: Pick<Policy, 'id' | 'partners'>,
  { from, to }: Period,
  asOf: Instant,
): Promise<PartnerRow[]> {
  const milestones = (policy.partners?.reports ?? []).flatMap((r) => (r.by === 'partner' ? [r.milestone] : []));
  return db.$queryRaw<PartnerRow[]>`
    SELECT p."id" AS "partnerId", m."milestone", w."month", to_char(r."receivedOn", 'YYYY-MM-DD') AS "receivedOn",
      coalesce(h."breachedAt" < ${new Date(asOf)}, false) AS "late",
      (r."figures"->>'repairs')::float8 AS "repairs", (r."figures"->>'callbacks')::float8 AS "calledBack",
      (r."figures"->>'answered')::float8 AS "answered", (r."figures"->>'satisfied')::float8 AS "satisfied"
    FROM master."Partner" p
    CROSS JOIN unnest(${milestones}::text[]) AS m("milestone")
    CROSS JOIN LATERAL (
      SELECT to_char(d, 'YYYY-MM') AS "month"
      FROM generate_series(date_trunc('month', ${formatDate(from)}::date), ${formatDate(to)}::date, interval '1 month') d
    ) w
    LEFT JOIN master."PartnerReport" r ON r."partnerId" = p."id" AND r."milestone" = m."milestone" AND r."month" = w."month"
      AND r."enteredAt" < ${new Date(asOf)}
    LEFT JOIN cases."Chore" h ON h."key" = 'partner_report/' || p."id" || '/' || m."milestone" || '/' || w."month"
    WHERE p."policyId" = ${policy.id} AND to_char(p."signedOn", 'YYYY-MM') <= w."month"
      AND (p."endsOn" IS NULL OR to_char(p."endsOn", 'YYYY-MM') >= w."month")
    ORDER BY w."month", p."id", m."milestone"`;
}
