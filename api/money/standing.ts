/** The money of all cases at one look: what was charged or is owed, and what it still waits for (S-5.6). */
import { z } from 'zod';
import type { Charge } from '../../domain/cases/repair/state';
import { valueWords } from '../../messages/field-words';
import { Prisma, type LedgerEntry } from '../../prisma/generated/client';
import { paidAt, paidToCustomers } from '../../prisma/ledger-queries';
import { seenBy } from '../cases/access';
import { words } from '../cases/titles/event-lines';
import { customerNames, peopleNames } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { cursor, nextOf, readCursor } from '../master/resource';
import { mayCall } from '../roles';
import { route, type Route } from '../route';

/** What an entry may wait for, in the order of the work. */
const waits = ['to_invoice', 'to_collect', 'to_hand_in', 'to_confirm', 'to_pay'] as const;
type Wait = (typeof waits)[number];

const at = z.iso.datetime().nullable();
const rowView = z
  .object({
    caseId: z.string(),
    no: z.int().describe('number of the entry within the case'),
    at: z.iso.datetime(),
    fen: z.int(),
    waits: z.array(z.enum(waits)).describe('empty where it is settled'),
    collectedAt: at,
    handedInAt: at,
    confirmedAt: at,
    invoiceNo: z.string().nullable(),
    titles: z.object({
      type: words,
      from: words,
      to: words,
      policy: words,
      customer: words.optional(),
      collectedBy: words.optional(),
      waits: z.array(words),
    }),
  })
  .meta({ id: 'MoneyStanding' });

type Row = LedgerEntry & { policyId: string; customerId: string; charge: Charge | null; unpaid: boolean };

/** What finance owes a customer, of an open case: what closed unpaid, such as a withdrawn one, is nobody's to pay. */
const unpaid = Prisma.sql`(c."closedAt" is null and ${paidToCustomers} and ${paidAt} is null)`;

/** Found by what waits and not by looking at every entry that there ever was; each part has its index. */
const waiting = Prisma.sql`
  select u."caseId", u."no" from cases."LedgerEntry" u where u."confirmedAt" is null
  union
  select c."id", (x->>'entry')::int from cases."Case" c, lateral jsonb_array_elements(c."state"->'charges') x
  where jsonb_path_exists(c."state", '$.charges[*] ? (@.paper != null && !exists(@.sent))')
    and x->>'paper' is not null and x->'sent' is null
  union
  select e."caseId", e."no" from cases."Case" c join cases."LedgerEntry" e on e."caseId" = c."id" where ${unpaid}`;

