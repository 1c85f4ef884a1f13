/** Worklists: filters, sorts and a keyset cursor, in one statement on the read model. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { caseKinds } from '../../domain/cases/kinds';
import { Prisma, type Case, type PrismaClient } from '../../prisma/generated/client';
import { brokenTexts } from '../http/broken-texts';
import { refuse } from '../http/problem';
import { seesCustomers } from '../roles';
import { seenBy } from './access';
import { durationMs } from '../../domain/time/duration';

/** One thing that an order looks at: as SQL, and as a cursor carries it, bound as `cast`. */
interface By {
  column: Prisma.Sql;
  value: (c: Case) => string;
  cast: Prisma.Sql;
  text: z.ZodType<string>;
}

const instant = { cast: Prisma.sql`timestamptz`, text: z.union([z.iso.datetime(), z.literal('infinity')]) };
/** What has no due time comes last. */
const due: By = {
  column: Prisma.sql`coalesce("nextDueAt", 'infinity'::timestamptz)`,
  value: (c) => c.nextDueAt?.toISOString() ?? 'infinity',
  ...instant,
};
const opened: By = { column: Prisma.sql`"openedAt"`, value: (c) => c.openedAt.toISOString(), ...instant };
const updated: By = { column: Prisma.sql`"updatedAt"`, value: (c) => c.updatedAt.toISOString(), ...instant };
const keyFirst: By = {
  column: Prisma.sql`(case when "state"->'facts'->>'keyAccount' = 'true' then 0 else 1 end)`,
  value: (c) => (isKey(c) ? '0' : '1'),
  cast: Prisma.sql`int`,
  text: z.enum(['0', '1']),
};

/** What each order looks at, one after the other; the case number decides what is left. */
const sorts: Readonly<Record<ListQuery['sort'], { by: readonly By[]; descending: boolean }>> = {
  due: { by: [due, opened], descending: false },
  // E-m4.4-c, R-E-PRIORITY: key accounts before everybody else; among them and after them what is due, as ever.
  priority: { by: [keyFirst, due, opened], descending: false },
  opened: { by: [opened], descending: true },
  updated: { by: [updated], descending: true },
};

function isKey({ state }: Case): boolean {
  return (state as { facts?: { keyAccount?: unknown } } | null)?.facts?.keyAccount === true;
}

const word = z.string().trim().min(1).max(64);

