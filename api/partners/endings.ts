/** How matters with a partner come to their end: what an audit found is put right, and an agreement ends before its term. */
import { z } from 'zod';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { idParams } from '../master/resource';
import { route, type Route } from '../route';
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
      summary: 'The agreement ends on a day, by notice or by consent; what fell into it is still settled',
      params: idParams,
      body: z.strictObject({ endsOn: z.iso.date().describe('its last day') }),
      answers: { 200: z.object({ endsOn: z.string() }) },
      handle: async ({ params, body: { endsOn } }, actor) => {
        await partnerOf(deps, params.id);
        await aloneWith(deps, params.id, async (tx, at) => {
          const partner = await tx.partner.findUniqueOrThrow({ where: { id: params.id } });
          const [signed, last] = [asDate(partner.signedOn), partner.endsOn && asDate(partner.endsOn)];
          if (endsOn === last) return;
          if (endsOn < signed || (last !== null && endsOn > last))
            throw refuse('invalid_request', '须在签订之日与协议最后一天之间', 'It lies outside the agreement', {
              field: 'endsOn',
              allowed: `${signed}..${last ?? ''}`,
            });
          const endedOn = asColumn(endsOn);
          await tx.partner.update({ where: { id: partner.id }, data: { endsOn: endedOn } });
          await tx.partnerRenewal.create({
            data: {
              ...{ partnerId: partner.id, endedOn, until: null, term: '', priority: false, clauses: [] },
              ...{ decidedBy: actor.id, decidedAt: new Date(at) },
            },
          });
        });
        return { status: 200, body: { endsOn } };
      },
    }),
  ];
}
