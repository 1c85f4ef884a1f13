/**
 * What the case wrote down about itself, held against what the auditor derived from the same events and policy: status,
 * marks, facts, clocks, escalations, mails owed. Differences are alarms: tampering, or a defect of the product.
 */
import type { CaseHead, ClockRow, EscalationRow } from '../domain/cases/record';
import type { CaseState } from '../domain/cases/state';
import type { CasePolicy } from '../domain/policy/case-policy';
import { formatInstant, type Instant } from '../domain/time/instant';
import { finding, type Finding } from './finding';
import { compareEvents } from './happenings';
import { roleOf, type Ascent } from './ladder';
import type { Ledger } from './ledger';
import { clausesOf, standing, type Round } from './milestones';
import { iso, sameMoment } from './moments';
import type { Provenance } from './provenance';
import { sameJson } from './same-json';
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
          data: { step: step.seq, what, key, claimed: String(claimed), derived: String(derived) },
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
    const failed = step.cause.type === 'open' && step.events.some(({ type }) => type === 'opening_failed');
    if (!failed) compareEvents(step.events, ledger, (mark) => isIdle(mark, ledger.policy), differs);
    this.origins.compare(step.changed, step.cause.name, (path, value) => differs('origin', path, value, undefined));
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

/**
 * Marks that cases of earlier code did not make: whoever served a customer was not asked where the money is, and a sample
 * that was tested said only whether it was bad.
 */
const laterMarks: readonly string[] = ['paid_on_the_spot', 'money_collected', 'money_confirmed', 'sample_tested'];

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

/** Takes one field as it was recorded and as it was derived. */
type Tell = (field: string, claimed: unknown, derived: unknown) => void;

/** Tells the fields that differ. */
class Comparison {
  constructor(private readonly tell: Tell) {}

  same(field: string, claimed: unknown, derived: unknown): void {
    if (claimed !== derived) this.tell(field, claimed, derived);
  }

  moment(field: string, claimed: string | undefined, derived: Instant | undefined): void {
    if (!sameMoment(claimed, derived)) this.tell(field, claimed, iso(derived));
  }

  /** Short texts in their order. */
  list(field: string, claimed: readonly string[], derived: readonly string[]): void {
    const same = claimed.length === derived.length && claimed.every((text, index) => text === derived[index]);
    if (!same) this.tell(field, claimed.join(), derived.join());
  }
}

/** Of a clock what a step may change. */
function clockParts(row: ClockRow, round: Round): unknown[] {
  const { startedAt, dueAt, warnAt, warnedAt, brokenAt, metAt, stopped, provisional, extensions, pauses } = round;
  return [
    row,
    startedAt,
    dueAt,
    warnAt,
    warnedAt,
    brokenAt,
    metAt,
    stopped,
    provisional,
    extensions,
    pauses,
    round.row,
  ];
}

function clockDifferences(row: ClockRow, round: Round, tell: Tell): void {
  const c = new Comparison(tell);
  c.same('milestone', row.milestone, round.milestone.id);
  c.list('clauses', row.clauses, clausesOf(round));
  if (!sameJson(row.target, targetOf(round)))
    tell('target', JSON.stringify(row.target), JSON.stringify(targetOf(round)));
  c.same('status', row.status, standing(round));
  c.moment('startedAt', row.startedAt, round.startedAt);
  c.moment('dueAt', row.dueAt, round.dueAt);
  c.moment('warnAt', row.warnAt, round.warnAt);
  c.moment('warnedAt', row.warnedAt, round.warnedAt);
  c.moment('breachedAt', row.breachedAt, round.brokenAt);
  c.moment('metAt', row.metAt, round.metAt);
  c.same('stoppedBecause', row.stoppedBecause, round.stopped?.because);
  c.same('provisional', row.provisional, round.provisional);
  c.same(
    'extendedMs',
    row.extendedMs,
    round.extensions.reduce((sum, e) => sum + e.ms, 0),
  );
  if (row.pauses.length > 0 || round.pauses.length > 0)
    c.same(
      'pauses',
      pausesInWords(row.pauses),
      pausesInWords(round.pauses.map((p) => ({ ...p, from: formatInstant(p.from), to: iso(p.to) }))),
    );
}

/** The row of targets that applies, as a case tells it. */
function targetOf({ milestone, row }: Round): object {
  const { target, plus, capMs } = milestone.targets[row] ?? {};
  return { ...target, ...(plus && { plus }), ...(capMs && { capMs }) };
}

function pausesInWords(list: readonly Spell[]): string {
  return list.map(({ reason, from, to = '', by = '' }) => `${reason} ${from} ${to} ${by}`).join(', ');
}

interface Spell {
  reason: string;
  from: string;
  to?: string | undefined;
  by?: string | undefined;
}

