/** A partner's costs: entered with their case, listed with what they wait for, completed when it comes. */
import { z } from 'zod';
import { bear, costKinds, returnAmounts, returnFen, type Cost } from '../../domain/partners/costs';
import { completed, standsIn } from '../../domain/partners/periods';
import { opensAs } from '../../domain/partners/settlement';
import { formatInstant } from '../../domain/time/instant';
import type { Prisma } from '../../prisma/generated/client';
import { factWords } from '../../messages/decision-words';
import { valueWords } from '../../messages/field-words';
import { words } from '../cases/titles/event-lines';
import { peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { ApiError, refuse } from '../http/problem';
import { after, asRefusal, idParams, nextOf, pageQuery } from '../master/resource';
import { route, type Route } from '../route';
import { booksOf, periodsOf, rulesOf, statementOf, toEnteredCost } from './books';
import { aloneWith, asColumn, asking, insistKnown, partnerOf } from './records';

const word = z.string().trim().min(1).max(64);
const facts = z.record(z.string(), z.unknown()).default({});
const cost = z.strictObject({
  reference: word.describe('the partner’s own number of it'),
  caseId: word.nullable().default(null),
  kind: z.enum(costKinds),
  on: z.iso.date(),
  fen: z.int().positive().max(1_000_000_000),
  cardNo: word.nullable().default(null).describe('three-guarantees return card'),
  facts: facts.describe('facts by which the agreement decides who bears it'),
});
const shares = z.object({
  id: z.string(),
  principalFen: z.int(),
  partnerFen: z.int(),
  userFen: z.int(),
  fundFen: z.int(),
  openFen: z.int(),
  clauses: z.array(z.string()),
  missing: z.array(z.string()),
});
const waiting = z.object({
  open: z
    .enum(['card_missing', 'facts_missing'])
    .nullable()
    .describe('what it waits for; null where it can be settled'),
  missing: z.array(z.string()).describe('facts that are missing'),
});
const costView = waiting.extend({
  id: z.string(),
  reference: z.string(),
  caseId: z.string().nullable(),
  kind: z.string(),
  on: z.string(),
  fen: z.int(),
  cardNo: z.string().nullable(),
  settledIn: z.string().nullable().describe('the settlement in which it was settled; null while it is in none'),
  completions: z.array(
    z.object({
      at: z.iso.datetime({ offset: true }),
      by: z.string(),
      reason: z.string(),
      facts,
      cardNo: z.string().nullable(),
      titles: z.object({ by: words }),
    }),
  ),
  titles: z.object({ kind: words, open: words.optional(), missing: z.array(words) }),
});

export function partnerCostRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    route({
      key: 'POST /v1/partners/:id/costs',
      tag: 'partners',
      summary: 'A cost with its case; answered is who bears it by the agreement, as the books are now',
      params: idParams,
      body: cost,
      answers: { 201: shares },
      handle: async ({ params, body: { on, facts: given, ...rest } }, actor) => {
        const { partner: of, agreement } = await partnerOf(deps, params.id);
        if (rest.caseId !== null && (await prisma.case.count({ where: { id: rest.caseId } })) === 0)
          throw refuse('invalid_request', '没有这个案件', 'There is no such case', { field: 'caseId' });
        checkReturn(rest.kind, rest.fen, given);
        const asked: Cost = {
          ...rest,
          id: '',
          on,
          facts: given,
          caseId: rest.caseId ?? undefined,
          cardNo: rest.cardNo ?? undefined,
        };
        const borne = judging(() => bear(agreement, asked));
        const { id, enteredAt } = await aloneWith(deps, of.id, (tx, at) =>
          tx.partnerCost.create({
            data: {
              ...rest,
              partnerId: of.id,
              costOn: asColumn(on),
              facts: given as Prisma.InputJsonObject,
              enteredBy: actor.id,
              enteredAt: new Date(at),
            },
          }),
        ).catch((error: unknown) => Promise.reject(asRefusal(error) as Error));
        if (!agreement.policy.partners?.settlement) return { status: 201, body: { id, ...borne } };
        // By the statement that it stands in, as it would be now: there the fund is known.
        const books = await booksOf(deps, of, agreement);
        const { lines } = statementOf(books, periodNow(books, id), enteredAt.getTime());
        const { principalFen, partnerFen, userFen, fundFen, openFen, clauses, missing } = lines.find(
          (line) => line.id === id,
        )!;
        return {
          status: 201,
          body: {
            ...{ id, principalFen, partnerFen, userFen, fundFen, openFen },
            ...{ clauses: [...clauses], missing: [...missing] },
          },
        };
      },
    }),
    route({
      key: 'GET /v1/partners/:id/costs',
      tag: 'partners',
      summary: 'Costs with what they wait for and what was brought later; with `open` those that cannot be settled yet',
      params: idParams,
      query: pageQuery.omit({ q: true }).extend({ open: z.stringbool().default(false) }),
      answers: { 200: z.object({ rows: z.array(costView), next: z.string().nullable() }) },
      handle: async ({ params, query: { open, cursor, limit }, now }, actor) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        const rows = await prisma.partnerCost.findMany({
          where: { partnerId: partner.id, ...after(cursor, 'costOn', { key: 'reference' }) },
          include: { completions: { orderBy: { enteredAt: 'asc' } } },
          orderBy: [{ costOn: 'asc' }, { reference: 'asc' }],
          // Which are open is reckoned, not read.
          ...(!open && { take: limit + 1 }),
        });
        const settledIn = await settlementsOf(deps, partner.id);
        const by = rows.flatMap(({ completions }) => completions.map(({ enteredBy }) => enteredBy));
        const names = await peopleNames(prisma, by, actor);
        const views = asking(() =>
          rows.map((row): z.infer<typeof costView> => {
            const cost = completed(toEnteredCost(row), now);
            const waits = opensAs(agreement, rulesOf(agreement), cost);
            const { id, reference, caseId, kind, on, fen, cardNo } = { caseId: null, cardNo: null, ...cost };
            return {
              ...{ id, reference, caseId, kind, on, fen, cardNo },
              open: waits?.open ?? null,
              missing: [...(waits?.missing ?? [])],
              settledIn: settledIn.get(id) ?? null,
              completions: row.completions.map((c) => ({
                at: formatInstant(c.enteredAt.getTime()),
                by: c.enteredBy,
                reason: c.reason,
                facts: c.facts as Record<string, unknown>,
                cardNo: c.cardNo,
                titles: { by: personWords(names, c.enteredBy) },
              })),
              titles: {
                kind: valueWords(kind, 'kind') ?? asNamed(kind),
                ...(waits?.open && { open: valueWords(waits.open, 'open') ?? asNamed(waits.open) }),
                missing: (waits?.missing ?? []).map(factWords),
              },
            };
          }),
        );
        const asked = open ? views.filter((v) => v.open !== null) : views;
        const next = nextOf(asked, limit, ({ on, reference }) => [asColumn(on).toISOString(), reference]);
        return { status: 200, body: { rows: asked.slice(0, limit), next } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/costs/:cost/complete',
      tag: 'partners',
      summary: 'Bring what a cost lacks: missing facts, the return card; settled in the next statement that is made',
      params: z.strictObject({ id: word, cost: word }),
      body: z.strictObject({
        facts: facts.describe('facts that were not known; what was entered stays'),
        cardNo: word.nullable().default(null),
        reason: z.string().trim().min(1).max(500).describe('where it comes from'),
      }),
      answers: {
        200: waiting.extend({ period: z.string().describe('the settlement in which it stands from now on') }),
      },
      handle: async ({ params, body }, actor) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        insistKnown(partner);
        const waits = await aloneWith(deps, partner.id, async (tx, at) => {
          const row = await tx.partnerCost.findUnique({
            where: { id: params.cost },
            include: { completions: { orderBy: { enteredAt: 'asc' } } },
          });
          if (row?.partnerId !== partner.id) throw refuse('not_found', '没有这笔费用', 'There is no such cost');
          const before = toEnteredCost(row);
          const rules = rulesOf(agreement);
          const known = completed(before, at);
          if (!opensAs(agreement, rules, known))
            throw refuse('already_done', '这笔费用资料已齐', 'Nothing is missing of this cost');
          checkNew(known, body);
          const completion = { facts: body.facts, at, ...(body.cardNo !== null && { cardNo: body.cardNo }) };
          const after = completed({ ...before, completions: [...before.completions, completion] }, at);
          checkReturn(after.kind, after.fen, after.facts);
          await tx.partnerCostCompletion.create({
            data: {
              costId: row.id,
              facts: body.facts as Prisma.InputJsonObject,
              cardNo: body.cardNo,
              reason: body.reason,
              enteredBy: actor.id,
              enteredAt: new Date(at),
            },
          });
          return judging(() => opensAs(agreement, rules, after));
        });
        const period = periodNow(await booksOf(deps, partner, agreement), params.cost);
        return { status: 200, body: { open: waits?.open ?? null, missing: [...(waits?.missing ?? [])], period } };
      },
    }),
  ];
}