export const listQuery = z.strictObject({
  list: z
    .enum(['all', 'dueSoon', 'breached', 'mine', 'unassigned'])
    .default('all')
    .describe('mine: assigned to me, opened by me as dispatcher, or escalated to me'),
  within: z.iso.duration().default('PT4H').describe('how far dueSoon looks ahead; days and hours'),
  open: z
    .stringbool()
    .optional()
    .describe(
      'only cases that have not ended, or only those that have; worklists show open ones unless a status is given',
    ),
  kind: z.enum(['repair', 'return', 'complaint', 'job']).optional(),
  status: word.optional(),
  region: word.optional(),
  engineerId: word.optional(),
  level: word.optional(),
  policyId: word.optional(),
  customerId: word.optional(),
  text: word
    .optional()
    .describe('beginning of the case number, serial number, or part of the customer’s name or phone'),
  sort: z
    .enum(['due', 'priority', 'opened', 'updated'])
    .default('due')
    .describe(
      'due: what is due first, then what was opened first; priority: the same, with key accounts before everybody else',
    ),
  cursor: z.string().max(300).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListQuery = z.infer<typeof listQuery>;

const cursorShape = z.tuple([z.string(), z.array(z.string()), z.string().max(64)]);

/** The cursor after a case, for pages in that order. */
function cursorAfter(c: Case, sort: ListQuery['sort']): string {
  const values = sorts[sort].by.map(({ value }) => value(c));
  return Buffer.from(JSON.stringify([sort, values, c.id])).toString('base64url');
}

function readCursor(cursor: string, sort: ListQuery['sort']): [values: string[], id: string] {
  const bad = refuse(
    'invalid_request',
    '游标无效或属于另一排序',
    'The cursor is not valid, or belongs to another order',
    { field: 'cursor' },
  );
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw bad;
  }
  const read = cursorShape.safeParse(parsed);
  if (!read.success || brokenTexts(read.data).length > 0) throw bad;
  const [of, values, id] = read.data;
  const { by } = sorts[sort];
  const fits = values.length === by.length && by.every(({ text }, i) => text.safeParse(values[i]).success);
  if (of !== sort || !fits) throw bad;
  return [values, id];
}

/** One page of the cases that this actor may see. `now` in epoch milliseconds. */
export async function listCases(
  { prisma }: { prisma: PrismaClient },
  query: ListQuery,
  actor: Actor,
  now: number,
): Promise<{ rows: Case[]; next: string | null }> {
  const { by, descending } = sorts[query.sort];
  const where = conditions(query, actor, now);
  if (query.cursor !== undefined) {
    const [values, id] = readCursor(query.cursor, query.sort);
    const than = descending ? Prisma.sql`<` : Prisma.sql`>`;
    const columns = Prisma.join(by.map(({ column }) => column));
    const bounds = Prisma.join(by.map(({ cast }, i) => Prisma.sql`cast(${values[i]} as ${cast})`));
    where.push(Prisma.sql`(${columns}, id) ${than} (${bounds}, ${id})`);
  }
  const direction = descending ? Prisma.sql`desc` : Prisma.sql`asc`;
  const order = Prisma.join(
    [...by.map(({ column }) => column), Prisma.sql`id`].map((c) => Prisma.sql`${c} ${direction}`),
  );
  const found = await prisma.$queryRaw<Case[]>(Prisma.sql`
    select * from cases."Case" c
    ${where.length > 0 ? Prisma.sql`where ${Prisma.join(where, ' and ')}` : Prisma.empty}
    order by ${order}
    limit ${query.limit + 1}`);
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  return { rows, next: found.length > query.limit && last ? cursorAfter(last, query.sort) : null };
}

/** A case has ended where its step said when, and in every status in which its kind ends for good. */
function ended(): Prisma.Sql {
  const pairs = caseKinds.flatMap(({ table }) => table.ended.map((status) => Prisma.sql`(${table.kind}, ${status})`));
  const byStatus = pairs.length > 0 ? Prisma.sql`(kind, status) in (${Prisma.join(pairs)})` : Prisma.sql`false`;
  return Prisma.sql`("closedAt" is not null or ${byStatus})`;
}

function conditions(query: ListQuery, actor: Actor, now: number): Prisma.Sql[] {
  const where: Prisma.Sql[] = [];
  where.push(...seenBy(actor));
  const open = query.open ?? (query.list === 'all' || query.status !== undefined ? undefined : true);
  if (open !== undefined) where.push(open ? Prisma.sql`not ${ended()}` : ended());
  where.push(...worklist(query, actor, now));
  const columns = {
    kind: query.kind,
    status: query.status,
    region: query.region,
    engineerId: query.engineerId,
    level: query.level,
    policyId: query.policyId,
    customerId: query.customerId,
  };
  for (const [name, value] of Object.entries(columns)) {
    if (value !== undefined) where.push(Prisma.sql`${Prisma.raw(`"${name}"`)} = ${value}`);
  }
  if (query.text !== undefined) where.push(textCondition(query.text, actor));
  return where;
}

function worklist(query: ListQuery, actor: Actor, now: number): Prisma.Sql[] {
  switch (query.list) {
    case 'all':
      return [];
    case 'dueSoon':
      return [Prisma.sql`"nextDueAt" <= ${new Date(now + lookAhead(query.within))}`];
    case 'breached':
      return [Prisma.sql`breached`];
    case 'unassigned':
      return [Prisma.sql`"engineerId" is null`];
    case 'mine':
      return [
        Prisma.sql`("engineerId" = ${actor.id} or "dispatcherId" = ${actor.id} or exists (
          select 1 from cases."Escalation" e where e."caseId" = c.id and e."endedAt" is null and ${actor.id} = any(e.people)))`,
      ];
  }
}

/** No worklist looks further ahead than a year. */
const AHEAD_AT_MOST_MS = 366 * 86_400_000;

function lookAhead(within: string): number {
  const field = 'within';
  let ms: number;
  try {
    ms = durationMs(within);
  } catch {
    const allowed = 'P7D, PT4H';
    throw refuse('invalid_request', '不能使用月或年', 'Months and years have no exact length', { field, allowed });
  }
  if (Math.abs(ms) <= AHEAD_AT_MOST_MS) return ms;
  throw refuse('invalid_request', '至多一年', 'A year at most', { field, allowed: 'P366D' });
}

/** Customers are found by name and phone only by those who may know them. */
function textCondition(text: string, actor: Actor): Prisma.Sql {
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  const part = `%${escaped}%`;
  const own = Prisma.sql`id ilike ${`${escaped}%`} or exists (select 1 from master."Asset" a where a.id = c."assetId" and a."serialNo" ilike ${part})`;
  if (!seesCustomers.includes(actor.role)) return Prisma.sql`(${own})`;
  return Prisma.sql`(${own} or exists (select 1 from master."Customer" k where k.id = c."customerId" and (k.name ilike ${part} or k.phone like ${part})))`;
}
