/**
 * What the case wrote down about itself, held against what the auditor derived from the same events and policy: status,
 * marks, facts, clocks, escalations, mails owed. Differences are alarms: tampering, or a defect of the product.
 */
import type { CaseHead, ClockRow, EscalationRow } from '../domain/cases/record';
import type { CasePolicy } from '../domain/policy/case-policy';
import { formatInstant, type Instant } from '../domain/time/instant';
import { finding, type Finding } from './finding';
import { roleOf, type Ascent } from './ladder';
import type { Ledger } from './ledger';
import { clausesOf, standing, type Round } from './milestones';
import { sameJson } from './same-json';
import type { Claim } from './timeline';

const iso = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : formatInstant(at));

type Sections = Record<'done' | 'facts', Readonly<Record<string, unknown>>>;

/** The last row that the case recorded of each clock and escalation. */
export class Claimed {
  private readonly clocks = new Map<string, ClockRow>();
  private readonly escalations = new Map<string, EscalationRow>();
  private readonly compared = new WeakMap<Round, readonly unknown[]>();
  /** Marks and facts as they were recorded last, and as they were derived then. */
  private readonly sections: Sections = { done: {}, facts: {} };
  private readonly derived: Sections = { done: {}, facts: {} };
  /** Every difference is told once: what follows from it is not news. */
  private readonly told = new Set<string>();

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
    for (const [field, a, b] of [...headDifferences(step.head, ledger), ...sectionDifferences(step.changed, ledger)])
      differs(field, 'case', a, b);
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
    for (const [key, row, round] of pairs(this.clocks, ledger.rounds)) {
      if (!row || !round) differs('clock', key, row?.status, round && standing(round));
      else if (this.clockMoved(row, round))
        for (const [field, a, b] of clockDifferences(row, round)) differs(`clock.${field}`, key, a, b);
    }
    for (const [key, row, ascent] of pairs(this.escalations, ledger.ascents)) {
      if (!row || !ascent) differs('escalation', key, row?.status, ascent?.status);
      else
        for (const [field, a, b] of ascentDifferences(row, ascent, ledger)) differs(`escalation.${field}`, key, a, b);
    }
    for (const [no, claimed, derived] of ledger.book.differences(step.ledger))
      differs('ledger', String(no), claimed, derived);
    return [...found, ...this.missingMails(step, source, ledger)];
  }

  /** Whether the row or the round is another than when the two were last held against each other. */
  private clockMoved(row: ClockRow, round: Round): boolean {
    const { startedAt, dueAt, warnAt, warnedAt, brokenAt, metAt, stopped, provisional, extensions, pauses } = round;
    const now = [row, startedAt, dueAt, warnAt, warnedAt, brokenAt, metAt, stopped, provisional, extensions, pauses];
    const before = this.compared.get(round);
    this.compared.set(round, now);
    return before === undefined || now.some((value, index) => value !== before[index]);
  }

  private missingMails({ seq, notices }: Claim['step'], source: Claim['source'], ledger: Ledger): Finding[] {
    const owedMails = notices.map((n) => `${n.template} ${n.to}`);
    return ledger.wanted.flatMap(({ template, to }) => {
      const index = owedMails.indexOf(`${template} ${to}`);
      if (index >= 0) owedMails.splice(index, 1);
      return index >= 0 ? [] : [finding('notice_missing', [source], { data: { step: seq, template, to } })];
    });
  }
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

/** Both sides by key: those on the left in their order, then those that are on the right alone. */
function pairs<A, B>(
  left: ReadonlyMap<string, A>,
  right: ReadonlyMap<string, B>,
): [key: string, a: A | undefined, b: B | undefined][] {
  const found: [string, A | undefined, B | undefined][] = [];
  for (const [key, a] of left) found.push([key, a, right.get(key)]);
  for (const [key, b] of right) if (!left.has(key)) found.push([key, undefined, b]);
  return found;
}

type Difference = [field: string, claimed: unknown, derived: unknown];

