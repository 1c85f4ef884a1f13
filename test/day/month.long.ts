/**
 * A month of a small department on a clock that skips (issue 6): 200 customers, 3 policies, 8 engineers; what recurs is run
 * at its local times in place of Schedules, people act through the API. Afterwards every report stands with its files, and
 * the same period reckoned again gives the same figures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { periodFigures } from '../../activities/care/figures';
import { canonicalJson, sha256 } from '../../activities/canonical';
import { publishedPolicy } from '../../activities/published';
import { recurringEntries } from '../../domain/recurring/schedules';
import { parseDate } from '../../domain/time/date';
import { publish } from '../../policies/publish';
import { startApiRig, type ApiRig } from '../api/api-rig';
import { shippedPolicies } from '../rig/shipped-policies';
import { Agenda, wall } from './agenda';
import { enrol, hire, office, policyIds, security, vehicles } from './department';
import { Desk, dice } from './desk';
import { runsOf } from './driver';
import * as rounds from './rounds';
import { complaint, complaintOf, visit, workshop, type Cast } from './stories';

let rig: ApiRig;
/** First and last date of the month that is played: the first of the next quarter, when surveys are sent. */
let first: number;
let last: number;

/** The server's time, as far as it was asked for last: the API's clock. */
let now = Date.now();

beforeAll(async () => {
  rig = await startApiRig('month', { deps: { clock: () => now } });
  await publish(rig.prisma, shippedPolicies().loaded);
  now = await rig.now();
  const today = new Date(now);
  const quarter = Math.floor(today.getUTCMonth() / 3) + 1;
  first = Date.UTC(today.getUTCFullYear(), quarter * 3, 1) / 86_400_000;
  last = Date.UTC(today.getUTCFullYear(), quarter * 3 + 1, 1) / 86_400_000 - 1;
}, 120_000);
afterAll(() => rig.close(), 600_000);

test('a month: planned, visited, cared for, asked, chased and reported; figures that can be made again', async () => {
  const staff = await hire(rig.prisma, rig.people);
  const units = await enrol(rig.prisma, first);
  const begin = wall.at(first, '00:00');
  const end = wall.at(last + 2, '09:00');
  const travel = async (at: number): Promise<void> => {
    const ahead = at - (await rig.now());
    if (ahead > 0) await rig.env.sleep(ahead);
    now = await rig.now();
  };
  const agenda = new Agenda(travel);
  const cast: Cast = { desk: new Desk(rig), staff, roll: dice(20) };
  // Each story has dice of its own: one that comes a moment later changes no other.
  let stories = 0;
  const own = (): Cast => ({ ...cast, roll: dice(100 + stories++) });
  const entries = recurringEntries(
    shippedPolicies().loaded.flatMap(({ policy }) => (policyIds.includes(policy.id) ? [policy] : [])),
  );
  for (const entry of entries) agenda.enter(begin, entry.id, runsOf(rig, entry, begin, end));
  for (const [name, round] of Object.entries(rounds)) agenda.enter(begin, name, round(own(), begin, end));
  const of = (policy: string) => units.filter((unit) => unit.policy === policy && unit.soldOn < first);
  // Nobody calls in the last days, so that the month's cases come to an end in it.
  for (let date = first; date <= last - 4; date++) {
    if (wall.weekday(date) > 5) continue;
    const any = (policy: string) => of(policy)[Math.floor(cast.roll() * of(policy).length)]!;
    for (const time of date % 2 === 0 ? ['09:10', '13:40'] : ['09:10'])
      agenda.enter(wall.at(date, time), `visit ${wall.text(date)}`, visit(own(), any(security)));
    agenda.enter(wall.at(date, '10:20'), `workshop ${wall.text(date)}`, workshop(own(), any(vehicles)));
    const policy = policyIds[date % 3]!;
    if (wall.weekday(date) % 2 === 0 && date <= last - 10)
      agenda.enter(
        wall.at(date, '11:00'),
        `complaint ${wall.text(date)}`,
        complaint(own(), any(policy), complaintOf(policy, rig)),
      );
  }
  await travel(begin);
  await agenda.run(end);
  // The quarter's report comes two weeks after the quarter; until then only time goes by.
  const quarterEnd = Date.UTC(
    new Date(first * 86_400_000).getUTCFullYear(),
    new Date(first * 86_400_000).getUTCMonth() + 3,
    1,
  );
  const quarterly = entries.filter(({ id }) => id === `report-survey_analysis/${office}`);
  const quarterMade = quarterEnd + 15 * 86_400_000;
  for (const entry of quarterly) agenda.enter(end, entry.id, runsOf(rig, entry, end, quarterMade));
  await agenda.run(quarterMade);
  await rig.settled();

  const reports = await rig.prisma.report.findMany({
    orderBy: [{ policyId: 'asc' }, { reportId: 'asc' }, { from: 'asc' }],
  });
  const made = (policyId: string, reportId: string) =>
    reports.filter((r) => r.policyId === policyId && r.reportId === reportId);
  expect(made(security, 'daily')).toHaveLength(last - first + 3);
  expect(made(office, 'survey_analysis').map((r) => wall.text(r.from.getTime() / 86_400_000))).toContain(
    wall.text(first),
  );
  for (const policyId of policyIds)
    expect(made(policyId, 'monthly').map((r) => wall.text(r.from.getTime() / 86_400_000))).toContain(wall.text(first));
  for (const row of reports) {
    const { policy } = await publishedPolicy(rig.prisma, row.policyId, row.madeAt.toISOString());
    const period = {
      from: parseDate(row.from.toISOString().slice(0, 10)),
      to: parseDate(row.to.toISOString().slice(0, 10)),
    };
    expect([row.reportId, sha256(canonicalJson(await periodFigures(rig.prisma, policy, period)))]).toEqual([
      row.reportId,
      row.sha256,
    ]);
  }
  const folder = process.env.SANBAO_KEEP_REPORTS;
  if (folder) {
    mkdirSync(folder, { recursive: true });
    for (const { policyId, reportId, pdfId, xlsxId, from } of reports)
      for (const id of [pdfId, xlsxId]) {
        const { body } = await rig.prisma.file.findUniqueOrThrow({ where: { id } });
        const name = `${policyId}-${reportId}-${from.toISOString().slice(0, 10)}.${id.split('.').pop()}`;
        writeFileSync(join(folder, name), body);
      }
  }
});
