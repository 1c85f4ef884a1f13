/** What the policy decided of a case, as people read it: outcomes, reasons and the facts to be asked, in both languages. */
import { z } from 'zod';
import { reasonKey, textsOf, type CaseQuestion, type PolicyDecision } from '../../domain/cases/policy-decision';
import { askedFor } from '../../domain/cases/repair/decisions';
import { factWords, OUTCOMES, outcomeWords, QUESTIONS } from '../../messages/decision-words';
import { joinWords, type Words } from '../../messages/bilingual';
import type { PrismaClient } from '../../prisma/generated/client';
import type { Terms } from './titles/terms';
import { words } from './titles/event-lines';

const named = z.object({ code: z.string(), title: words });

export const decisionView = z
  .object({
    question: z.enum(['entitlement', 'routing', 'fee', 'approval']),
    title: words,
    outcome: named.optional().describe('the decision’s own word, where it has one'),
    stage: z.string().optional().describe('the rule that decided'),
    components: z.array(z.object({ component: words, outcome: named })).optional(),
    says: z.array(z.object({ label: words, value: words })).describe('payer, route, owner, who has to agree'),
    clauses: z.array(z.string()),
    reasons: z.array(
      z.object({
        rule: z.string(),
        outcome: z.enum(['decided', 'held', 'failed', 'unknown', 'pending']),
        clauses: z.array(z.string()),
        text: words.optional(),
      }),
    ),
    given: z.array(z.object({ fact: z.string(), title: words })).describe('the facts that were used'),
    missing: z.array(z.object({ fact: z.string(), title: words })),
  })
  .meta({ id: 'CaseDecision', description: 'what the policy decided, and why' });

export const askFor = z
  .array(z.object({ fact: z.string(), title: words }))
  .describe('facts to be found out before the policy can say who bears the work; given with the action `assess`');

/** Fields of an answer that are told by themselves, and what they are called. */
const SAYS: Readonly<Record<string, Words>> = {
  payer: { zh: '付款方', en: 'Paid by' },
  customerTotal: { zh: '客户应付（元）', en: 'The customer pays (yuan)' },
  route: { zh: '服务方式', en: 'Kind of service' },
  routeTo: { zh: '负责人', en: 'Owner' },
  required: { zh: '须经同意', en: 'To be agreed by' },
  waitingFor: { zh: '等待', en: 'Waiting for' },
  warrantyLastDay: { zh: '保修最后一天', en: 'Last day of the warranty' },
};

/** What a policy last answered to each question that a case asked. */
export type CaseDecisions = Readonly<Partial<Record<CaseQuestion, PolicyDecision>>>;

/** The decisions of a case as its steps recorded them: of each question the last. */
export async function decisionsOf(prisma: PrismaClient, caseId: string): Promise<CaseDecisions> {
  const rows = await prisma.$queryRaw<{ said: Omit<PolicyDecision, 'clauses'>; clauses: string[] | null }[]>`
    SELECT DISTINCT ON (e -> 'data' ->> 'question') e -> 'data' AS said, e -> 'clauses' AS clauses
    FROM cases."Step" s, jsonb_array_elements(s."events") e
    WHERE s."caseId" = ${caseId} AND e ->> 'type' = 'policy_decided'
    ORDER BY e -> 'data' ->> 'question', s."seq" DESC`;
  return Object.fromEntries(rows.map(({ said, clauses }) => [said.question, { ...said, clauses: clauses ?? [] }]));
}

/** The decisions of a case, in the order in which they are asked. */
export function toDecisions(decisions: CaseDecisions, terms: Terms): z.infer<typeof decisionView>[] {
  const asked = (['entitlement', 'routing', 'fee', 'approval'] as const).flatMap((q) => decisions[q] ?? []);
  return asked.map((decision) => ({
    question: decision.question,
    title: QUESTIONS[decision.question],
    outcome: outcomeOf(decision.answer.decision),
    stage: decision.stage,
    components: componentsOf(decision, terms),
    says: saysOf(decision, terms),
    clauses: [...decision.clauses],
    reasons: decision.reasons.map((reason) => ({
      rule: reason.rule,
      outcome: reason.outcome,
      clauses: [...reason.clauses],
      text: terms.reason(reasonKey(decision.question, reason)),
    })),
    given: Object.keys(decision.given).map(factOf),
    missing: decision.missing.map(factOf),
  }));
}

/** The facts that are to be found out: what the policy asks for; of a repair also what would say who bears it. */
export function toAskFor(kind: string, decisions: CaseDecisions): z.infer<typeof askFor> {
  const asked = kind === 'repair' ? askedFor(decisions) : textsOf(decisions.entitlement?.answer.askFor);
  return asked.map(factOf);
}

/** Every clause that the decisions cite. */
export function clausesOfDecisions(decisions: CaseDecisions): string[] {
  return Object.values(decisions).flatMap((d) => [...d.clauses, ...d.reasons.flatMap((reason) => reason.clauses)]);
}

function factOf(fact: string): { fact: string; title: Words } {
  return { fact, title: factWords(fact) };
}

function outcomeOf(decision: unknown): z.infer<typeof named> | undefined {
  return typeof decision === 'string' ? { code: decision, title: outcomeWords(decision) } : undefined;
}

function componentsOf({ answer }: PolicyDecision, terms: Terms): z.infer<typeof decisionView>['components'] {
  if (answer.decisionPerComponent === undefined) return undefined;
  return Object.entries(answer.decisionPerComponent as Readonly<Record<string, string>>).map(([id, decision]) => ({
    component: terms.named('components', id),
    outcome: { code: decision, title: outcomeWords(decision) },
  }));
}

function saysOf({ answer }: PolicyDecision, terms: Terms): { label: Words; value: Words }[] {
  return Object.entries(SAYS).flatMap(([field, label]) => {
    const values = [answer[field] ?? []].flat() as (string | number)[];
    if (values.length === 0) return [];
    const said = values.map((value) => {
      const code = String(value);
      return field === 'routeTo' || field === 'required' ? (OUTCOMES[code] ?? terms.role(code)) : outcomeWords(code);
    });
    return [{ label, value: joinWords(said) }];
  });
}