function clockDifferences(row: ClockRow, round: Round): Difference[] {
  const pauses = (list: readonly { reason: string; from: string; to?: string }[]): string =>
    list.map(({ reason, from, to = '' }) => `${reason} ${from} ${to}`).join(', ');
  const pairs: Difference[] = [
    ['milestone', row.milestone, round.milestone.id],
    ['clauses', row.clauses.join(), clausesOf(round).join()],
    ['status', row.status, standing(round)],
    ['startedAt', row.startedAt, iso(round.startedAt)],
    ['dueAt', row.dueAt, iso(round.dueAt)],
    ['warnAt', row.warnAt, iso(round.warnAt)],
    ['warnedAt', row.warnedAt, iso(round.warnedAt)],
    ['breachedAt', row.breachedAt, iso(round.brokenAt)],
    ['metAt', row.metAt, iso(round.metAt)],
    ['stoppedBecause', row.stoppedBecause, round.stopped?.because],
    ['provisional', row.provisional, round.provisional],
    ['extendedMs', row.extendedMs, round.extensions.reduce((sum, e) => sum + e.ms, 0)],
    [
      'pauses',
      pauses(row.pauses),
      pauses(round.pauses.map((p) => ({ reason: p.reason, from: formatInstant(p.from), to: iso(p.to) }))),
    ],
  ];
  return pairs.filter(([, claimed, derived]) => claimed !== derived);
}

/** The columns by which lists find a case: of these people decide whom they ask. */
function headDifferences(head: CaseHead, ledger: Ledger): Difference[] {
  const { status, facts, parties, policy } = ledger;
  const service = policy.pins.find((pin) => pin.layer === 'service') ?? policy.pins[0];
  const rounds = [...ledger.rounds.values()];
  const next = Math.min(...rounds.map((r) => (standing(r) === 'running' ? (r.dueAt ?? Infinity) : Infinity)));
  const levels = [...ledger.ascents.values()].map((a) => (a.endedAt === undefined ? a.level : 0));
  const pairs: Difference[] = [
    ['status', head.status, status],
    ['breached', head.breached, rounds.some((r) => r.brokenAt !== undefined)],
    ['policyId', head.policyId, service?.id],
    ['policyVersion', head.policyVersion, service?.version],
    ['policyHash', head.policyHash, service?.hash],
    ['level', head.level, typeof facts.level === 'string' ? facts.level : undefined],
    ['region', head.region, typeof facts.region === 'string' ? facts.region : undefined],
    ['dispatcherId', head.dispatcherId, parties.dispatcherId],
    ['engineerId', head.engineerId, parties.engineerId],
    ['closedAt', head.closedAt, iso(ledger.closedAt)],
    ['nextDueAt', head.nextDueAt, Number.isFinite(next) ? formatInstant(next) : undefined],
    ['escalationLevel', head.escalationLevel, Math.max(0, ...levels)],
  ];
  return pairs.filter(([, claimed, derived]) => claimed !== derived);
}

/** Of the sections that a step changed: whom the case has, who is barred from it, what it pinned, what it waits for. */
function sectionDifferences(changed: Readonly<Record<string, unknown>>, ledger: Ledger): Difference[] {
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
  const found: Difference[] = [];
  if (parties) {
    found.push(['parties.dispatcherId', parties.dispatcherId, ledger.parties.dispatcherId]);
    found.push(['parties.engineerId', parties.engineerId, ledger.parties.engineerId]);
  }
  if (pins) found.push(['pins', sameJson(pins, ledger.policy.pins) ? '' : JSON.stringify(pins), '']);
  if (paused) found.push(['paused', waits(paused), waits(ledger.paused)]);
  return found.filter(([, claimed, derived]) => claimed !== derived);
}

function ascentDifferences(row: EscalationRow, ascent: Ascent, { policy }: Ledger): Difference[] {
  const pairs: Difference[] = [
    ['cause', row.cause, ascent.cause],
    ['subject', row.subject, ascent.subject],
    ['clock', row.clock, ascent.round],
    ['ladder', row.ladder, ascent.ladder],
    ['clauses', row.clauses.join(), ascent.clauses.join()],
    ['status', row.status, ascent.status],
    ['level', row.level, ascent.level],
    ['repeats', row.repeats, ascent.repeats],
    ['role', row.role, roleOf(policy, ascent)],
    ['raisedAt', row.raisedAt, iso(ascent.raisedAt)],
    ['people', row.people.join(), (ascent.people ?? []).join()],
    ['acknowledgedBy', row.acknowledgedBy, ascent.acknowledgedBy],
    ['acknowledgedAt', row.acknowledgedAt, iso(ascent.acknowledgedAt)],
    ['endedBecause', row.endedBecause, ascent.endedBecause],
    ['endedAt', row.endedAt, iso(ascent.endedAt)],
    ['nextAt', row.nextAt, iso(ascent.nextAt)],
  ];
  return pairs.filter(([, claimed, derived]) => claimed !== derived);
}
