/** Agents and dealers: who they are, their monthly reports, payments, special returns and awards. */
import { z } from 'zod';
import { awardView, renewal } from '../../domain/partners/awards';
import { reportStatus } from '../../domain/partners/duties';
import { returnStanding } from '../../domain/partners/returns';
import type { Prisma } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { after, asRefusal, idParams, page, pageQuery } from '../master/resource';
import type { SupplierPolicy } from '../../policies/contract';
import { route, type Route } from '../route';
import { agreementInForce, asColumn, asDate, partnerOf } from './records';

const word = z.string().trim().min(1).max(64);
const fen = z.int().positive().max(1_000_000_000);
const partner = z.strictObject({
  name: z.string().trim().min(1).max(200),
  policyId: word.describe('supplier policy'),
  region: word.nullable().default(null),
  personId: word.nullable().default(null).describe('who is reminded'),
  signedOn: z.iso.date(),
  endsOn: z.iso.date().nullable().default(null),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .default({})
    .describe('what the agreement leaves blank'),
});
const partnerView = partner.extend({ id: z.string() }).meta({ id: 'Partner' });
const standing = z.object({
  id: z.string(),
  decision: z.string(),
  waitingFor: z.string().optional(),
  missing: z.array(z.string()),
  lossPayer: z.string().optional(),
  clauses: z.array(z.string()),
});
const list = z
  .array(
    z.strictObject({
      model: word,
      quantity: z.int().positive(),
      serialNo: word.optional(),
      reason: z.string().trim().min(1).max(200),
    }),
  )
  .min(1)
  .max(500);

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
      answers: { 200: z.object({ rows: z.array(partnerView), next: z.string().nullable() }) },
      handle: async ({ query: { q, cursor, limit } }) => {
        const rows = await prisma.partner.findMany({
          where: { ...(q !== undefined && { name: { contains: q, mode: 'insensitive' } }), ...after(cursor, 'name') },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return { status: 200, body: page(rows, limit, (p) => p.name, toPartner) };
      },
    }),
    route({
      key: 'POST /v1/partners',
      tag: 'partners',
      summary: 'Add a partner under a supplier policy',
      body: partner,
      answers: { 201: partnerView },
      handle: async ({ body: { signedOn, endsOn, ...rest } }) => {
        checkParameters(agreementInForce(policies, rest.policyId), rest.parameters);
        const made = await guarded(
          prisma.partner.create({
            data: { ...rest, signedOn: asColumn(signedOn), endsOn: endsOn === null ? null : asColumn(endsOn) },
          }),
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
        figures: z.record(z.string().max(64), z.number()).default({}),
      }),
      answers: { 201: z.object({ status: z.enum(['met', 'breached']) }) },
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
        return { status: 201, body: { status } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/payments',
      tag: 'partners',
      summary: 'A payment for goods, the base of the repair fund',
      params: idParams,
      body: z.strictObject({ reference: word, paidOn: z.iso.date(), fen }),
      answers: { 201: z.object({ id: z.string() }) },
      handle: async ({ params, body: { paidOn, ...rest }, now }, actor) => {
        const { partner: of } = await partnerOf(deps, params.id);
        const { id } = await guarded(
          prisma.partnerPayment.create({
            data: {
              ...rest,
              partnerId: of.id,
              paidOn: asColumn(paidOn),
              enteredBy: actor.id,
              enteredAt: new Date(now),
            },
          }),
        );
        return { status: 201, body: { id } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/returns',
      tag: 'partners',
      summary: 'Apply for a special return, in writing and with a list',
      params: idParams,
      body: z.strictObject({ written: z.boolean(), list: list.nullable().default(null) }),
      answers: { 201: standing },
      handle: async ({ params, body: { written, list: items }, now }, actor) => {
        const { partner: of, agreement } = await partnerOf(deps, params.id);
        const stands = returnStanding(agreement, { written, listAttached: items !== null, sent: false });
        if (!stands) throw refuse('illegal_transition', '协议没有特殊退货', 'The agreement knows no special returns');
        const count = await prisma.partnerReturn.count({ where: { partnerId: of.id } });
        const id = `${of.id}-${count + 1}`;
        await guarded(
          prisma.partnerReturn.create({
            data: {
              id,
              partnerId: of.id,
              written,
              ...(items && { list: items }),
              appliedAt: new Date(now),
              appliedBy: actor.id,
            },
          }),
        );
        return { status: 201, body: { id, ...stands } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/returns/:return/decide',
      tag: 'partners',
      summary: 'Decide on a special return, once, by somebody else than who entered it',
      params: z.strictObject({ id: word, return: z.string().min(1).max(80) }),
      body: z.strictObject({ approved: z.boolean() }),
      answers: { 200: standing },
      handle: async ({ params, body: { approved }, now }, actor) => {
        const { agreement } = await partnerOf(deps, params.id);
        const found = await prisma.partnerReturn.findUnique({ where: { id: params.return } });
        if (found?.partnerId !== params.id) throw refuse('not_found', '没有这个申请', 'There is no such application');
        if (found.appliedBy === actor.id)
          throw refuse('forbidden', '不得审批自己录入的申请', 'Nobody decides on what they entered');
        const papers = { written: found.written, listAttached: found.list !== null, sent: found.sentAt !== null };
        const before = returnStanding(agreement, papers)!;
        if (approved && before.decision === 'blocked')
          throw refuse('requirement_missing', '缺书面申请或清单', 'Written application or list missing', {
            allowed: before.missing,
          });
        const { count } = await prisma.partnerReturn.updateMany({
          where: { id: found.id, decidedAt: null },
          data: { approved, decidedAt: new Date(now), decidedBy: actor.id },
        });
        if (count === 0) throw refuse('already_done', '已审批', 'It is decided already');
        return { status: 200, body: { id: found.id, ...returnStanding(agreement, { ...papers, approved })! } };
      },
    }),
    route({
      key: 'GET /v1/partners/:id/award',
      tag: 'partners',
      summary: 'The award: a year’s figures against its condition, and what the awards so far mean for the renewal',
      params: idParams,
      query: z.strictObject({
        satisfied: z.coerce.number().int().min(0),
        answered: z.coerce.number().int().positive(),
        complaints: z.coerce.number().int().min(0).default(0),
        year: z.coerce.number().int(),
      }),
      answers: { 200: z.object({ figures: z.unknown(), renewal: z.unknown() }) },
      handle: async ({ params, query: { year, ...given } }) => {
        const { agreement } = await partnerOf(deps, params.id);
        const awards = await prisma.partnerAward.findMany({ where: { partnerId: params.id } });
        const lateReports = await prisma.chore.count({
          where: {
            kind: 'partner_report',
            key: { startsWith: `partner_report/${params.id}/`, contains: `/${year}-` },
            breachedAt: { not: null },
          },
        });
        const figures = awardView(agreement, { ...given, lateReports });
        return {
          status: 200,
          body: {
            figures,
            renewal:
              renewal(
                agreement,
                awards.map((a) => a.year),
              ) ?? null,
          },
        };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/award',
      tag: 'partners',
      summary: 'Give the award of a year, with the figures by which it was given',
      params: idParams,
      body: z.strictObject({ year: z.int().min(2000).max(2100), evidence: z.record(z.string().max(64), z.number()) }),
      answers: { 201: z.object({ year: z.int() }) },
      handle: async ({ params, body: { year, evidence }, now }, actor) => {
        const { agreement } = await partnerOf(deps, params.id);
        if (!agreement.policy.partners?.award)
          throw refuse('illegal_transition', '协议没有评选', 'The agreement knows no award');
        await guarded(
          prisma.partnerAward.create({
            data: { partnerId: params.id, year, evidence, givenBy: actor.id, givenAt: new Date(now) },
          }),
        );
        return { status: 201, body: { year } };
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

function toPartner(p: Prisma.PartnerGetPayload<object>): z.infer<typeof partnerView> {
  return {
    id: p.id,
    name: p.name,
    policyId: p.policyId,
    region: p.region,
    personId: p.personId,
    signedOn: asDate(p.signedOn),
    endsOn: p.endsOn && asDate(p.endsOn),
    parameters: p.parameters as Record<string, string | number>,
  };
}
