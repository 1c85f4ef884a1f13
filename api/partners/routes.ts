/** Agents and dealers: who they are, their monthly reports, payments and special returns. */
import { z } from 'zod';
import { lastDayOf, reportStatus } from '../../domain/partners/duties';
import { measuresOf, type Measure } from '../../domain/partners/measures';
import type { Prisma } from '../../prisma/generated/client';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, asRefusal, idParams, page, pageQuery } from '../master/resource';
import type { SupplierPolicy } from '../../policies/contract';
import { partnerReaders } from '../roles';
import { route, type Route } from '../route';
import { agreementInForce, aloneWith, asColumn, asDate, instantOf, partnerOf, withParameters } from './records';

const word = z.string().trim().min(1).max(64);
const fen = z.int().positive().max(1_000_000_000);
const contact = z.strictObject({
  address: z.string().trim().min(1).max(200).optional(),
  phone: z.string().trim().min(1).max(40).optional(),
  repairLead: word.optional(),
  repairers: z.array(word).max(200).optional(),
});
const partner = z.strictObject({
  name: z.string().trim().min(1).max(200),
  policyId: word.describe('supplier policy'),
  region: word.nullable().default(null),
  personId: word.nullable().default(null).describe('who is reminded'),
  signedOn: z.iso.date(),
  endsOn: z.iso.date().nullable().default(null).describe('absent: by the term that the agreement names'),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .default({})
    .describe('what the agreement leaves blank'),
  contact: contact.default({}).describe('at the signing; changes are told by `POST /v1/partners/{id}/changes`'),
});
export const partnerView = partner.extend({ id: z.string() }).meta({ id: 'Partner' });
export const measureView = z.object({
  id: z.string().describe('KPI'),
  value: z.number(),
  target: z.number().nullable().describe('null where the agreement names none: measured, not judged'),
  passed: z.boolean().nullable(),
  clauses: z.array(z.string()),
});
export const viewOf = (measures: readonly Measure[]): z.infer<typeof measureView>[] =>
  measures.map((measure) => ({ ...measure, clauses: [...measure.clauses] }));
export function partnerRoutes(deps: ApiDeps): Route[] {
  const { prisma, policies } = deps;
  const guarded = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => Promise.reject(asRefusal(error) as Error));
  return [
    route({
      key: 'GET /v1/partners',
      tag: 'partners',
      summary: 'Agents and dealers',
      query: pageQuery,
      answers: {
        200: z.object({
          rows: z.array(partnerView.extend({ titles: z.object({ policy: words }) })),
          next: z.string().nullable(),
        }),
      },
      handle: async ({ query: { q, cursor, limit } }, { role }) => {
        const rows = await prisma.partner.findMany({
          where: { ...(q !== undefined && { name: { contains: q, mode: 'insensitive' } }), ...after(cursor, 'name') },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        const its = new PolicyWords(policies);
        // Who only takes in what partners send back learns which there are, not what is agreed with them.
        const less = partnerReaders.includes(role) ? {} : { contact: {}, parameters: {}, personId: null };
        const show = (p: (typeof rows)[number]) => ({
          ...toPartner(p),
          ...less,
          titles: { policy: its.policy(p.policyId) },
        });
        return { status: 200, body: page(rows, limit, (p) => p.name, show) };
      },
    }),
    route({
      key: 'POST /v1/partners',
      tag: 'partners',
      summary: 'Add a partner under a supplier policy',
      headers: idempotencyHeaders,
      body: partner,
      answers: { 201: partnerView },
      handle: async (call, actor) => {
        const { signedOn, endsOn, ...rest } = call.body;
        const agreement = agreementInForce(policies, rest.policyId);
        checkParameters(agreement, rest.parameters);
        const last = endsOn ?? lastDayOf(withParameters(agreement, rest), instantOf(deps, agreement, signedOn));
        const data = { ...rest, signedOn: asColumn(signedOn), endsOn: last === undefined ? null : asColumn(last) };
        const made = await once(
          prisma,
          { route: 'POST /v1/partners', actor, call },
          {
            make: (db, id) => db.partner.create({ data: { ...data, id } }),
            find: (id) => prisma.partner.findUnique({ where: { id } }),
          },
        );
        return { status: 201, body: toPartner(made) };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/reports',
      tag: 'partners',
      summary:
        'A monthly report came in, or what the principal checks with the partner every month (parts drawn) was checked',
      params: idParams,
      body: z.strictObject({
        milestone: word,
        month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03'),
        receivedOn: z.iso.date(),
        figures: z
          .record(z.string().max(64), z.number().nonnegative())
          .default({})
          .describe('`repairs`, `callbacks`, `satisfied`, `answered`, `complaints` are measured; others are kept'),
      }),
      answers: { 201: z.object({ status: z.enum(['met', 'breached']), measures: z.array(measureView) }) },
      handle: async ({ params, body: { milestone, month, receivedOn, figures }, now }, actor) => {
        const { partner: of, agreement } = await partnerOf(deps, params.id);
        const status = reportStatus(agreement, milestone, month, receivedOn);
        if (!status) {
          throw refuse('invalid_request', '协议没有此报表', 'The agreement wants no such report', {
            field: 'milestone',
            allowed: agreement.policy.partners?.reports.map((r) => r.milestone),
          });
        }
        await guarded(
          prisma.partnerReport.create({
            data: {
              partnerId: of.id,
              milestone,
              month,
              receivedOn: asColumn(receivedOn),
              figures,
              enteredBy: actor.id,
              enteredAt: new Date(now),
            },
          }),
        );
        return { status: 201, body: { status, measures: viewOf(measuresOf(agreement, figures)) } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/payments',
      tag: 'partners',
      summary: 'A payment for goods, the base of the repair fund',
      params: idParams,
      body: z.strictObject({ reference: word, paidOn: z.iso.date(), fen }),
      answers: { 201: z.object({ id: z.string() }) },
      handle: async ({ params, body: { paidOn, ...rest } }, actor) => {
        const { partner: of } = await partnerOf(deps, params.id);
        const { id } = await guarded(
          aloneWith(deps, of.id, (tx, at) =>
            tx.partnerPayment.create({
              data: {
                ...rest,
                partnerId: of.id,
                paidOn: asColumn(paidOn),
                enteredBy: actor.id,
                enteredAt: new Date(at),
              },
            }),
          ),
        );
        return { status: 201, body: { id } };
      },
    }),
  ];
}

/** A partner's copy fills in what the agreement leaves blank, nothing else. */
function checkParameters({ policy }: SupplierPolicy, given: Readonly<Record<string, unknown>>): void {
  const allowed = policy.parameters.filter(({ value }) => value === undefined).map(({ id }) => id);
  const other = Object.keys(given).find((name) => !allowed.includes(name));
  if (other !== undefined)
    throw refuse('invalid_request', '协议没有此空白项', 'The agreement leaves no such figure blank', {
      field: `parameters.${other}`,
      allowed,
    });
}

export function toPartner(p: Prisma.PartnerGetPayload<object>): z.infer<typeof partnerView> {
  return {
    id: p.id,
    name: p.name,
    policyId: p.policyId,
    region: p.region,
    personId: p.personId,
    signedOn: asDate(p.signedOn),
    endsOn: p.endsOn && asDate(p.endsOn),
    parameters: p.parameters as Record<string, string | number>,
    contact: p.contact as z.infer<typeof contact>,
  };
}