export function moneyStandingRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    route({
      key: 'GET /v1/money',
      tag: 'money',
      summary:
        'Money of the cases that the caller sees, oldest first: what still waits for somebody, what takes confirmed money back among it, or what is settled',
      query: z.strictObject({
        list: z.enum(['open', 'settled']).default('open'),
        cursor,
        limit: z.coerce.number().int().min(1).max(500).default(200),
      }),
      answers: {
        200: z.object({
          mayExport: z.boolean().describe('the caller may fetch `ledger.csv`'),
          mayAct: z.boolean().describe('the caller may act in cases'),
          rows: z.array(rowView),
          next: z.string().nullable(),
        }),
      },
      handle: async ({ query: { list, cursor: past, limit } }, actor) => {
        const open = list === 'open';
        const found = await prisma.$queryRaw<Row[]>`
          with waiting as (${waiting})
          select e.*, c."policyId", c."customerId", ch.v as "charge", ${unpaid} as "unpaid"
          from cases."LedgerEntry" e
          join cases."Case" c on c."id" = e."caseId"
          left join lateral (
            select x as v from jsonb_array_elements(coalesce(c.state->'charges', '[]'::jsonb)) x
            where (x->>'entry')::int = e."no") ch on true
          where ${open ? Prisma.empty : Prisma.sql`not`} exists (
              select 1 from waiting w where w."caseId" = e."caseId" and w."no" = e."no")
            and (e."reverses" is null or e."confirmedAt" is null and exists (
              select 1 from cases."LedgerEntry" o
              where o."caseId" = e."caseId" and o."no" = e."reverses" and o."confirmedAt" is not null))
            and not exists (
              select 1 from cases."LedgerEntry" r where r."caseId" = e."caseId" and r."reverses" = e."no")
            and ${Prisma.join(seenBy(actor), ' and ')} and ${beyond(past, open)}
          order by e."at" ${open ? Prisma.sql`asc` : Prisma.sql`desc`}, e."caseId", e."no"
          limit ${limit + 1}`;
        const rows = found.slice(0, limit);
        const its = new PolicyWords(deps.policies);
        const customers = await customerNames(
          prisma,
          rows.map(({ customerId }) => customerId),
          actor,
        );
        const people = await peopleNames(
          prisma,
          rows.map(({ charge }) => charge?.collected?.by),
          actor,
        );
        return {
          status: 200,
          body: {
            mayExport: mayCall('GET /v1/ledger.csv', actor.role),
            mayAct: mayCall('POST /v1/cases/:id/actions/:action', actor.role),
            next: nextOf(found, limit, ({ at: entered, caseId, no }) => [entered.toISOString(), `${caseId}/${no}`]),
            rows: rows.map((row) => {
              const shown = standingOf(row);
              const customer = customers.get(row.customerId);
              const carrier = people.get(row.charge?.collected?.by ?? '');
              return {
                ...shown,
                titles: {
                  ...titlesOf(row, shown.waits),
                  policy: its.policy(row.policyId),
                  ...(customer !== undefined && { customer: asNamed(customer) }),
                  ...(carrier !== undefined && { collectedBy: asNamed(carrier) }),
                },
              };
            }),
          },
        };
      },
    }),
  ];
}

/** The entries after a cursor, in the order of their time, case and number. */
function beyond(past: string | undefined, open: boolean): Prisma.Sql {
  if (past === undefined) return Prisma.sql`true`;
  const [entered, id] = readCursor(past, 'enteredAt');
  const [, caseId, no] = /^(.+)\/(\d{1,9})$/.exec(id) ?? [];
  if (caseId === undefined) throw refuse('invalid_request', '游标无效', 'The cursor is not valid', { field: 'cursor' });
  const than = open ? Prisma.sql`>` : Prisma.sql`<`;
  return Prisma.sql`(e."at" ${than} ${entered}::timestamptz
    or e."at" = ${entered}::timestamptz and (e."caseId", e."no") > (${caseId}, ${Number(no)}))`;
}

function standingOf(row: Row): Omit<z.infer<typeof rowView>, 'titles'> {
  const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  const { caseId, no, charge, confirmedAt } = row;
  return {
    ...{ caseId, no, fen: Number(row.fen), at: row.at.toISOString(), waits: waitsOf(row) },
    collectedAt: iso(charge?.collected?.at),
    handedInAt: iso(charge?.handedIn?.at),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    invoiceNo: charge?.sent?.invoiceNo ?? null,
  };
}

/** S-5.6: the invoice goes its own way; the money goes from the customer to finance, or back to the customer, step by step. */
function waitsOf({ charge, confirmedAt, unpaid }: Row): Wait[] {
  const invoice: Wait[] = charge?.paper !== undefined && charge.sent === undefined ? ['to_invoice'] : [];
  if (confirmedAt !== null) return unpaid ? [...invoice, 'to_pay'] : invoice;
  if (charge && charge.collected === undefined) return [...invoice, 'to_collect'];
  return [...invoice, charge && charge.handedIn === undefined ? 'to_hand_in' : 'to_confirm'];
}

function titlesOf({ type, from, to }: Row, of: readonly Wait[]) {
  const titled = (value: string, field: string) => valueWords(value, field) ?? asNamed(value);
  return {
    ...{ type: titled(type, 'type'), from: titled(from, 'payer'), to: titled(to, 'payee') },
    waits: of.map((wait) => titled(wait, 'money')),
  };
}
