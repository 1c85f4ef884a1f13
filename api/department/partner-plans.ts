/** The forms of partners: one for each agreement in force to add one, and what may be entered in the file of one. */
import type { Actor } from '../../domain/cases/record';
import { compileDecisions } from '../../domain/decision/compile';
import { contactFields } from '../../domain/partners/contact';
import { costFacts } from '../../domain/partners/cost-facts';
import type { SupplierPolicy } from '../../policies/contract';
import { valueWords } from '../../messages/field-words';
import type { Words } from '../../messages/bilingual';
import { factField } from '../cases/titles/action-fields';
import { choice } from '../cases/titles/choices';
import type { ApiDeps } from '../deps';
import { asDate, partnerOf } from '../partners/records';
import { staffChoices } from './choices';
import { named, type FormPlan } from './forms';
import { PolicyWords } from './words';

/** Figures of a monthly report that are measured, as their fields are called. */
const FIGURES = ['repairs', 'callbacks', 'satisfied', 'answered', 'complaints'] as const;

/** Adding a partner: agreements that still wait for their figures are offered to nobody. */
export async function addPartnerPlans({ deps, actor }: { deps: ApiDeps; actor: Actor }): Promise<FormPlan[]> {
  const personId = await staffChoices(deps.prisma, actor);
  const inForce = new PolicyWords(deps.policies)
    .serving('supplier')
    .flatMap(({ id }) => deps.policies.supplier(id) ?? []);
  return inForce.map(({ policy }) => {
    const blanks = policy.parameters.filter(({ value }) => value === undefined);
    return {
      ...{ name: 'addPartner', key: 'POST /v1/partners', about: policy.title, fixed: { policyId: policy.id } },
      but: [...(blanks.length === 0 ? ['parameters'] : []), ...(policy.regions.length === 0 ? ['region'] : [])],
      values: { personId, region: named(policy.regions) },
      inside: Object.fromEntries(blanks.map(({ id, title }): [string, Words] => [`parameters.${id}`, title])),
    };
  });
}

/** What may be entered in the file of a partner: only what its agreement knows. */
export async function partnerPlans({ deps }: { deps: ApiDeps }, id: string): Promise<FormPlan[]> {
  const { partner, agreement } = await partnerOf(deps, id);
  const { policy }: SupplierPolicy = agreement;
  const rules = policy.partners;
  if (!rules) return [];
  const milestones = rules.reports.map(({ milestone }) => ({
    id: milestone,
    title: new PolicyWords(deps.policies).milestone(policy.id, milestone),
  }));
  const when = (known: unknown, ...plans: FormPlan[]): FormPlan[] => (known ? plans : []);
  const settles = rules.settlement;
  return [
    ...when(rules.changes, ...changePlans()),
    ...when(rules.audits, { name: 'auditPartner', key: 'POST /v1/partners/:id/audits' }),
    ...when(rules.audits, { name: 'correctAudit', key: 'POST /v1/partners/:id/audits/:audit/correction' }),
    ...when(milestones.length > 0, reportPlan(milestones)),
    ...when(settles, ...costPlans(policy)),
    ...when(settles?.fund, { name: 'partnerPayment', key: 'POST /v1/partners/:id/payments' }),
    ...when(settles, { name: 'makeSettlement', key: 'POST /v1/partners/:id/settlement' }),
    ...when(settles, { name: 'confirmSettlement', key: 'POST /v1/partners/:id/settlement/confirm' }),
    ...when(rules.specialReturns, { name: 'returnToMaker', key: 'POST /v1/partners/:id/returns' }),
    ...when(rules.specialReturns, ...returnPlans()),
    ...when(rules.award, { name: 'awardPartner', key: 'POST /v1/partners/:id/award' }),
    ...when(rules.renewal && partner.endsOn, renewalPlan(partner.endsOn)),
    { name: 'endAgreement', key: 'POST /v1/partners/:id/end' },
  ];
}

/** A cost with the facts by which the agreement decides who bears it, and what it lacked. */
function costPlans(policy: SupplierPolicy['policy']): FormPlan[] {
  const program = compileDecisions(policy);
  const facts = Object.fromEntries(costFacts(program).map((fact) => [`facts.${fact}`, factField(fact, program)]));
  return [
    { name: 'partnerCost', key: 'POST /v1/partners/:id/costs', facts },
    { name: 'completeCost', key: 'POST /v1/partners/:id/costs/:cost/complete', facts },
  ];
}

/** A text for what there is one of, a list for the repairers. */
function changePlans(): FormPlan[] {
  const single = contactFields.filter((field) => field !== 'repairers');
  const text = { type: 'string', minLength: 1, maxLength: 200 };
  return [
    {
      ...{ name: 'changeContact', key: 'POST /v1/partners/:id/changes' },
      narrow: { value: text },
      values: { what: single.map((field) => choice(field, valueWords(field, 'what'))) },
    },
    {
      ...{ name: 'changeRepairers', key: 'POST /v1/partners/:id/changes', fixed: { what: 'repairers' } },
      narrow: { value: { type: 'array', items: text } },
    },
  ];
}

function reportPlan(milestones: { id: string; title: Words }[]): FormPlan {
  const inside = FIGURES.map((figure): [string, Words] => [`figures.${figure}`, valueWords(`figures.${figure}`)!]);
  return {
    ...{ name: 'partnerReport', key: 'POST /v1/partners/:id/reports' },
    values: { milestone: named(milestones) },
    inside: Object.fromEntries(inside),
  };
}

/** What becomes of a return that was applied for. */
function returnPlans(): FormPlan[] {
  return [
    { name: 'decideSpecialReturn', key: 'POST /v1/partners/:id/returns/:return/decide' },
    { name: 'specialReturnSent', key: 'POST /v1/partners/:id/returns/:return/sent' },
    { name: 'specialReturnReceived', key: 'POST /v1/partners/:id/returns/:return/received' },
  ];
}

/** It names the end that it decides about. */
function renewalPlan(endsOn: Date | null): FormPlan {
  const fixed = endsOn === null ? {} : { endsOn: asDate(endsOn) };
  return { name: 'renewPartner', key: 'POST /v1/partners/:id/renewal', fixed };
}
