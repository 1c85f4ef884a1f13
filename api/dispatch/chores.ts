/** Recurring duties: what is open, late or done, who answers for it. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { closedBy, type ChoreKind, type NewChore } from '../../domain/recurring/chore';
import type { Words } from '../../messages/bilingual';
import { DUTIES } from '../../messages/duties';
import type { Chore } from '../../prisma/generated/client';
import { dutyNames, type DutyName } from '../../prisma/duty-names';
import { clauseTexts, textsOfClauses } from '../cases/titles/clause-texts';
import { words } from '../cases/titles/event-lines';
import { peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, cursor, nextOf } from '../master/resource';
import { partnerReaders, seesCustomers } from '../roles';
import { route, type Route } from '../route';

const at = z.iso.datetime();
const choreView = z
  .object({
    key: z.string(),
    kind: z.string(),
    policyId: z.string(),
    caseId: z.string().nullable(),
    partnerId: z.string().nullable().describe('the partner that it is about'),
    customerId: z.string().nullable().describe('whose file is to be completed, for those who may know the customer'),
    about: z.string().describe('customer, partner, part, month …: what it is about, in words'),
    owner: z.string(),
    dueAt: at,
    warnedAt: at.nullable(),
    breachedAt: at.nullable(),
    status: z.enum(['open', 'done', 'waived']),
    level: z.int(),
    acknowledgedBy: z.string().nullable(),
    acknowledgedAt: at.nullable(),
    doneAt: at.nullable(),
    doneBy: z.string().nullable(),
    clauses: z.array(z.string()),
    titles: z.object({
      kind: words,
      policy: words,
      owner: words,
      acknowledgedBy: words.optional(),
      doneBy: words.optional(),
    }),
    byHand: z.boolean().describe('it may be said to be done; others end with what they ask for'),
  })
  .meta({ id: 'Chore' });
type ChoreView = z.infer<typeof choreView>;

function toChore(c: Chore, name: DutyName | undefined): Omit<ChoreView, 'titles'> {
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  const { key, kind, policyId, owner, level, acknowledgedBy, doneBy, clauses } = c;
  return {
    key,
    kind,
    caseId: name?.caseId ?? null,
    partnerId: (c.subject as { partnerId?: string }).partnerId ?? null,
    customerId: name?.customerId ?? null,
    about: name?.about ?? '',
    policyId,
    owner,
    level,
    acknowledgedBy,
    doneBy,
    clauses,
    byHand: c.status === 'open' && endsWith(c) === undefined,
    status: c.status as 'open',
    dueAt: c.dueAt.toISOString(),
    warnedAt: iso(c.warnedAt),
    breachedAt: iso(c.breachedAt),
    acknowledgedAt: iso(c.acknowledgedAt),
    doneAt: iso(c.doneAt),
  };
}

const named = z.strictObject({ key: z.string().min(1).max(200) });
const limit = z.coerce.number().int().min(1).max(500).default(100);

export function choreRoutes({ prisma, policies }: Pick<ApiDeps, 'prisma' | 'policies'>): Route[] {
  const its = new PolicyWords(policies);
  const current = async (key: string): Promise<Chore> => {
    const found = await prisma.chore.findUnique({ where: { key } });
    if (!found) throw refuse('not_found', '没有这项例行工作', 'There is no such duty');
    return found;
  };
  const shown = async (rows: readonly Chore[], actor: Actor): Promise<ChoreView[]> => {
    const { role } = actor;
    const names = await dutyNames(
      prisma,
      rows.map(({ key }) => key),
      { customers: seesCustomers.includes(role), partners: partnerReaders.includes(role) },
    );
    const people = await peopleNames(
      prisma,
      rows.flatMap((row) => [personIn(row.owner), row.acknowledgedBy, row.doneBy]),
      actor,
    );
    const person = (id: string): Words => personWords(people, id);
    return rows.map((row) => {
      const owner = personIn(row.owner);
      return {
        ...toChore(row, names.get(row.key)),
        titles: {
          kind: Object.hasOwn(DUTIES, row.kind) ? DUTIES[row.kind as ChoreKind] : asNamed(row.kind),
          policy: its.policy(row.policyId),
          owner: owner === undefined ? its.role(row.policyId, row.owner) : person(owner),
          ...(row.acknowledgedBy !== null && { acknowledgedBy: person(row.acknowledgedBy) }),
          ...(row.doneBy !== null && { doneBy: person(row.doneBy) }),
        },
      };
    });
  };
  return [
    route({
      key: 'GET /v1/chores',
      tag: 'duties',
      summary: 'Recurring duties by due time: open ones, late ones, or those that are done',
      query: z.strictObject({
        list: z.enum(['open', 'late', 'done']).default('open'),
        kind: z.string().max(64).optional(),
        policyId: z.string().max(64).optional(),
        cursor,
        limit,
      }),
      answers: { 200: z.object({ chores: z.array(choreView), next: z.string().nullable(), clauseTexts }) },
      handle: async ({ query: { list, kind, policyId, cursor: past, limit: most } }, actor) => {
        const descending = list === 'done';
        const state = list === 'done' ? { status: { not: 'open' } } : { status: 'open' };
        const late = list === 'late' ? { breachedAt: { not: null } } : {};
        const rows = await prisma.chore.findMany({
          where: { kind, policyId, ...state, ...late, ...after(past, 'dueAt', { key: 'key', descending }) },
          orderBy: [{ dueAt: descending ? 'desc' : 'asc' }, { key: 'asc' }],
          take: most + 1,
        });
        const chores = rows.slice(0, most);
        const next = nextOf(rows, most, ({ dueAt, key }) => [dueAt.toISOString(), key]);
        const texts = textsOfClauses(chores.flatMap(({ clauses }) => clauses));
        return { status: 200, body: { chores: await shown(chores, actor), next, clauseTexts: texts } };
      },
    }),
    route({
      key: 'POST /v1/chores/acknowledge',
      tag: 'duties',
      summary: 'Acknowledge a late duty: it climbs no further and stays visible until it is done',
      body: named,
      answers: { 200: choreView },
      handle: async ({ body: { key }, now }, actor) => {
        await current(key);
        await prisma.chore.updateMany({
          where: { key, status: 'open', acknowledgedAt: null, breachedAt: { not: null } },
          data: { acknowledgedBy: actor.id, acknowledgedAt: new Date(now), nextAt: null },
        });
        return { status: 200, body: (await shown([await current(key)], actor))[0]! };
      },
    }),
    route({
      key: 'POST /v1/chores/done',
      tag: 'duties',
      summary: 'A duty was done by hand; one that was due before is late, and stays so',
      body: named,
      answers: { 200: choreView },
      handle: async ({ body: { key }, now }, actor) => {
        const found = await current(key);
        if (found.status !== 'open')
          throw refuse('already_done', '这项例行工作已了结', 'This duty has been settled already');
        insistByHand(found);
        await prisma.chore.updateMany({
          where: { key, status: 'open' },
          data: {
            status: 'done',
            doneAt: new Date(now),
            doneBy: actor.id,
            nextAt: null,
            ...(found.dueAt.getTime() < now && { breachedAt: found.dueAt }),
          },
        });
        return { status: 200, body: (await shown([await current(key)], actor))[0]! };
      },
    }),
  ];
}

/** The id of a person who owns a duty; undefined where a policy role does. */
function personIn(owner: string): string | undefined {
  return owner.startsWith('person:') ? owner.slice('person:'.length) : undefined;
}

function endsWith({ kind, subject }: Chore): string | undefined {
  return closedBy(kind as ChoreKind, subject as NewChore['subject']);
}

/** A duty that is read from records ends with the record, so that nobody says it is decided where nothing was. */
function insistByHand(chore: Chore): void {
  const action = endsWith(chore);
  if (action !== undefined)
    throw refuse('requirement_missing', `此项须由 ${action} 了结`, `This duty ends with ${action}`, {
      field: 'key',
      allowed: action,
    });
}
