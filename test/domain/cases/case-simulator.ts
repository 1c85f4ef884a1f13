/**
 * A case of any kind without Temporal: the action table, the steps and the durable waits on a clock of its own. Timers
 * fire in their order while time passes; people are called at once. What `workflows/case.ts` does with the real ones.
 */
import { createHash } from 'node:crypto';
import { checkEnvelope, noteLateEntry } from '../../../domain/cases/envelope-check';
import {
  acceptedPayload,
  checkAction,
  checkRole,
  findAction,
  parsePayload,
  type KindDef,
} from '../../../domain/cases/kind';
import type { CaseInput } from '../../../domain/cases/opening';
import type {
  Actor,
  CaseEvent,
  NoticeRow,
  StepCause,
  StepRecord,
  SystemRole,
  TextRef,
} from '../../../domain/cases/record';
import { recordGaps } from '../../../domain/cases/requirements';
import type { CaseState } from '../../../domain/cases/state';
import { stepRecord } from '../../../domain/cases/step-record';
import { judgedAt, Work } from '../../../domain/cases/work';
import { Refusal, type ErrorCode } from '../../../domain/errors';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { Clock } from '../../../domain/sla/clock';
import { climb, ladderOf, roleOf, told, type Escalation } from '../../../domain/sla/escalation';
import { formatInstant, type Instant } from '../../../domain/time/instant';

export const minutes = 60_000;
export const hours = 60 * minutes;
export const days = 24 * hours;

function person(id: string, role: SystemRole, duties: readonly string[] = []): Actor {
  return { id, role, duties };
}

export const people = {
  agent: person('agent', 'agent'),
  dispatcher: person('dispatcher', 'dispatcher'),
  engineer: person('engineer', 'engineer'),
  otherEngineer: person('other-engineer', 'engineer'),
  warehouse: person('warehouse', 'warehouse'),
  supervisor: person('supervisor', 'supervisor', [
    'department_supervisor',
    'service_manager',
    'service_centre_manager',
    'company_leadership',
  ]),
  secondSupervisor: person('second-supervisor', 'supervisor'),
  manager: person('manager', 'approver', ['customer_centre_manager']),
  deputyGm: person('deputy-gm', 'approver', ['deputy_gm_logistics']),
  finance: person('finance', 'approver', ['finance']),
  otherFinance: person('other-finance', 'approver', ['finance']),
  both: person('both', 'approver', ['customer_centre_manager', 'deputy_gm_logistics']),
  auditor: person('auditor', 'auditor'),
};

export function text(words: string): TextRef {
  const sha256 = createHash('sha256').update(words).digest('hex');
  return { id: `text-${sha256.slice(0, 12)}`, sha256 };
}
export const reason = text('原因');

/** The instant of a local time in Shanghai, which has no summer time. */
export function shanghai(local: string): Instant {
  return Date.parse(`${local}:00+08:00`);
}

/** What a simulator needs of a kind. */
export interface SimulatedKind<S extends CaseState> {
  table: KindDef;
  waits(state: S, policy: CasePolicy): { key: string; at: Instant; wake(work: Work<S>): void }[];
}

/** What a simulated case begins with. */
export interface Setup<S extends CaseState> {
  kind: SimulatedKind<S>;
  input: CaseInput;
  /** The state before the first step. */
  begin: S;
  open(work: Work<S>): void;
  /** Who answers for a role; one person named after the role where absent. */
  roster?: ((role: string) => string[]) | undefined;
}

export class CaseSimulator<S extends CaseState> {
  state: S;
  policy: CasePolicy;
  readonly steps: StepRecord[] = [];
  private acts = 0;

  constructor(protected readonly setup: Setup<S>) {
    const { input, begin } = setup;
    this.policy = input.policy;
    this.now = begin.openedAt;
    this.state = freeze(begin);
    this.take({ type: 'open', name: 'open', actor: input.actor }, this.now, (work) => setup.open(work));
  }

  protected roster(role: string): string[] {
    return this.setup.roster?.(role) ?? [role];
  }

  now: Instant;

