/** Which visits are called about without pattern: a share of those that ended, by a number that nobody can foresee. */
import { sampleTask, type SampledVisit } from '../../domain/care/sample';
import type { DateWindow } from '../../domain/care/dates';
import type { NewCareTask } from '../../domain/care/tasks';
import { dateAt, startOfDate } from '../../domain/calendar/zone';
import type { ZoneSnapshot } from '../../domain/calendar/snapshot';
import type { Policy } from '../../domain/policy/schema';
import type { PrismaClient } from '../../prisma/generated/client';

type Picked = Omit<SampledVisit, 'endedOn' | 'siteId' | 'assetId' | 'region'> & {
  siteId: string | null;
  assetId: string | null;
  region: string | null;
  endedAt: number;
};

/**
 * The calls about visits that ended on the dates from `since` on, before `until`. A service policy's sample is of its own
 * visits; one of rules that are laid over service policies is of all visits. A visit is picked by the hash of its case and
 * instant, so that a repeated pass picks the same ones.
 */
export async function sampledTasks(
  prisma: PrismaClient,
  policy: Policy,
  { since, until }: DateWindow,
  zone: ZoneSnapshot,
): Promise<NewCareTask[]> {
  const [from, to] = [startOfDate(zone, since), startOfDate(zone, until)];
  const ofRules = (policy.care?.rules ?? []).map(async (rule) => {
    if (!rule.sample) return [];
    const rows = await prisma.$queryRaw<Picked[]>`
      SELECT "id" AS "caseId", "customerId", "siteId", "assetId", "region", ("state"->'done'->>'visit_ended')::float8 AS "endedAt"
      FROM cases."Case"
      WHERE "kind" IN ('repair', 'job') AND (${policy.layer === 'visit'} OR "policyId" = ${policy.id})
        AND ("state"->'done'->>'visit_ended')::float8 >= ${from} AND ("state"->'done'->>'visit_ended')::float8 < ${to}
        AND ('x' || substr(md5("id" || ("state"->'done'->>'visit_ended')), 1, 8))::bit(32)::bigint < ${rule.sample.share}::float8 * 4294967296
      ORDER BY "id"`;
    return rows.map(({ endedAt, siteId, assetId, region, ...visit }) =>
      sampleTask(
        policy,
        rule,
        {
          ...visit,
          endedOn: dateAt(zone, endedAt),
          ...(siteId !== null && { siteId }),
          ...(assetId !== null && { assetId }),
          ...(region !== null && { region }),
        },
        until,
        zone,
      ),
    );
  });
  return (await Promise.all(ofRules)).flat();
}