/** The columns by which lists find a case: of these people decide whom they ask. */
function headDifferences(head: CaseHead, ledger: Ledger, tell: Tell): void {
  const { status, facts, parties, policy, opening } = ledger;
  const service = policy.pins.find((pin) => pin.layer === 'service') ?? policy.pins[0];
  let breached = false;
  let next: Round | undefined;
  for (const round of ledger.rounds.values()) {
    breached ||= round.brokenAt !== undefined;
    if (round.dueAt !== undefined && round.dueAt < (next?.dueAt ?? Infinity) && standing(round) === 'running')
      next = round;
  }
  let level = 0;
  for (const ascent of ledger.ascents.values())
    if (ascent.endedAt === undefined && ascent.level > level) level = ascent.level;
  const c = new Comparison(tell);
  c.same('status', head.status, status);
  c.same('breached', head.breached, breached);
  c.same('policyId', head.policyId, service?.id);
  c.same('policyVersion', head.policyVersion, service?.version);
  c.same('policyHash', head.policyHash, service?.hash);
  c.same('level', head.level, typeof facts.level === 'string' ? facts.level : undefined);
  c.same('region', head.region, typeof facts.region === 'string' ? facts.region : undefined);
  c.same('dispatcherId', head.dispatcherId, parties.dispatcherId);
  c.same('engineerId', head.engineerId, parties.engineerId);
  c.moment('closedAt', head.closedAt, ledger.closedAt);
  c.moment('nextDueAt', head.nextDueAt, next?.dueAt);
  // Of two that are due together either is the next.
  if (ledger.rounds.get(head.nextDueClock ?? '')?.dueAt !== next?.dueAt)
    tell('nextDueClock', head.nextDueClock, next?.key);
  c.moment('openedAt', head.openedAt, opening.at);
  c.same('customerId', head.customerId, opening.customerId);
  c.same('siteId', head.siteId, opening.siteId);
  c.same('assetId', head.assetId, opening.assetId);
  c.same('kind', head.kind, policy.kind);
  c.same('escalationLevel', head.escalationLevel, level);
}

/** Of the sections that a step changed: whom the case has, who is barred from it, what it pinned, what it waits for. */
function sectionDifferences(changed: Readonly<Record<string, unknown>>, ledger: Ledger, tell: Tell): void {
  const { parties, pins, paused } = changed as Partial<{
    parties: Ledger['parties'];
    pins: unknown;
    paused: Ledger['paused'];
  }>;
  const waits = (of: Ledger['paused']): string =>
    Object.entries(of)
      .map(([reason, { since, by }]) => `${reason} ${since} ${by}`)
      .sort()
      .join();
  const c = new Comparison(tell);
  const { caseId, kind, status, seq, openedAt, closedAt, ledger: money } = changed as Partial<CaseState>;
  if (caseId !== undefined) c.same('changed.caseId', caseId, ledger.opening.caseId);
  if (kind !== undefined) c.same('changed.kind', kind, ledger.policy.kind);
  if (status !== undefined) c.same('changed.status', status, ledger.status);
  if (seq !== undefined) c.same('changed.seq', seq, ledger.seq);
  if (openedAt !== undefined) c.same('changed.openedAt', openedAt, ledger.opening.at);
  if (closedAt !== undefined) c.same('changed.closedAt', closedAt, ledger.closedAt);
  if (money) for (const [no, a, b] of ledger.book.otherwise(money)) tell(`changed.ledger.${no}`, a, b);
  if (parties) {
    c.same('parties.dispatcherId', parties.dispatcherId, ledger.parties.dispatcherId);
    c.same('parties.engineerId', parties.engineerId, ledger.parties.engineerId);
  }
  if (pins && !sameJson(pins, ledger.policy.pins)) tell('pins', JSON.stringify(pins), '');
  if (paused) c.same('paused', waits(paused), waits(ledger.paused));
}

/** Of an escalation what a step may change. */
function ascentParts(row: EscalationRow, ascent: Ascent): unknown[] {
  const { status, level, repeats, people, acknowledgedBy, acknowledgedAt, endedBecause, endedAt, nextAt } = ascent;
  return [row, status, level, repeats, people, acknowledgedBy, acknowledgedAt, endedBecause, endedAt, nextAt];
}

function ascentDifferences(row: EscalationRow, ascent: Ascent, { policy }: Ledger, tell: Tell): void {
  const c = new Comparison(tell);
  c.same('cause', row.cause, ascent.cause);
  c.same('subject', row.subject, ascent.subject);
  c.same('clock', row.clock, ascent.round);
  c.same('ladder', row.ladder, ascent.ladder);
  c.list('clauses', row.clauses, ascent.clauses);
  c.same('status', row.status, ascent.status);
  c.same('level', row.level, ascent.level);
  c.same('repeats', row.repeats, ascent.repeats);
  c.same('role', row.role, roleOf(policy, ascent));
  c.moment('raisedAt', row.raisedAt, ascent.raisedAt);
  c.list('people', row.people, ascent.people ?? []);
  c.same('acknowledgedBy', row.acknowledgedBy, ascent.acknowledgedBy);
  c.moment('acknowledgedAt', row.acknowledgedAt, ascent.acknowledgedAt);
  c.same('endedBecause', row.endedBecause, ascent.endedBecause);
  c.moment('endedAt', row.endedAt, ascent.endedAt);
  c.moment('nextAt', row.nextAt, ascent.nextAt);
}