/** What the agreement cannot read is told under the name by which it was sent. */
function judging<T>(judge: () => T): T {
  try {
    return asking(judge);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const told = error.problems.map((one) => ({ ...one, field: one.field?.replace(/^given\./, 'facts.') }));
    throw new ApiError(error.code, told);
  }
}

/** The last period in whose statement a cost stands as the books are. */
function periodNow(books: Awaited<ReturnType<typeof booksOf>>, id: string): string {
  return standsIn(
    periodsOf(books),
    books.costs.find((one) => one.id === id)!,
  ).at(-1)!;
}

/** The statement in which each cost was settled. */
async function settlementsOf({ prisma }: ApiDeps, partnerId: string): Promise<Map<string, string>> {
  const rows = await prisma.$queryRaw<{ id: string; period: string }[]>`
    SELECT l->>'id' AS "id", to_char(s."settleBy", 'YYYY-MM-DD') AS "period"
    FROM master."Settlement" s, jsonb_array_elements(s."statement"->'lines') l
    WHERE s."partnerId" = ${partnerId} AND l->>'open' IS NULL`;
  return new Map(rows.map(({ id, period }) => [id, period]));
}

/** What was entered is not changed: a completion brings what was not known. */
function checkNew(
  known: Cost,
  { facts: given, cardNo }: { facts: Record<string, unknown>; cardNo: string | null },
): void {
  const names = Object.keys(given);
  if (names.length === 0 && cardNo === null)
    throw refuse('invalid_request', '须补充资料或返厂卡', 'A fact or the return card is to be brought', {
      field: 'facts',
    });
  const again = names.find((name) => known.facts[name] !== undefined);
  if (again !== undefined)
    throw refuse('already_done', '该资料已录入，不得更改', 'This fact was entered and is not changed', {
      field: `facts.${again}`,
    });
  if (cardNo !== null && known.cardNo !== undefined)
    throw refuse('already_done', '返厂卡已录入，不得更改', 'The card was entered and is not changed', {
      field: 'cardNo',
    });
}

/** The three amounts of a return, each with a payer of its own, are its cost together. */
function checkReturn(kind: Cost['kind'], total: number, given: Readonly<Record<string, unknown>>): void {
  if (kind !== 'return') return;
  if (returnFen(given) !== total)
    throw refuse('invalid_request', '金额须为运费与配件费之和', 'The amount is the sum of freight and parts', {
      field: 'fen',
      allowed: returnAmounts.flat(),
    });
}
