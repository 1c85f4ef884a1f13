/**
 * What a figure does that acts in a daily pass over the database: the pass itself runs under the policy, day by day, and
 * what it left is said in the figure's own units.
 */
import { randomUUID } from 'node:crypto';
import { carePass } from '../../activities/care/pass';
import { surveyPass } from '../../activities/care/surveys';
import { endOfDay } from '../../activities/dispatch/end-of-day';
import { supplyPass } from '../../activities/supply/pass';
import type { Policy } from '../../domain/policy/schema';
import type { PolicySource } from '../../domain/policy/source';
import { DAY_MS } from '../../domain/time/date';
import { formatInstant } from '../../domain/time/instant';
import type { PrismaClient } from '../../prisma/generated/client';
import { calendars } from './shipped';

/** What was seen, in the units of the figure; the parts of its path are those that the pattern names. */
type Probe = (prisma: PrismaClient, policy: Policy, ...parts: string[]) => Promise<string | number | undefined>;

const hour = 3_600_000;
/** Nine in the morning of a Monday in Shanghai. */
const monday = Date.parse('2026-04-06T09:00:00+08:00');
const onDay = (days: number): string => formatInstant(monday + days * DAY_MS);

/** The policy as the processes would have read it. */
const sourceOf = (policy: Policy): PolicySource => ({
  get: (id) => (id === policy.id ? policy : undefined),
  all: () => [policy],
  calendars: () => calendars,
});

/** The policy as the only published version of its id, and nothing left of what a probe before it did. */
async function publishedAlone(prisma: PrismaClient, policy: Policy): Promise<void> {
  const { careTask, carePass: passes, survey, filing, chore, notice, case: cases } = prisma;
  await careTask.deleteMany();
  await passes.deleteMany();
  await survey.deleteMany();
  await filing.deleteMany();
  await chore.deleteMany();
  await notice.deleteMany();
  await cases.deleteMany();
  await prisma.policyVersion.deleteMany({ where: { policyId: policy.id } });
  const body = JSON.parse(JSON.stringify(policy)) as object;
  await prisma.policyVersion.create({
    data: { hash: randomUUID(), policyId: policy.id, version: policy.version, body, publishedAt: new Date(0) },
  });
}

/** The first day from Monday on at which something is there after that day's pass. */
async function firstDay(pass: (at: string) => Promise<unknown>, there: () => Promise<boolean>): Promise<number> {
  for (let day = 0; day < 60; day++) {
    await pass(onDay(day));
    if (await there()) return day;
  }
  throw new Error('nothing within sixty days');
}

/** Cases whose visits ended at an instant. */
const visited = (prisma: PrismaClient, policy: Policy, cases: number, endedAt: number): Promise<unknown> =>
  prisma.$executeRaw`
    INSERT INTO cases."Case" ("id", "kind", "status", "policyId", "policyVersion", "policyHash", "customerId",
      "engineerId", "openedAt", "seq", "state", "updatedAt")
    SELECT 'S' || n, 'repair', 'repaired', ${policy.id}, '1.0', '', 'c', 'e', '2026-04-01', 1,
      jsonb_build_object('done', jsonb_build_object('visit_ended', ${endedAt}::float8 + n), 'findings', '[]'::jsonb), now()
    FROM generate_series(1, ${cases}::int) n`;

/** The probes, by the pattern of the paths of their figures. */
const probes: readonly [RegExp, Probe][] = [
  [
    /^dispatch\.sheets\.graceAfterDay$/,
    async (prisma, policy) => {
      await visited(prisma, policy, 1, monday);
      const at = Date.parse('2026-04-06T18:30:00+08:00');
      await endOfDay({ prisma, policies: sourceOf(policy) }, { policyId: policy.id, at: formatInstant(at) });
      const { dueAt } = await prisma.chore.findFirstOrThrow({ where: { kind: 'record_sheet' } });
      return `PT${Math.round((dueAt.getTime() - Date.parse('2026-04-07T00:00:00+08:00')) / hour)}H`;
    },
  ],
  [
    /^surveys\.surveys\.(\w+)\.remind\.(\d)\.after$/,
    async (prisma, policy, surveyId, nth) => {
      const sentAt = new Date(monday);
      const far = new Date(monday + 60 * DAY_MS);
      await prisma.survey.create({
        data: {
          ...{ id: 's', policyId: policy.id, policyHash: '', surveyId: surveyId, customerId: 'c', keyCustomer: false },
          ...{ token: 't', sentAt, dueAt: far, expiresAt: far, reminded: Number(nth) },
        },
      });
      const days = await firstDay(
        (at) => surveyPass({ prisma, mail: { publicUrl: 'https://service.example' } }, { policyId: policy.id, at }),
        async () => (await prisma.survey.findUniqueOrThrow({ where: { id: 's' } })).reminded > Number(nth),
      );
      return `P${days}D`;
    },
  ],
  [
    /^care\.rules\.(\w+)\.sample\.share$/,
    async (prisma, policy, rule) => {
      // The same visits always: which of them are picked follows from their numbers and instants.
      const visits = 3_000;
      await visited(prisma, policy, visits, monday);
      await carePass(prisma, { policyId: policy.id, at: onDay(1) }, () => undefined);
      const called = await prisma.careTask.count({ where: { id: { startsWith: `care/${policy.id}/${rule}/` } } });
      return Math.round((called / visits) * 100) / 100;
    },
  ],
  [
    /^filings\.(\w+)\.from$/,
    async (prisma, policy, kind) => {
      let filed = 0;
      const more = async (at: string): Promise<void> => {
        const filing = { policyId: policy.id, kind: kind, personId: 'zhang', text: '客户来电反映', filedBy: 'desk' };
        await prisma.filing.create({ data: { ...filing, id: `f${++filed}`, filedAt: new Date(at) } });
        await supplyPass({ prisma, policies: sourceOf(policy) }, { policyId: policy.id, at });
      };
      await firstDay(more, async () => (await prisma.chore.count({ where: { kind: 'filing' } })) > 0);
      return filed;
    },
  ],
  [
    /^holidayDuty\.ahead$/,
    async (prisma, policy) => {
      const key = `holiday_duty/${policy.id}/2026-05-01`;
      const day = await firstDay(
        (at) => supplyPass({ prisma, policies: sourceOf(policy) }, { policyId: policy.id, at }),
        async () => (await prisma.chore.count({ where: { key } })) > 0,
      );
      const before = Date.parse('2026-05-01T09:00:00+08:00') - (monday + day * DAY_MS);
      return `P${before / DAY_MS}D`;
    },
  ],
];

/** The figures that act in passes over the database. */
export const inPasses = new RegExp(probes.map(([pattern]) => pattern.source).join('|'));

/** What the figure at a path is seen to do in its pass, in a database with nothing in the way. */
export async function seenInPass(
  prisma: PrismaClient,
  policy: Policy,
  path: string,
): Promise<string | number | undefined> {
  const [pattern, probe] = probes.find(([known]) => known.test(path))!;
  await publishedAlone(prisma, policy);
  return probe(prisma, policy, ...pattern.exec(path)!.slice(1));
}