  /** Sends an action, as the validator and then the handler take it. Throws `Refusal`. */
  act(
    actor: Actor,
    action: string,
    payload: unknown = {},
    more: { receivedAt?: Instant; occurredAt?: Instant; expectedSeq?: number } = {},
  ): this {
    const { receivedAt = this.now, occurredAt, expectedSeq } = more;
    const envelope = {
      payload,
      actor,
      requestId: `request-${++this.acts}`,
      receivedAt: formatInstant(receivedAt),
      occurredAt: occurredAt === undefined ? undefined : formatInstant(occurredAt),
      expectedSeq,
      fingerprint: '',
    };
    const def = findAction(this.setup.kind.table, action);
    checkEnvelope(this.state, envelope, this.now);
    const judged = parsePayload(def, payload);
    checkRole(def, actor);
    const found = judgedAt(this.state, this.policy, receivedAt);
    checkAction(this.setup.kind.table, def, found, actor, judged, this.policy, receivedAt);
    const taken = acceptedPayload(def, payload);
    const cause: StepCause = {
      type: 'action',
      name: action,
      actor,
      receivedAt: envelope.receivedAt,
      occurredAt: envelope.occurredAt,
    };
    this.take(cause, receivedAt, (work) => {
      noteLateEntry(work);
      recordGaps(work, action, taken);
      def.apply(work, taken);
    });
    return this;
  }

  /** The code with which an action is refused; undefined where it is done. */
  refusal(actor: Actor, action: string, payload: unknown = {}): ErrorCode | undefined {
    try {
      this.act(actor, action, payload);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  /** Lets time pass; timers fire in their order, each at its instant. */
  pass(ms: number): this {
    return this.until(this.now + ms);
  }

  until(instant: Instant): this {
    for (let fired = 0; ; fired++) {
      const next = this.timers()[0];
      if (!next || next.at > instant) break;
      if (fired > 5000) throw new Error(`timers never end, at ${formatInstant(this.now)}: ${next.key}`);
      this.now = Math.max(this.now, next.at);
      this.take({ type: 'timer', name: next.key }, next.at, (work) => next.wake(work));
    }
    this.now = Math.max(this.now, instant);
    return this;
  }

  /** Time passes while the system is down: nothing fires; the timers that were due are late. */
  sleep(ms: number): this {
    this.now += ms;
    return this;
  }

  /** The timers that stand, in their order. */
  timers() {
    const ladders = Object.values(this.state.escalations)
      .filter((e) => e.status === 'open' && e.nextAt !== undefined)
      .map((e) => ({
        key: `ladder:${e.key}`,
        at: e.nextAt!,
        wake: (work: Work<S>) => this.climbOne(work, work.state.escalations[e.key]!),
      }));
    return [...this.setup.kind.waits(this.state, this.policy), ...ladders].sort((a, b) => a.at - b.at);
  }

  take(cause: StepCause, at: Instant, change: (work: Work<S>) => void): void {
    const work = new Work(this.state, this.policy, cause, at, this.now);
    change(work);
    work.finish();
    this.state = freeze(work.state);
    this.steps.push(stepRecord(work));
    const open = Object.values(this.state.escalations).find((e) => e.status === 'open' && e.people === undefined);
    if (open) this.callPeople(open);
  }

  protected callPeople(open: Escalation): void {
    const found = this.roster(roleOf(this.policy, open));
    const top = open.level >= ladderOf(this.policy, open.ladder).length;
    this.take({ type: 'system', name: 'call_out' }, this.now, (work) => {
      if (found.length === 0 && !top) return this.climbOne(work, open);
      work.setEscalation(told(this.policy, open, found, work.now));
    });
  }

  protected climbOne(work: Work<S>, open: Escalation): void {
    work.setEscalation(climb(this.policy, open, work.now));
  }

  clock(key: string): Clock {
    const found = this.state.clocks[key];
    if (!found) throw new Error(`no clock ${key}, there are: ${Object.keys(this.state.clocks).join(', ')}`);
    return found;
  }

  escalation(key: string): Escalation {
    const found = this.state.escalations[key];
    if (!found) throw new Error(`no escalation ${key}, there are: ${Object.keys(this.state.escalations).join(', ')}`);
    return found;
  }

  get events(): CaseEvent[] {
    return this.steps.flatMap((s) => s.events);
  }

  /** Notices owed so far, as `template → recipient`. */
  get told(): string[] {
    return this.notices.map((n) => `${n.template} → ${n.to}`);
  }

  get notices(): NoticeRow[] {
    return this.steps.flatMap((s) => s.notices);
  }

  get missing(): string[] {
    return this.state.findings.map((f) => `${f.action}: ${f.missing}`);
  }
}

/** A case under simulation as it begins. */
export function simulate<S extends CaseState>(setup: Setup<S>): CaseSimulator<S> {
  return new CaseSimulator(setup);
}

/** A step never changes the state that it was given. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}
