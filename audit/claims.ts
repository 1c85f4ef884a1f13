/**
 * What the case wrote down about itself so far, held against what the auditor derived from the same events and policy:
 * status, marks, facts, clocks, escalations, mails owed. Differences are alarms: tampering, or a defect of the product.
 * How each row is compared stands in `claims/`.
 */
import type { CasePolicy } from '../domain/policy/case-policy';
import { clockRows } from './claims/clock-rows';
import { escalationRows } from './claims/escalation-rows';
import { headDifferences } from './claims/head-columns';
import { RecordedRows, type Differs } from './claims/rows';
import { sectionDifferences } from './claims/sections';
import { finding, type Finding } from './finding';
import { compareEvents } from './happenings';
import type { Ledger } from './ledger';
import { indexOf } from './policy-index';
import type { Provenance } from './provenance';
import type { Claim } from './timeline';

type Sections = Record<'done' | 'facts', Readonly<Record<string, unknown>>>;

/** What the case recorded last of all that the auditor keeps account of. */
export class Claimed {
  private readonly clocks = new RecordedRows(clockRows);
  private readonly escalations = new RecordedRows(escalationRows);
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
    const differs: Differs = (what, key, claimed, derived) => {
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
    this.clocks.take(step.clocks);
    this.escalations.take(step.escalations);
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
    this.clocks.compare(ledger.rounds, ledger, differs);
    this.escalations.compare(ledger.ascents, ledger, differs);
    for (const [no, claimed, derived] of ledger.book.differences(step.ledger))
      differs('ledger', String(no), claimed, derived);
    compareEvents(step.events, step.cause, ledger, (mark) => isIdle(mark, ledger.policy), differs);
    this.origins.compare(step.changed, ledger.accounts(), (path, a, b) => differs('kept', path, a, b));
    return [...found, ...this.missingMails(step, source, ledger)];
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

/** Whether a case may lack a mark: its code made none yet, and nothing in its policy is about it. */
function isIdle(mark: string, policy: CasePolicy): boolean {
  return laterMarks.includes(mark) && !indexOf(policy).names(mark);
}

/** Keys of two flat objects whose values differ. */
function unequal(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] {
  const found = Object.keys(a).filter((key) => a[key] !== b[key]);
  for (const key of Object.keys(b)) if (b[key] !== undefined && !Object.hasOwn(a, key)) found.push(key);
  return found;
}
