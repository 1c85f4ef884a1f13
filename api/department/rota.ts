/** The rota of holidays (O-2.2-c): which holidays come, and who is there on each. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import { holidaysAhead, whoIsThere, type Holiday } from '../../domain/supply/holidays';
import { DAY_MS, formatDate } from '../../domain/time/date';
import { parseDuration } from '../../domain/time/duration';
import { formatInstant } from '../../domain/time/instant';
import { rosterFrom } from '../../prisma/roster-queries';
import type { ApiDeps } from '../deps';
import { clauseTexts, textsOfClauses } from '../cases/titles/clause-texts';
import { words } from '../cases/titles/event-lines';
import { peopleNames, personWords } from '../cases/titles/names';
import { recordVersion } from '../master/resource';
import { route, type Route } from '../route';
import { PolicyWords } from './words';

const at = z.iso.datetime();
const holidayView = z.object({
  date: z.iso.date(),
  from: at.describe('the holiday begins'),
  until: at.describe('and ends'),
  tell: z.boolean().describe('so near that whoever owes the rota is told'),
  people: z.array(
    z.object({
      dutyId: z.string(),
      version: recordVersion.describe('of the duty, for removing it'),
      personId: z.string(),
      name: words,
      only: z.boolean().describe('a duty for this holiday alone'),
    }),
  ),
  covered: z.boolean().describe('somebody is there at every time of it, or of the hours that the policy names'),
});
const rotaView = z
  .object({
    policyId: z.string(),
    role: z.string().describe('the policy role whose duties are the rota'),
    titles: z.object({ policy: words, role: words, owner: words }),
    clauses: z.array(z.string()),
    timeZone: z.string(),
    holidays: z.array(holidayView),
    unannounced: z.array(z.int()).describe('years looked into whose holidays are not announced yet'),
  })
  .meta({ id: 'Rota' });

/** Far enough for the long holidays of half a year. */
const AHEAD = 185;

export function rotaRoutes(deps: ApiDeps): Route[] {
  return [
    route({
      key: 'GET /v1/rota',
      tag: 'people',
      summary:
        'Statutory holidays to come under each policy that wants somebody there, and who is; filled by `POST /v1/duties`',
      query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(AHEAD) }),
      answers: { 200: z.object({ rotas: z.array(rotaView), clauseTexts }) },
      handle: async ({ query: { days }, now }, actor) => {
        const wanting = new PolicyWords(deps.policies).serving().filter((policy) => policy.holidayDuty);
        const rotas = await Promise.all(wanting.map((policy) => rotaOf(deps, policy, actor, { now, days })));
        const texts = textsOfClauses(rotas.flatMap(({ clauses }) => clauses));
        return { status: 200, body: { rotas, clauseTexts: texts } };
      },
    }),
  ];
}

async function rotaOf(
  { prisma, policies }: ApiDeps,
  policy: Policy,
  actor: Actor,
  { now, days }: { now: number; days: number },
): Promise<z.infer<typeof rotaView>> {
  const { id, timeZone, workingCalendar } = policy;
  const rule = policy.holidayDuty!;
  const calendar = policies.source().calendars(timeZone, new Date(now).getUTCFullYear())[workingCalendar]!;
  const holidays = holidaysAhead(calendar, now, days);
  const { role } = rule;
  const roster = await rosterFrom(prisma, { role, policyId: id, at: formatInstant(now) });
  const rota = { role, policyId: id, ...roster, regions: policy.regions.map((region) => region.id) };
  const manned = holidays.map((holiday) => ({ holiday, ...whoIsThere(rota, holiday, calendar, rule.hours) }));
  const names = await peopleNames(
    prisma,
    manned.flatMap(({ there }) => there.map(({ personId }) => personId)),
    actor,
  );
  const ids = [...new Set(manned.flatMap(({ there }) => there.map(({ dutyId }) => dutyId)))];
  const rows = await prisma.duty.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } });
  const versions = new Map(rows.map(({ id: dutyId, version }) => [dutyId, version]));
  const lastYear = new Date(now + days * DAY_MS).getUTCFullYear();
  const years = new Set([new Date(now).getUTCFullYear(), lastYear]);
  const near = now + parseDuration(rule.ahead).days * DAY_MS;
  const held = new Map(roster.duties.map((duty) => [duty.id, duty]));
  const only = (dutyId: string, { begins, ends }: Holiday): boolean => {
    const { from, until = Infinity } = held.get(dutyId)!;
    return from >= begins && until <= ends + 1;
  };
  const its = new PolicyWords(policies);
  return {
    ...{ policyId: id, role: rule.role, timeZone, clauses: [...clausesOf(rule)] },
    titles: { policy: policy.title, role: its.role(id, rule.role), owner: its.role(id, rule.owner) },
    unannounced: [...years].filter((year) => !calendar.knownYears.includes(year)),
    holidays: manned.map(({ holiday, there, covered }) => ({
      date: formatDate(holiday.date),
      from: formatInstant(holiday.begins),
      // A duty ends before its `until`: the first instant after the holiday.
      until: formatInstant(holiday.ends + 1),
      tell: holiday.begins <= near,
      people: there.flatMap(({ dutyId, personId }) => {
        const version = versions.get(dutyId);
        if (version === undefined) return [];
        const name = personWords(names, personId);
        return [{ dutyId, version, personId, name, only: only(dutyId, holiday) }];
      }),
      covered,
    })),
  };
}
