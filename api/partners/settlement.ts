/** The settlement of a partner's period: looked at, made once, confirmed by a second person; as JSON, PDF or workbook. */
import { z } from 'zod';
import type { Statement } from '../../domain/partners/settlement';
import { toPdf } from '../../documents/pdf';
import { toXlsx } from '../../documents/xlsx';
import { formatInstant, type Instant } from '../../domain/time/instant';
import { localTime } from '../../messages/format';
import { SETTLEMENT_WORDS as W } from '../../messages/settlement-words';
import type { Partner, Prisma, Settlement } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { idParams } from '../master/resource';
import type { SupplierPolicy } from '../../policies/contract';
import { route, type Route } from '../route';
import { booksOf, periodOf, statementOf } from './books';
import { aloneWith, asColumn, partnerOf } from './records';
import { statementDocument, type StatementHead } from './statement-document';

const on = z.iso.date().describe('any date of the period');
const view = z.object({ settleBy: z.string(), made: z.boolean(), confirmed: z.boolean(), statement: z.unknown() });
const PDF = 'application/pdf';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function settlementRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const find = (partnerId: string, by: string, db: Prisma.TransactionClient = prisma) =>
    db.settlement.findUnique({ where: { partnerId_settleBy: { partnerId, settleBy: asColumn(by) } } });
  return [
    route({
      key: 'GET /v1/partners/:id/settlement',
      tag: 'partners',
      summary: 'The settlement of the period of a date: as it was made, else as it would be now',
      params: idParams,
      query: z.strictObject({ on, format: z.enum(['json', 'pdf', 'xlsx']).default('json') }),
      answers: { 200: view },
      handle: async ({ params, query: { on: date, format }, now }) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        const by = periodOf(agreement, date);
        const kept = await find(partner.id, by);
        const statement = kept
          ? (kept.statement as unknown as Statement)
          : statementOf(await booksOf(deps, partner, agreement), by, now);
        if (format === 'json')
          return {
            status: 200,
            body: { settleBy: by, made: kept !== null, confirmed: (kept?.confirmedAt ?? null) !== null, statement },
          };
        const content = statementDocument(await headOf(deps, partner, agreement, kept, now), statement);
        return {
          status: 200,
          body: format === 'pdf' ? await toPdf(content, kept?.madeAt ?? new Date(now)) : await toXlsx(content),
          headers: {
            'Content-Type': format === 'pdf' ? PDF : XLSX,
            'Content-Disposition': `attachment; filename="settlement-${by}.${format}"`,
          },
        };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/settlement',
      tag: 'partners',
      summary: 'Make the settlement of a period that is over; its lines do not change any more',
      params: idParams,
      body: z.strictObject({ on }),
      answers: { 201: view },
      handle: async ({ params, body }, actor) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        const by = periodOf(agreement, body.on);
        const statement = await aloneWith(deps, partner.id, async (tx, at) => {
          if (await find(partner.id, by, tx))
            throw refuse('already_done', '本期已结算', 'This period is settled already');
          const made = statementOf(await booksOf({ prisma: tx }, partner, agreement), by, at);
          await tx.settlement.create({
            data: {
              partnerId: partner.id,
              settleBy: asColumn(by),
              policyHash: agreement.hash,
              statement: made as unknown as Prisma.InputJsonObject,
              carryOutFen: made.fund?.carryOutFen ?? 0,
              madeAt: new Date(at),
              madeBy: actor.id,
            },
          });
          return made;
        });
        return { status: 201, body: { settleBy: by, made: true, confirmed: false, statement } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/settlement/confirm',
      tag: 'partners',
      summary: 'Confirm a settlement, by somebody else than who made it',
      params: idParams,
      body: z.strictObject({ on }),
      answers: { 204: null },
      handle: async ({ params, body, now }, actor) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        const kept = await find(partner.id, periodOf(agreement, body.on));
        if (!kept) throw refuse('requirement_missing', '本期尚未结算', 'This period is not settled yet');
        if (kept.madeBy === actor.id) throw refuse('forbidden', '须由另一人确认', 'Another person confirms it');
        const { count } = await prisma.settlement.updateMany({
          where: { id: kept.id, confirmedAt: null },
          data: { confirmedAt: new Date(now), confirmedBy: actor.id },
        });
        if (count === 0) throw refuse('already_done', '已确认', 'It is confirmed already');
        return { status: 204 };
      },
    }),
  ];
}

/** What the document says of its standing, with the names of those who made and confirmed it. */
async function headOf(
  { prisma }: ApiDeps,
  partner: Partner,
  { policy }: SupplierPolicy,
  kept: Settlement | null,
  now: Instant,
): Promise<StatementHead> {
  const ids = [kept?.madeBy, kept?.confirmedBy].filter((id) => id !== null && id !== undefined);
  const people = await prisma.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const by = (at: Date, id: string): string =>
    `${localTime(at.toISOString(), policy.timeZone, 'zh')} ${people.find((p) => p.id === id)?.name ?? id}`;
  const confirmed =
    kept?.confirmedAt && kept.confirmedBy ? `${W.confirmed}: ${by(kept.confirmedAt, kept.confirmedBy)}` : W.unconfirmed;
  return {
    partner: partner.name,
    agreement: `${policy.title.zh} ${policy.title.en} (${policy.id} ${policy.version})`,
    standing: kept
      ? [`${W.made}: ${by(kept.madeAt, kept.madeBy)}`, confirmed]
      : [`${W.preview} ${localTime(formatInstant(now), policy.timeZone, 'zh')}`],
  };
}
