/**
 * What of a policy concerns one mark or one fact. Every action asks that many times of every rule, and thousands of cases
 * pin the same policy: so it is sorted once for each. In each list rules stand as they do in the policy.
 */
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Milestone, Warning, When } from '../domain/policy/rule';

/** The rules that one mark sets off. */
export interface RulesOfMark {
  starts: readonly Milestone[];
  notices: CasePolicy['notices'];
  documents: NonNullable<CasePolicy['documents']>;
  alerts: CasePolicy['alerts'];
}

/** The facts by which a milestone applies, and all that move it, these included. */
export interface FactsOfMilestone {
  applies: ReadonlySet<string>;
  moves: ReadonlySet<string>;
}

const nothing: RulesOfMark = { starts: [], notices: [], documents: [], alerts: [] };

class PolicyIndex {
  private readonly marks = new Map<string, RulesOfMark>();
  private readonly named: ReadonlySet<string>;
  private readonly facts = new Map<Milestone, FactsOfMilestone>();

  constructor({ milestones, notices, documents = [], alerts, requirements }: CasePolicy) {
    const names = [
      ...milestones.flatMap(({ from }) => from),
      ...[...notices, ...documents, ...alerts].map(({ on }) => on),
    ];
    this.named = new Set([
      ...names,
      ...milestones.flatMap(({ to, cancelledBy = [] }) => [...to, ...cancelledBy]),
      ...requirements.flatMap(({ mark }) => mark ?? []),
    ]);
    for (const mark of new Set(names))
      this.marks.set(mark, {
        starts: milestones.filter(({ from }) => from.includes(mark)),
        notices: notices.filter(({ on }) => on === mark),
        documents: documents.filter(({ on }) => on === mark),
        alerts: alerts.filter(({ on }) => on === mark),
      });
    for (const milestone of milestones) this.facts.set(milestone, factsOf(milestone));
  }

  ofMark(mark: string): RulesOfMark {
    return this.marks.get(mark) ?? nothing;
  }

  /** Whether any rule is about that mark, be it that it ends with it or asks for it. */
  names(mark: string): boolean {
    return this.named.has(mark);
  }

  /** Also of a milestone that the policy no longer has since years were imported: those keep theirs. */
  ofMilestone(milestone: Milestone): FactsOfMilestone {
    let found = this.facts.get(milestone);
    if (!found) this.facts.set(milestone, (found = factsOf(milestone)));
    return found;
  }
}

const indices = new WeakMap<CasePolicy, PolicyIndex>();

/** The rules of a policy by mark and fact. */
export function indexOf(policy: CasePolicy): PolicyIndex {
  let found = indices.get(policy);
  if (!found) indices.set(policy, (found = new PolicyIndex(policy)));
  return found;
}

function factsOf({ onlyWhen, targets, warn }: Milestone): FactsOfMilestone {
  const applies = new Set(
    [onlyWhen, ...targets.map(({ when }) => when)].flatMap((when: When = {}) => Object.keys(when)),
  );
  const warnings = [warn, ...targets.map((row) => row.warn)].map((one?: Warning) =>
    one?.kind === 'target' ? one.target : undefined,
  );
  const instants = [...warnings, ...targets.map(({ target }) => target)].flatMap((target) =>
    target?.kind === 'at' ? [target.fact] : [],
  );
  const added = targets.flatMap(({ plus }) => (plus === undefined ? [] : [plus]));
  return { applies, moves: new Set([...applies, ...instants, ...added]) };
}
