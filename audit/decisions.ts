/**
 * What a case says that its policy decided, held against the policy: asked anew about the facts that the case says it
 * used, and about the facts that the auditor gathered itself. A decision that comes out otherwise, or that is missing, is
 * an alarm.
 */
import type { PolicyDecision } from '../domain/cases/policy-decision';
import type { StepRecord } from '../domain/cases/record';
import { canonicalJson } from '../domain/policy/canonical';
import type { CasePolicy } from '../domain/policy/case-policy';
import { parseInstant } from '../domain/time/instant';
import { take, type Answered } from './answers';
import { finding, type Finding } from './finding';
import type { CaseUnderAudit } from './procedures/procedure';
import { sameJson } from './same-json';
import type { Claim } from './timeline';

type Recorded = Omit<PolicyDecision, 'clauses'>;

/** Of a case that the auditor does not rebuild: the decisions that its own facts do not bear out. */
export function unfoundedDecisions(claims: readonly Claim[], policy: CasePolicy): Finding[] {
  if (!policy.program) return [];
  return claims.flatMap(({ step, source }) =>
    decisionsIn(step).flatMap(({ said, clauses }): Finding[] => {
      const again = askedAgain(policy, said);
      if (again && sameDecision(said, clauses, again)) return [];
      const data = {
        step: step.seq,
        question: said.question,
        claimed: shown(said.answer),
        derived: shown(again?.answer),
      };
      return [finding('decision_differs', [source], { at: parseInstant(step.recordedAt), clauses, data })];
    }),
  );
}

/** The decisions that a case recorded so far. */
export class ClaimedDecisions {
  private readonly last = new Map<string, unknown>();
  /** By question, the last decision as its event has it. */
  private readonly recorded = new Map<string, unknown>();
  private readonly told = new Set<string>();
  /** The derived answers that were compared last. */
  private compared: object | undefined;

  /** Takes the decisions of a step, and compares all that stand after it. */
  compare({ step, source }: Claim, ledger: CaseUnderAudit): Finding[] {
    // Cases opened before policies decided them recorded their decisions in another form.
    if (!ledger.policy.program) return [];
    const found: Finding[] = [];
    const differs = (question: string, claimed: unknown, derived: unknown, clauses: readonly string[]): void => {
      if (this.told.has(question)) return;
      this.told.add(question);
      const data = { step: step.seq, question, claimed: shown(claimed), derived: shown(derived) };
      found.push(finding('decision_differs', [source, ledger.source], { at: ledger.now, clauses, data }));
    };
    const fresh = decisionsIn(step);
    for (const { said, clauses } of fresh) {
      const { question, answer } = said;
      this.last.set(question, answer);
      this.recorded.set(question, { ...said, clauses });
      const again = askedAgain(ledger.policy, said);
      if (!again || !sameDecision(said, clauses, again)) differs(question, answer, again?.answer, clauses);
    }
    for (const [question, kept] of Object.entries(keptIn(step)))
      if (!sameJson(kept, this.recorded.get(question))) differs(question, kept?.answer, this.last.get(question), []);
    const decisions = ledger.decisions?.() ?? {};
    if (fresh.length === 0 && decisions === this.compared) return found;
    this.compared = decisions;
    for (const [question, derived] of Object.entries(decisions)) {
      const recorded = this.last.get(question) ?? {};
      if (derived && !sameJson(recorded, derived.answer))
        differs(question, JSON.parse(canonicalJson(recorded)), derived.answer, derived.clauses);
    }
    return found;
  }
}

function decisionsIn({ events }: StepRecord): { said: Recorded; clauses: readonly string[] }[] {
  return events
    .filter(({ type }) => type === 'policy_decided')
    .map(({ data, clauses = [] }) => ({ said: data as unknown as Recorded, clauses }));
}

/** The decisions as they stand, where a step says so: those of its events, and of those before. */
function keptIn({ changed }: StepRecord): Readonly<Record<string, PolicyDecision | undefined>> {
  return (changed.decisions ?? {}) as Readonly<Record<string, PolicyDecision | undefined>>;
}

/** The same question about the same facts; undefined where the policy does not take them. */
function askedAgain(policy: CasePolicy, { question, given }: Recorded): Answered | undefined {
  try {
    return take(policy, question, given).answer;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function sameDecision(said: Recorded, clauses: readonly string[], again: Answered): boolean {
  const reasons = again.reasons.map((reason) => ({
    rule: reason.rule,
    outcome: reason.outcome,
    clauses: reason.clauses,
  }));
  const { answer, assumed, missing } = again;
  return (
    sameJson(answer, said.answer) &&
    sameJson(assumed, said.assumed) &&
    sameJson(missing, said.missing) &&
    sameJson(reasons, said.reasons) &&
    sameJson(again.clauses, clauses)
  );
}

/** The decision's own word where it has one. */
function shown(answer: unknown): string {
  const { decision } = (answer ?? {}) as { decision?: unknown };
  return typeof decision === 'string' ? decision : JSON.stringify(answer ?? null);
}
