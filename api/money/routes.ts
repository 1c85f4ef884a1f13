/** The money of cases: a case's ledger, and what a second person confirmed as a file for finance. */
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { visibleCase } from '../cases/access';
import { caseParams } from '../cases/routes';
import { words } from '../cases/titles/event-lines';
import { valueWords } from '../../messages/field-words';
import type { LedgerEntry } from '../../prisma/generated/client';
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

function toEntry(e: LedgerEntry): z.infer<typeof entryView> {
  const titled = (value: string, field: string) => valueWords(value, field) ?? { zh: value, en: value };
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
] as const;

/** One row of the file; a field that begins like a formula is kept from being one. */
function csvRow(fields: readonly string[]): string {
  return `${fields.map((f) => `"${(/^[=+\-@\t\r]/.test(f) ? `'${f}` : f).replace(/"/g, '""')}"`).join(',')}\r\n`;
}

function exported(e: LedgerEntry): string {
  const yuan = `${e.fen / 100n}.${String(e.fen % 100n).padStart(2, '0')}`;
  return csvRow([
    ...[e.caseId, String(e.no), e.type, yuan, e.from, e.to, e.clauses.join(' '), e.approvedBy.join(' ')],
    ...[
      e.by,
      e.at.toISOString(),
      e.confirmedBy ?? '',
      e.confirmedAt?.toISOString() ?? '',
      e.reverses?.toString() ?? '',
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
      answers: { 200: z.object({ entries: z.array(entryView) }) },
      handle: async ({ params }, actor) => {
        await visibleCase(prisma, params.id, actor);
        const entries = await prisma.ledgerEntry.findMany({ where: { caseId: params.id }, orderBy: { no: 'asc' } });
        return { status: 200, body: { entries: entries.map(toEntry) } };
      },
    }),
    route({
      key: 'GET /v1/ledger.csv',
      tag: 'money',
      summary: 'For finance: the entries that a second person confirmed, as CSV in UTF-8',
      query: exportQuery,
      produces: 'text/csv',
      answers: { 200: null },
      handle: async ({ query, res }) => {
        const confirmedAt = {
          not: null,
          ...(query.from !== undefined && { gte: new Date(query.from) }),
          ...(query.until !== undefined && { lt: new Date(query.until) }),
        };
        const entries = await prisma.ledgerEntry.findMany({
          where: { confirmedAt },
          orderBy: [{ confirmedAt: 'asc' }, { caseId: 'asc' }, { no: 'asc' }],
        });
        res.attachment('ledger.csv').type('text/csv');
        // The mark at the beginning tells spreadsheets that it is UTF-8.
        return { status: 200, body: Buffer.from(`\uFEFF${csvRow(columns)}${entries.map(exported).join('')}`) };
      },
    }),
  ];
}
