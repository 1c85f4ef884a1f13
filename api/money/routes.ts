/** The money of cases: a case's ledger, and what a second person confirmed as a file for finance. */
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { visibleCase } from '../cases/access';
import { caseParams } from '../cases/case-params';
import { owedOf } from '../../domain/cases/ledger-rows';
import { words } from '../cases/titles/event-lines';
import { valueWords } from '../../messages/field-words';
import type { LedgerEntry } from '../../prisma/generated/client';
import { confirmedEntries, type BalancedEntry } from '../../prisma/ledger-queries';
import { route, type Route } from '../route';

const entryView = z
  .object({
    no: z.int().describe('number of the entry within the case'),
    at: z.iso.datetime(),
    by: z.string(),
    type: z.string(),
    fen: z.int().describe('whole fen that `from` owes `to`'),
    from: z.string(),
    to: z.string(),
    clauses: z.array(z.string()),
    approvedBy: z.array(z.string()),
    reverses: z.int().nullable().describe('the entry that it takes back'),
    confirmedBy: z.string().nullable(),
    confirmedAt: z.iso.datetime().nullable(),
    titles: z.object({ type: words, from: words, to: words }),
  })
  .meta({ id: 'LedgerEntry' });

const owedView = z
  .object({
    from: z.string(),
    to: z.string(),
    fen: z.int().describe('whole fen that `from` owes `to` in all, by every entry of the case between the two'),
    confirmedFen: z
      .int()
      .describe('of that, what a second person has confirmed; above `fen` where confirmed money is to come back'),
    titles: z.object({ from: words, to: words }),
  })
  .meta({ id: 'LedgerBalance' });

function titled(value: string, field: string): z.infer<typeof words> {
  return valueWords(value, field) ?? { zh: value, en: value };
}

/** What is owed between each two parties of a case. */
function balances(entries: readonly LedgerEntry[]): z.infer<typeof owedView>[] {
  const counted = entries.map(({ fen, from, to, confirmedAt }) => ({
    fen: Number(fen),
    from,
    to,
    confirmed: confirmedAt !== null,
  }));
  return owedOf(counted).map((owed) => ({
    ...owed,
    titles: { from: titled(owed.from, 'payer'), to: titled(owed.to, 'payee') },
  }));
}

function toEntry(e: LedgerEntry): z.infer<typeof entryView> {
  const { no, by, type, from, to, clauses, approvedBy, reverses, confirmedBy } = e;
  return {
    ...{ no, by, type, fen: Number(e.fen), from, to, clauses, approvedBy, reverses, confirmedBy },
    at: e.at.toISOString(),
    confirmedAt: e.confirmedAt?.toISOString() ?? null,
    titles: { type: titled(type, 'type'), from: titled(from, 'payer'), to: titled(to, 'payee') },
  };
}

/** Columns of the file: ids and figures only, so that no personal data leaves by it. */
const columns = [
  'case',
  'entry',
  'type',
  'yuan',
  'from',
  'to',
  'clauses',
  'approvedBy',
  'enteredBy',
  'enteredAt',
  'confirmedBy',
  'confirmedAt',
  'reverses',
  'owedInAllYuan',
] as const;

/** One row of the file; a field that begins like a formula, and is no amount, is kept from being one. */
function csvRow(fields: readonly string[]): string {
  const safe = (f: string): string => (/^[=+\-@\t\r]/.test(f) && !/^-\d+\.\d\d$/.test(f) ? `'${f}` : f);
  return `${fields.map((f) => `"${safe(f).replace(/"/g, '""')}"`).join(',')}\r\n`;
}

/** Fen as yuan with two decimals, without a sign for thousands. */
function inYuan(fen: number): string {
  const whole = Math.abs(fen);
  return `${fen < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

function exported(e: BalancedEntry): string {
  const yuan = inYuan(Number(e.fen));
  return csvRow([
    ...[e.caseId, String(e.no), e.type, yuan, e.from, e.to, e.clauses.join(' '), e.approvedBy.join(' ')],
    ...[
      e.by,
      e.at.toISOString(),
      e.confirmedBy ?? '',
      e.confirmedAt?.toISOString() ?? '',
      e.reverses?.toString() ?? '',
      inYuan(e.owedFen),
    ],
  ]);
}

const exportQuery = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional().describe('confirmed at or after'),
  until: z.iso.datetime({ offset: true }).optional().describe('confirmed before'),
});

export function moneyRoutes({ prisma }: ApiDeps): Route[] {
  return [
    route({
      key: 'GET /v1/cases/:id/ledger',
      tag: 'money',
      summary: 'What is owed in a case, entry by entry',
      params: caseParams,
      answers: { 200: z.object({ entries: z.array(entryView), owed: z.array(owedView) }) },
      handle: async ({ params }, actor) => {
        await visibleCase(prisma, params.id, actor);
        const entries = await prisma.ledgerEntry.findMany({ where: { caseId: params.id }, orderBy: { no: 'asc' } });
        return { status: 200, body: { entries: entries.map(toEntry), owed: balances(entries) } };
      },
    }),
    route({
      key: 'GET /v1/ledger.csv',
      tag: 'money',
      summary:
        'For finance: the entries that a second person confirmed, as CSV in UTF-8; `owedInAllYuan` is what `from` then owes `to` in the case',
      query: exportQuery,
      produces: 'text/csv',
      answers: { 200: null },
      handle: async ({ query, res }) => {
        const { from, until } = query;
        const entries = await confirmedEntries(prisma, {
          ...(from !== undefined && { from: new Date(from) }),
          ...(until !== undefined && { until: new Date(until) }),
        });
        res.attachment('ledger.csv').type('text/csv');
        // The mark at the beginning tells spreadsheets that it is UTF-8.
        return { status: 200, body: Buffer.from(`\uFEFF${csvRow(columns)}${entries.map(exported).join('')}`) };
      },
    }),
  ];
}
