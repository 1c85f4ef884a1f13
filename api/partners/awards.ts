/** The yearly award of a partner, and the renewal of its agreement for which awards count. */
import { z } from 'zod';
import { awardView, renewal, renewedUntil, type AwardView } from '../../domain/partners/awards';
import { changeStanding } from '../../domain/partners/contact';
import type { Partner, Prisma } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { asRefusal, idParams } from '../master/resource';
import type { SupplierPolicy } from '../../policies/contract';
import { route, type Route } from '../route';
import { aloneWith, asColumn, asDate, dateIn, partnerOf } from './records';

const count = z.coerce.number().int().min(0);
const year = z.coerce.number().int().min(2000).max(2100);
/** Of the principal's own survey; what is absent is added up from the partner's monthly reports. */
const surveyed = z.strictObject({
  satisfied: count.optional(),
  answered: count.optional(),
  complaints: count.optional(),
});
const figuresView = z.object({
  satisfied: z.int(),
  answered: z.int(),
  complaints: z.int(),
  lateReports: z.int(),
  failedAudits: z.int(),
  lateChanges: z.int(),
  rate: z.number().optional(),
  target: z.number().optional(),
  passed: z.boolean().optional(),
  clauses: z.array(z.string()),
});
export const outlookView = z
  .object({ term: z.string(), priority: z.boolean(), clauses: z.array(z.string()) })
  .nullable()
  .describe('how the agreement is renewed after the awards so far');

const renewalView = z.object({
  endsOn: z.string(),
  until: z.string().nullable(),
  term: z.string(),
  priority: z.boolean(),
});

export function partnerAwardRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    route({
      key: 'GET /v1/partners/:id/award',
      tag: 'partners',
      summary: 'A year’s figures against the condition of the award, and what the awards so far mean for the renewal',
      params: idParams,
      query: surveyed.extend({ year }),
      answers: { 200: z.object({ figures: figuresView, renewal: outlookView }) },
      handle: async ({ params, query: { year: of, ...given } }) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        return {
          status: 200,
          body: {
            figures: withClauses(await figuresOf(deps, partner, agreement, of, given)),
            renewal: await outlookOf(deps, partner, agreement),
          },
        };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/award',
      tag: 'partners',
      summary: 'Give the award of a year, whose condition the year’s figures must keep; they are kept with it',
      params: idParams,
      body: z.strictObject({ year, figures: surveyed.default({}) }),
      answers: { 201: z.object({ year: z.int(), figures: figuresView }) },
      handle: async ({ params, body: { year: of, figures: given }, now }, actor) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        if (!agreement.policy.partners?.award)
          throw refuse('illegal_transition', '协议没有评选', 'The agreement knows no award');
        const current = Number(dateIn(deps, agreement, now).slice(0, 4));
        if (of >= current)
          throw refuse('invalid_request', '该年度尚未结束，不能评选', 'An award is given for a year that is over', {
            field: 'year',
            allowed: { atMost: current - 1 },
          });
        const figures = await figuresOf(deps, partner, agreement, of, given);
        checkCondition(figures);
        const { satisfied, answered, complaints, lateReports, failedAudits, lateChanges } = figures;
        await prisma.partnerAward
          .create({
            data: {
              partnerId: partner.id,
              year: of,
              evidence: { satisfied, answered, complaints, lateReports, failedAudits, lateChanges },
              givenBy: actor.id,
              givenAt: new Date(now),
            },
          })
          .catch((error: unknown) => Promise.reject(asRefusal(error) as Error));
        return { status: 201, body: { year: of, figures: withClauses(figures) } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/renewal',
      tag: 'partners',
      summary:
        'Decide on the renewal of the agreement that ends: for the term that it offers, or not at all; once an end',
      params: idParams,
      body: z.strictObject({
        endsOn: z.iso.date().describe('the last day that is decided about'),
        renewed: z.boolean(),
      }),
      answers: { 201: renewalView },
      handle: async ({ params, body: { endsOn, renewed } }, actor) => {
        const { agreement } = await partnerOf(deps, params.id);
        const row = await aloneWith(deps, params.id, async (tx, at) => {
          const partner = await tx.partner.findUniqueOrThrow({ where: { id: params.id } });
          const endedOn = asColumn(endsOn);
          const before = await tx.partnerRenewal.findUnique({
            where: { partnerId_endedOn: { partnerId: partner.id, endedOn } },
          });
          if (before) {
            if (before.decidedBy === actor.id && (before.until !== null) === renewed) return before;
            throw refuse('already_done', '该到期日已决定', 'The renewal at this end is decided already');
          }
          const outlook = await outlookOf({ prisma: tx }, partner, agreement);
          if (!outlook || partner.endsOn === null)
            throw refuse('illegal_transition', '协议没有到期续约', 'The agreement has no end to be renewed at');
          if (asDate(partner.endsOn) !== endsOn)
            throw refuse('stale_version', '协议的到期日不是这一天', 'The agreement ends on another day', {
              field: 'endsOn',
              allowed: asDate(partner.endsOn),
            });
          const { term, priority, clauses } = outlook;
          const until = renewed ? asColumn(renewedUntil(endsOn, term)) : null;
          if (until) await tx.partner.update({ where: { id: partner.id }, data: { endsOn: until } });
          return tx.partnerRenewal.create({
            data: {
              ...{ partnerId: partner.id, endedOn, until, term, priority, clauses: [...clauses] },
              decidedBy: actor.id,
              decidedAt: new Date(at),
            },
          });
        });
        const { until, term, priority } = row;
        return { status: 201, body: { endsOn, until: until && asDate(until), term, priority } };
      },
    }),
  ];
}

