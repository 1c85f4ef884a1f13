/**
 * What the case wrote down about itself so far, held against what the auditor derived from the same events and policy:
 * status, marks, facts, clocks, escalations, mails owed. Differences are alarms: tampering, or a defect of the product.
 * How each row is compared stands in `claims/`.
 */
import type { ClockRow, EscalationRow } from '../domain/cases/record';
import type { CasePolicy } from '../domain/policy/case-policy';
import { clockDifferences, clockParts } from './claims/clock-rows';
import { ascentDifferences, ascentParts } from './claims/escalation-rows';
import { headDifferences } from './claims/head-columns';
import { sectionDifferences } from './claims/sections';
import { finding, type Finding } from './finding';
import { compareEvents } from './happenings';
import type { Ledger } from './ledger';
import { standing } from './milestones';
import type { Provenance } from './provenance';
import type { Claim } from './timeline';

type Sections = Record<'done' | 'facts', Readonly<Record<string, unknown>>>;

/** The last row that the case recorded of each clock and escalation. */
export class Claimed {
  private readonly clocks = new Map<string, ClockRow>();
  private readonly escalations = new Map<string, EscalationRow>();
  private readonly compared = new Map<object, readonly unknown[]>();
  /** Marks and facts as they were recorded last, and as they were derived then. */
  private readonly sections: Sections = { done: {}, facts: {} };
  private readonly derived: Sections = { done: {}, facts: {} };
  /** Every difference is told once: what follows from it is not news. */
  private readonly told = new Set<string>();

  /** @param origins what may stand in a step */
  constructor(private readonly origins: Provenance) {}

  /** Takes a step's rows and compares everything as it stands after the step. */
  compare({ step, source }: Claim, ledger: Ledger): Finding[] {
    const found: Finding[] = [];
    const differs = (what: string, key: string, claimed: unknown, derived: unknown): void => {
      if (this.told.has(`${what}/${key}`)) return;
      this.told.add(`${what}/${key}`);
      found.push(
        finding('claim_differs', [source, ledger.source], {
          at: ledger.now,
          clauses: ledger.clausesOf(key),
          data: { step: step.seq, what, key, claimed: shown(claimed), derived: shown(derived) },
        }),
      );
    };
    for (const row of step.clocks) this.clocks.set(row.key, row);
    for (const row of step.escalations) this.escalations.set(row.key, row);
    headDifferences(step.head, ledger, (field, a, b) => differs(field, 'case', a, b));
    sectionDifferences(step.changed, ledger, (field, a, b) => differs(field, 'case', a, b));
    for (const section of ['done', 'facts'] as const) {
      const claimed = (step.changed[section] ?? this.sections[section]) as Record<string, unknown>;
      const derived = ledger[section];
      if (claimed === this.sections[section] && derived === this.derived[section]) continue;
      this.sections[section] = claimed;
      this.derived[section] = derived;
      for (const key of unequal(claimed, derived))
        if (section !== 'done' || Object.hasOwn(claimed, key) || !isIdle(key, ledger.policy))
          differs(section, key, claimed[key], derived[key]);
    }
    for (const [key, row] of this.clocks) {
      const round = ledger.rounds.get(key);
      if (!round) differs('clock', key, row.status, undefined);
      else if (this.moved(round, clockParts(row, round)))
        clockDifferences(row, round, (field, a, b) => differs(`clock.${field}`, key, a, b));
    }
    for (const [key, round] of ledger.rounds)
      if (!this.clocks.has(key)) differs('clock', key, undefined, standing(round));
    for (const [key, row] of this.escalations) {
      const ascent = ledger.ascents.get(key);
      if (!ascent) differs('escalation', key, row.status, undefined);
      else if (this.moved(ascent, ascentParts(row, ascent)))
        ascentDifferences(row, ascent, ledger, (field, a, b) => differs(`escalation.${field}`, key, a, b));
    }
    for (const [key, ascent] of ledger.ascents)
      if (!this.escalations.has(key)) differs('escalation', key, undefined, ascent.status);
    for (const [no, claimed, derived] of ledger.book.differences(step.ledger))
      differs('ledger', String(no), claimed, derived);
    compareEvents(step.events, step.cause, ledger, (mark) => isIdle(mark, ledger.policy), differs);
    this.origins.compare(step.changed, ledger.accounts(), (path, a, b) => differs('kept', path, a, b));
    return [...found, ...this.missingMails(step, source, ledger)];
  }

  /** Whether what was recorded or what was derived is other than when the two were last held against each other. */
  private moved(derived: object, parts: readonly unknown[]): boolean {
    const before = this.compared.get(derived);
    this.compared.set(derived, parts);
    if (before === undefined) return true;
    for (let index = 0; index < parts.length; index++) if (parts[index] !== before[index]) return true;
    return false;
  }

  private missingMails({ seq, notices }: Claim['step'], source: Claim['source'], ledger: Ledger): Finding[] {
    const owedMails = notices.map((n) => `${n.template} ${n.to}`);
    return ledger.wanted
      .flatMap(({ template, to }) => {
        const index = owedMails.indexOf(`${template} ${to}`);
        if (index >= 0) owedMails.splice(index, 1);
        return index >= 0 ? [] : [finding('notice_missing', [source], { data: { step: seq, template, to } })];
      })
      .concat(
        owedMails.map((left) =>
          finding('notice_not_owed', [source], {
            data: { step: seq, template: left.split(' ')[0]!, to: left.split(' ')[1]! },
          }),
        ),
      );
  }
}

/** A value in a finding; what is not there is `none`. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Marks that cases of the first code did not make: whoever served a customer was not asked where the money is. */
const laterMarks: readonly string[] = ['paid_on_the_spot', 'money_collected', 'money_confirmed'];

/** Whether a case may lack a mark: its code made none yet, and nothing in its policy follows from it. */
function isIdle(mark: string, { milestones, notices, alerts, documents = [] }: CasePolicy): boolean {
  if (!laterMarks.includes(mark)) return false;
  const promised = milestones.some(({ from, to, cancelledBy = [] }) => [...from, ...to, ...cancelledBy].includes(mark));
  return !promised && ![...notices, ...alerts, ...documents].some(({ on }) => on === mark);
}

/** Keys of two flat objects whose values differ. */
function unequal(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] {
  const found = Object.keys(a).filter((key) => a[key] !== b[key]);
  for (const key of Object.keys(b)) if (b[key] !== undefined && !Object.hasOwn(a, key)) found.push(key);
  return found;
}
