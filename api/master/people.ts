/** People of the department and the duty roster. People are not deleted: histories name them; they become inactive. */
import { z } from 'zod';
import type { Actor, SystemRole } from '../../domain/cases/record';
import type { Duty, Person, PrismaClient } from '../../prisma/generated/client';
import { systemRole } from '../auth/tokens';
import type { LocalAccounts } from '../auth/accounts';
import { once, optionalKey } from '../cases/once';
import type { ApiDeps } from '../deps';
import { etagOf, mustMatchHeaders, staleVersion, versionNamed } from '../http/if-match';
import { refuse } from '../http/problem';
import { route, type Route } from '../route';
import { withoutDefaults } from './customers';
import { after, asRefusal, idParams, page, pageQuery, recordVersion, resourceRoutes } from './resource';

const word = z.string().trim().min(1).max(64);

const person = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254).nullable().default(null),
  phone: z
    .string()
    .regex(/^\+?[0-9() -]{3,30}$/)
    .nullable()
    .default(null),
  role: systemRole,
  regions: z.array(word).max(50).default([]),
  skills: z.array(word).max(50).default([]),
  qualified: z.boolean().default(true),
  active: z.boolean().default(true),
  language: z.enum(['zh', 'en']).default('zh'),
  calendar: word.nullable().default(null).describe('working calendar of their own; null: the policy’s'),
  dayMinutes: z
    .int()
    .min(30)
    .max(24 * 60)
    .nullable()
    .default(null)
    .describe('work planned for one day at most, minutes; null: the policy’s'),
});
const personChange = z.strictObject({ ...withoutDefaults(person) }).partial();
const personView = person
  .extend({ id: z.string(), version: recordVersion, role: z.string() })
  .meta({ id: 'Person', description: 'e-mail and phone are empty for roles that do not need them' });

/** Those who have to reach colleagues, and the auditor, who reads everything. */
const seesContacts: readonly SystemRole[] = ['dispatcher', 'supervisor', 'auditor', 'administrator'];

function toPerson(p: Person, actor: Actor): z.infer<typeof personView> {
  const { id, version, name, role, regions, skills, qualified, active, calendar, dayMinutes } = p;
  const { email, phone } = seesContacts.includes(actor.role) ? p : { email: null, phone: null };
  const language = p.language === 'en' ? 'en' : 'zh';
  return { id, version, name, email, phone, role, regions, skills, qualified, active, language, calendar, dayMinutes };
}