/** What the awards so far mean for the renewal; null where the agreement says nothing of it. */
export async function outlookOf(
  { prisma }: { prisma: Prisma.TransactionClient },
  { id }: Partner,
  agreement: SupplierPolicy,
): Promise<z.infer<typeof outlookView>> {
  const awards = await prisma.partnerAward.findMany({ where: { partnerId: id }, select: { year: true } });
  const found = renewal(
    agreement,
    awards.map((a) => a.year),
  );
  return found ? { ...found, clauses: [...found.clauses] } : null;
}

const withClauses = (view: AwardView): z.infer<typeof figuresView> => ({ ...view, clauses: [...view.clauses] });

/** A year by the partner's monthly reports, audits and changes, judged by the agreement's condition. */
async function figuresOf(
  { prisma }: ApiDeps,
  { id }: Partner,
  agreement: SupplierPolicy,
  of: number,
  given: z.infer<typeof surveyed>,
): Promise<AwardView> {
  const [from, until] = [asColumn(`${of}-01-01`), asColumn(`${of + 1}-01-01`)];
  const within = { gte: from, lt: until };
  const [reports, lateReports, failedAudits, changes] = await Promise.all([
    prisma.partnerReport.findMany({ where: { partnerId: id, month: { startsWith: `${of}-` } } }),
    prisma.chore.count({
      where: {
        kind: 'partner_report',
        key: { startsWith: `partner_report/${id}/`, contains: `/${of}-` },
        breachedAt: { not: null },
      },
    }),
    prisma.partnerAudit.count({ where: { partnerId: id, inspection: 'failed', auditedOn: within } }),
    prisma.partnerChange.findMany({ where: { partnerId: id, effectiveOn: within } }),
  ]);
  const sum = (name: string): number =>
    reports.reduce((total, { figures }) => total + ((figures as Record<string, number>)[name] ?? 0), 0);
  const { changes: rule } = agreement.policy.partners ?? {};
  const lateChanges = changes.filter(
    (c) =>
      rule &&
      changeStanding(agreement, rule.milestone, { effectiveOn: asDate(c.effectiveOn), toldOn: asDate(c.toldOn) })
        ?.status === 'breached',
  ).length;
  const { satisfied = sum('satisfied'), answered = sum('answered'), complaints = sum('complaints') } = given;
  if (satisfied > answered)
    throw refuse('invalid_request', '满意数不得多于答复数', 'More are satisfied than answered', {
      field: 'satisfied',
      allowed: `0..${answered}`,
    });
  return awardView(agreement, { satisfied, answered, complaints, lateReports, failedAudits, lateChanges });
}

/** C-AG-7.2: without the satisfaction that the agreement wants there is no award; the rest a person weighs. */
function checkCondition({ passed, rate, target, clauses }: AwardView): void {
  if (passed === true) return;
  const [zh, en] =
    rate === undefined
      ? ['该年没有回访满意率', 'There is no rate of satisfaction of the year']
      : [
          `满意率 ${percent(rate)} 未达 ${percent(target)}`,
          `Satisfaction of ${percent(rate)} is below ${percent(target)}`,
        ];
  throw refuse('requirement_missing', `${zh}（${clauses.join(' ')}）`, `${en} (${clauses.join(' ')})`, {
    field: 'figures',
  });
}

/** Never rounded up to the target: two decimals, cut. */
function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${Math.floor(share * 10_000 + 1e-9) / 100} %`;
}
