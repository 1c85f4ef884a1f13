/**
 * One step of a case as it is written down: the state as it becomes, the events, the notifications owed. The state given is
 * never changed, so a refusal half-way leaves the case as it was.
 */
import type { CasePolicy } from '../policy/case-policy';
import type { CaseKind, Clauses } from '../policy/rule';
import type { Clock } from '../sla/clock';
import type { Escalation } from '../sla/escalation';
import { formatInstant, type Instant } from '../time/instant';
import { ledgerRows } from './ledger-rows';
import type { CaseEvent, LedgerRow, NoticeRow, StepCause } from './record';
import type { CaseState } from './state';

export class Step<S extends CaseState = CaseState> {
  readonly events: CaseEvent[] = [];
  readonly notices: NoticeRow[] = [];
  state: S;

  /**
   * @param at the instant that clocks use: the first receipt of a request, or the instant a timer was armed for
   * @param now workflow time, never before `at` except by a small difference between two machines' clocks
   */
  constructor(
    private readonly base: S,
    readonly policy: CasePolicy,
    readonly cause: StepCause,
    readonly at: Instant,
    readonly now: Instant,
  ) {
    this.state = { ...base, seq: base.seq + 1 };
  }

  /** Who acts; the system where nobody does. */
  get by(): string {
    return this.cause.actor?.id ?? 'system';
  }

  put<K extends keyof S>(section: K, value: S[K]): void {
    this.state = { ...this.state, [section]: value };
  }

  status(status: string): void {
    if (this.state.status === status) return;
    this.event('status_changed', { from: this.state.status, to: status });
    this.state = { ...this.state, status };
  }

  event(type: string, data?: CaseEvent['data'], clauses?: Clauses): void {
    this.events.push({ type, at: formatInstant(this.at), data, clauses });
  }

  /** Records a duty that was left open without stopping the work. */
  finding(action: string, missing: string, clauses: Clauses): void {
    this.put('findings', [...this.state.findings, { at: this.at, action, missing, clauses }]);
    this.event('finding', { action, missing }, clauses);
  }

  /** Owes a notification; a policy role is written `role:<id>`, everybody else by what they are to the case. */
  notify(template: string, to: string, params: NoticeRow['params'] = {}, clauses: Clauses = []): void {
    const address = this.addressOf(to);
    const key = `${this.state.caseId}/${this.state.seq}/${template}/${address}/${this.notices.length}`;
    this.notices.push({ key, template, to: address, params, clauses });
  }

  /**
   * Owes another case that follows from this one; it is opened as mails are sent, once, and linked to this one.
   * @param params what the opening needs beyond the parties of this case: ids and codes
   */
  openCase(kind: CaseKind, params: NoticeRow['params'], clauses: Clauses = []): void {
    this.notify('open_case', `kind:${kind}`, params, clauses);
  }

  /** Owes a paper of the case: made as mails are sent, once, after this step is recorded. */
  issueDocument(form: string, clauses: Clauses = []): void {
    this.notify('issue_document', `form:${form}`, { form, by: this.by }, clauses);
  }

  /** The sections that this step changed, whole (the first step: all). Clocks, escalations and entries only where changed. */
  changes(): {
    sections: Record<string, unknown>;
    clocks: Clock[];
    escalations: Escalation[];
    entries: LedgerRow[];
  } {
    const sections: Record<string, unknown> = {};
    for (const name of Object.keys(this.state) as (keyof S & string)[]) {
      if (name === 'clocks' || name === 'escalations') continue;
      if (this.base.seq > 0 && this.state[name] === this.base[name]) continue;
      sections[name] = this.state[name];
    }
    const clocks = Object.values(this.state.clocks).filter(
      (c) => this.base.clocks[c.key] !== c && !sameJson(this.base.clocks[c.key], c),
    );
    const escalations = Object.values(this.state.escalations).filter((e) => this.base.escalations[e.key] !== e);
    const entries = ledgerRows(this.base.ledger, this.state.ledger, formatInstant);
    return { sections, clocks, escalations, entries };
  }

  /** A case without a dispatcher tells the first role of its ladder instead: somebody has to read it. */
  private addressOf(to: string): string {
    const [first] = Object.values(this.policy.ladders);
    if (to === 'dispatcher' && this.state.parties.dispatcherId === undefined && first?.[0])
      return `role:${first[0].role}`;
    return /^(customer|engineer|dispatcher|person:.*|role:.*|kind:.*|form:.*|customer:.*|case:.*|lot:.*|unit)$/.test(to)
      ? to
      : `role:${to}`;
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