const instant = z.iso.datetime({ offset: true });
/** Access tokens write a duty as one word, whose separators none of its names has. */
const dutyName = word.regex(/^[^@/*]+$/);
const duty = z.strictObject({
  personId: word,
  role: dutyName.describe('policy role: duty manager, customer-centre manager …'),
  policyId: dutyName.nullable().default(null).describe('null: for every policy'),
  region: dutyName.nullable().default(null).describe('null: for every region'),
  from: instant,
  until: instant.nullable().default(null),
  deputyId: word.nullable().default(null),
  awayFrom: instant.nullable().default(null).describe('the deputy stands in from here'),
  awayUntil: instant.nullable().default(null),
});
const dutyChange = z.strictObject({ ...withoutDefaults(duty.omit({ personId: true })) }).partial();
const dutyView = duty.extend({ id: z.string(), version: recordVersion }).meta({ id: 'Duty' });

function toDuty(d: Duty): z.infer<typeof dutyView> {
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    ...d,
    from: d.from.toISOString(),
    until: iso(d.until),
    awayFrom: iso(d.awayFrom),
    awayUntil: iso(d.awayUntil),
  };
}

export function peopleRoutes(
  { prisma, policies }: Pick<ApiDeps, 'prisma' | 'policies'>,
  accounts: LocalAccounts,
): Route[] {
  /** An unknown calendar would silently be the policy's. */
  const requireCalendar = (calendar: string | null | undefined, now: number): void => {
    if (calendar === null || calendar === undefined) return;
    const source = policies.source();
    const zone = source.all()[0]?.timeZone ?? 'UTC';
    const allowed = Object.keys(source.calendars(zone, new Date(now).getUTCFullYear()));
    if (!allowed.includes(calendar))
      throw refuse('invalid_request', '没有这个工作日历', 'There is no such calendar', { field: 'calendar', allowed });
  };
  /** A duty that no policy knows would never be called: the ladder would find nobody on it. */
  const requireDuty = ({ role, policyId }: { role?: string; policyId?: string | null }): void => {
    const all = [...policies.source().all()];
    const ids = all.map(({ id }) => id);
    if (policyId && !ids.includes(policyId))
      throw refuse('invalid_request', '没有这个政策', 'There is no such policy', { field: 'policyId', allowed: ids });
    const asked = policyId ? all.filter(({ id }) => id === policyId) : all;
    const allowed = [...new Set(asked.flatMap(({ roles }) => roles.map(({ id }) => id)))].sort();
    if (role !== undefined && !allowed.includes(role))
      throw refuse('invalid_request', '制度没有这个职务', 'No policy in force has this role', {
        field: 'role',
        allowed,
      });
  };
  return [
    route({
      key: 'GET /v1/people',
      tag: 'people',
      summary: 'List people, engineers among them',
      query: pageQuery.extend({
        role: systemRole.optional(),
        region: word.optional(),
        active: z.stringbool().optional(),
      }),
      answers: { 200: z.object({ rows: z.array(personView), next: z.string().nullable() }) },
      handle: async ({ query: { q, cursor, limit, role, region, active } }, actor) => {
        const match = {
          role,
          active,
          regions: region === undefined ? undefined : { has: region },
          name: q === undefined ? undefined : { contains: q },
        };
        const rows = await prisma.person.findMany({
          where: { ...match, ...after(cursor, 'name') },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return {
          status: 200,
          body: page(
            rows,
            limit,
            (p) => p.name,
            (p) => toPerson(p, actor),
          ),
        };
      },
    }),
    route({
      key: 'POST /v1/people',
      tag: 'people',
      summary: 'Add a person; with an Idempotency-Key once',
      headers: optionalKey,
      body: person,
      answers: { 201: personView },
      handle: async (call, actor) => {
        const { body, now } = call;
        requireCalendar(body.calendar, now);
        const added = await once(
          prisma,
          { route: 'POST /v1/people', actor, call },
          {
            make: (db, id) => db.person.create({ data: { ...body, id } }),
            find: (id) => prisma.person.findUnique({ where: { id } }),
          },
        );
        return { status: 201, body: toPerson(added, actor), headers: etagOf(added.version) };
      },
    }),
    route({
      key: 'GET /v1/people/:id',
      tag: 'people',
      summary: 'Read a person',
      params: idParams,
      answers: { 200: personView },
      handle: async ({ params }, actor) => {
        const found = await prisma.person.findUnique({ where: { id: params.id } });
        if (!found) throw refuse('not_found', '没有这个人员', 'There is no such person');
        return { status: 200, body: toPerson(found, actor), headers: etagOf(found.version) };
      },
    }),
    route({
      key: 'PATCH /v1/people/:id',
      tag: 'people',
      summary: 'Change a person; becoming inactive ends their sessions, a new role holds from the next access token on',
      params: idParams,
      headers: mustMatchHeaders,
      body: personChange,
      answers: { 200: personView },
      handle: async ({ params: { id }, headers, body, now }, actor) => {
        requireCalendar(body.calendar, now);
        const version = versionNamed(headers);
        const changed = await prisma.person.update({ where: { id, version }, data: body }).catch(async (error) => {
          throw await staleVersion(asRefusal(error), version, () => prisma.person.findUnique({ where: { id } }));
        });
        const account = changed.active ? null : await prisma.authUser.findUnique({ where: { personId: changed.id } });
        if (account) await accounts.endSessions(account.id);
        return { status: 200, body: toPerson(changed, actor), headers: etagOf(changed.version) };
      },
    }),
    ...resourceRoutes(prisma, {
      path: 'duties',
      one: 'duty',
      query: pageQuery.extend({
        personId: word.optional(),
        role: word.optional(),
        at: instant.optional().describe('in force at this instant'),
      }),
      create: duty,
      change: dutyChange,
      view: dutyView,
      list: async ({ cursor, limit, personId, role, at }) => {
        const inForce =
          at === undefined
            ? {}
            : { from: { lte: new Date(at) }, OR: [{ until: null }, { until: { gt: new Date(at) } }] };
        const rows = await prisma.duty.findMany({
          where: { personId, role, ...inForce, ...after(cursor, 'role') },
          orderBy: [{ role: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return page(rows, limit, (d) => d.role, toDuty);
      },
      read: async (id) => {
        const found = await prisma.duty.findUnique({ where: { id } });
        return found && toDuty(found);
      },
      add: async (data, db, id) => {
        requireDuty(data);
        await requirePeople(db, [data.deputyId]);
        return toDuty(await db.duty.create({ data: { ...data, id } }));
      },
      edit: async (id, data, version) => {
        if (data.role !== undefined || data.policyId !== undefined) {
          const found = await prisma.duty.findUnique({ where: { id } });
          requireDuty({
            role: data.role ?? found?.role,
            policyId: data.policyId === undefined ? found?.policyId : data.policyId,
          });
        }
        await requirePeople(prisma, [data.deputyId]);
        return toDuty(await prisma.duty.update({ where: { id, version }, data }));
      },
      remove: (id, version) => prisma.duty.delete({ where: { id, version } }),
    }),
  ];
}

/** The deputy is no foreign key, so that a roster can be read where people were removed; new rows name real people. */
async function requirePeople(prisma: Pick<PrismaClient, 'person'>, ids: (string | null | undefined)[]): Promise<void> {
  for (const id of ids) {
    if (id && (await prisma.person.count({ where: { id, active: true } })) === 0) {
      throw refuse('invalid_request', '没有这个在职人员', 'There is no such active person', { field: 'deputyId' });
    }
  }
}
