/** How matters with a partner come to their end: what an audit found is put right, and an agreement ends before its term. */
import { z } from 'zod';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { Partner, PartnerRenewal, Prisma } from '../../prisma/generated/client';
import type { SupplierPolicy } from '../../policies/contract';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { idParams } from '../master/resource';
import { route, type Route } from '../route';
import { periodOf } from './books';
import { notLater } from './file';
import { aloneWith, asColumn, asDate, dateIn, insistKnown, partnerOf } from './records';

const corrected = z.object({ id: z.string(), correctedOn: z.string(), correction: z.string() });

export function partnerEndingRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    route({
      key: 'POST /v1/partners/:id/audits/:audit/correction',
      tag: 'partners',
      summary: 'What an audit found was put right, as the principal saw for itself; ends the duty',
      params: idParams.extend({ audit: z.string().min(1).max(64) }),
      headers: idempotencyHeaders,
      body: z.strictObject({ on: z.iso.date(), correction: z.string().trim().min(1).max(1000) }),
      answers: { 201: corrected },
      handle: async (call, actor) => {
        const { params, body, now } = call;
        const { partner, agreement } = await partnerOf(deps, params.id);
        insistKnown(partner);
        const found = await prisma.partnerAudit.findUnique({ where: { id: params.audit } });
        if (found?.partnerId !== partner.id) throw refuse('not_found', '没有这次调查', 'There is no such audit');
        if (found.inspection !== 'failed')
          throw refuse('illegal_transition', '该次调查合格，无须整改', 'It was passed: there is nothing to correct');
        notLater(body.on, dateIn(deps, agreement, now), 'on');
        if (body.on < asDate(found.auditedOn))
          throw refuse('invalid_request', '整改日期早于调查日期', 'It was corrected before it was found', {
            field: 'on',
            allowed: `${asDate(found.auditedOn)}..`,
          });
        const where = { id: found.id, correctedAt: null };
        const data = {
          ...{ correctedOn: asColumn(body.on), correction: body.correction },
          ...{ correctedBy: actor.id, correctedAt: new Date(now) },
        };
        const row = await once(
          prisma,
          { route: 'POST /v1/partners/:id/audits/:audit/correction', actor, call },
          {
            make: async (db) => {
              const { count } = await db.partnerAudit.updateMany({ where, data });
              if (count === 0) throw refuse('already_done', '整改已记录', 'The correction is recorded already');
              return db.partnerAudit.findUniqueOrThrow({ where: { id: found.id } });
            },
            find: () => prisma.partnerAudit.findUnique({ where: { id: found.id } }),
          },
        );
        const { id, correctedOn, correction } = row;
        return { status: 201, body: { id, correctedOn: asDate(correctedOn!), correction: correction! } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/end',
      tag: 'partners',
      summary:
        'The agreement ends on a day, by notice or by consent; what fell into it is still settled. An end that has not come is taken back by null',
      params: idParams,
      body: z.strictObject({
        endsOn: z.iso.date().nullable().describe('its last day; null takes back the end that was entered last'),
      }),
      answers: { 200: z.object({ endsOn: z.string().nullable() }) },
      handle: async ({ params, body: { endsOn } }, actor) => {
        const { agreement } = await partnerOf(deps, params.id);
        const last = await aloneWith(deps, params.id, async (tx, at) => {
          const partner = await tx.partner.findUniqueOrThrow({ where: { id: params.id } });
          const by = { decidedBy: actor.id, decidedAt: new Date(at) };
          return endsOn === null
            ? takeBack(tx, partner, dateIn(deps, agreement, at), by)
            : end(tx, partner, agreement, endsOn, by);
        });
        return { status: 200, body: { endsOn: last && asDate(last) } };
      },
    }),
  ];
}

type Tx = Prisma.TransactionClient;
type Decided = Pick<PartnerRenewal, 'decidedBy' | 'decidedAt'>;

/** Ends the agreement on a day within it, which is not before a period that is settled. Answers its last day. */
async function end(tx: Tx, partner: Partner, agreement: SupplierPolicy, endsOn: string, by: Decided): Promise<Date> {
  const [signed, last] = [asDate(partner.signedOn), partner.endsOn && asDate(partner.endsOn)];
  const endedOn = asColumn(endsOn);
  if (endsOn === last) return endedOn;
  if (endsOn < signed || (last !== null && endsOn > last))
    throw refuse('invalid_request', '须在签订之日与协议最后一天之间', 'It lies outside the agreement', {
      field: 'endsOn',
      allowed: `${signed}..${last ?? ''}`,
    });
  const { _max: settled } = await tx.settlement.aggregate({
    where: { partnerId: partner.id },
    _max: { settleBy: true },
  });
  if (settled.settleBy && periodOf(agreement, endsOn) < asDate(settled.settleBy))
    throw refuse('invalid_request', '其后的结算期已经结算', 'A later period is settled already', {
      field: 'endsOn',
      allowed: { period: asDate(settled.settleBy) },
    });
  await tx.partner.update({ where: { id: partner.id }, data: { endsOn: endedOn } });
  const early = { ...by, until: null, early: true, insteadOf: partner.endsOn };
  const partnerId = partner.id;
  await tx.partnerRenewal.upsert({
    where: { partnerId_endedOn: { partnerId, endedOn } },
    create: { ...early, partnerId, endedOn, term: '', priority: false, clauses: [] },
    update: early,
  });
  return endedOn;
}

/** The last day that the end took the place of counts again; null where there was none. */
async function takeBack(tx: Tx, { id: partnerId, endsOn }: Partner, today: string, by: Decided): Promise<Date | null> {
  const which = endsOn && { partnerId_endedOn: { partnerId, endedOn: endsOn } };
  const ended = which && (await tx.partnerRenewal.findUnique({ where: which }));
  if (!ended?.early) throw refuse('illegal_transition', '没有可撤回的提前终止', 'No early end was entered');
  if (asDate(ended.endedOn) < today)
    throw refuse('illegal_transition', '协议已经终止，不能撤回', 'The agreement has ended: nothing is taken back', {
      allowed: asDate(ended.endedOn),
    });
  const { insteadOf } = ended;
  await tx.partner.update({ where: { id: partnerId }, data: { endsOn: insteadOf } });
  await tx.partnerRenewal.update({ where: which!, data: { ...by, early: false, until: insteadOf } });
  return insteadOf;
}
