/** Where a complaint stands while the auditor goes through it: form, shares, lots, corrections, proposals, reviews. */
import type { CasePolicy } from '../../domain/policy/case-policy';
import { isThirdEdition } from '../../domain/policy/edition';
import { holds, type Clauses, type FactValue } from '../../domain/policy/rule';
import { parseInstant, type Instant } from '../../domain/time/instant';
import type { Account, Accounts } from '../account';
import type { Request } from '../approvals';
import { CaseFile } from './case-file';
import type { Watch } from './procedure';

type Rules = NonNullable<CasePolicy['complaints']>;

/** What a complaint opens with, as far as it matters for its promises. */
interface Opening {
  facts: Record<string, FactValue>;
  parties: Parties;
  receivedAt: string;
  form: { lots: readonly string[] };
  danger: readonly string[];
  preserveScene: boolean;
  addressedTo?: string;
  aboutCase?: string;
}

interface Parties {
  customerId: string;
  dispatcherId?: string;
  engineerId?: string;
  barred?: readonly string[];
}

/** A solution, who answers for it, and what it costs. */
export interface Proposed {
  by: string;
  fen: number;
  lines: readonly { payer: string; fen: number; clauses: Clauses }[];
  request: Request;
  decidedAt?: Instant;
  accepted?: boolean | undefined;
  /** The level whose ruling it is. */
  level?: string | undefined;
  /** A ruling confirmed what the customer had accepted before. */
  alreadyOwed?: boolean;
  /** A ruling put it in the place of what they had accepted before. */
  replaces?: boolean;
}

interface Share {
  owner: string;
  status: 'routed' | 'taken' | 'answered';
  personId?: string;
  answeredBy?: string;
  passedFrom?: string;
}

interface Lot {
  inStock: boolean;
  tester?: string | undefined;
  recall?: { customers: Map<string, boolean>; listed: boolean; done: boolean };
}

interface Correction {
  ownerId: string;
  dueAt: Instant;
  doneBy?: string;
  effective?: boolean;
  overdue?: boolean;
}

function recallOf({ customers }: NonNullable<Lot['recall']>): Account {
  return { customers: new Map([...customers.keys()].map((id) => [id, {}])) };
}

function proposalOf(
  { by, fen, lines, request, decidedAt, accepted, level, alreadyOwed, replaces }: Proposed,
  no: number,
): Account {
  return {
    ...{
      no,
      by,
      totalFen: fen,
      decidedAt,
      level,
      alreadyOwed: alreadyOwed || undefined,
      replaces: replaces || undefined,
    },
    lines: lines.map((line) => ({ payer: line.payer, amountFen: line.fen })),
    approval: request.account,
    answer: accepted === undefined ? undefined : { accepted },
  };
}

/** A complaint under audit. */
export class ComplaintCase extends CaseFile {
  customerId = '';
  lotsOnForm: readonly string[] = [];
  formComplete = false;
  shares = new Map<string, Share>();
  lots = new Map<string, Lot>();
  corrections: Correction[] = [];
  proposals: Proposed[] = [];
  reviews: { level: string; ruledBy?: string; final?: boolean }[] = [];
  foundBy?: string;
  private writtenAccounts = 0;
  /** Rounds of work: one more whenever the customer was not satisfied. */
  roundNo = 1;
  private openedAt = 0;

  get rules(): Rules {
    return this.policy.complaints!;
  }

  get proposal(): Proposed | undefined {
    return this.proposals.at(-1);
  }

  opened(input: unknown): void {
    const { facts, parties, receivedAt, form, danger, preserveScene, addressedTo, aboutCase } = input as Opening;
    this.customerId = parties.customerId;
    this.barred = parties.barred ?? [];
    this.openedAt = parseInstant(receivedAt);
    this.lotsOnForm = form.lots;
    this.learn(facts);
    this.status = 'received';
    this.mark('reported');
    if (facts.regulator === true) this.tellLeadership('regulator_referred');
    if (parties.barred !== undefined) this.mark('staff_concerned');
    for (const mark of danger) this.tellLeadership(mark);
    if (preserveScene) this.mark('scene_preserved');
    if (aboutCase !== undefined) this.tell('complained', `case:${aboutCase}`);
    const level = this.rules.levels.find(({ id }) => id === addressedTo);
    if (level) this.tell('complaint_addressed', level.role);
    this.submitForm();
  }

  /** Told at once: by the policy's own alert for the mark, else on its ladder for such things. */
  tellLeadership(mark: string): void {
    this.mark(mark);
    if (this.policy.alerts.some((rule) => rule.on === mark && holds(rule.when, this.facts))) return;
    const { ladder, clauses } = this.rules.leadership;
    this.raise({ key: `alert:${mark}`, cause: 'alert', subject: mark, ladder, clauses });
  }

  submitForm(): void {
    if (this.formComplete || this.rules.form.some(({ field }) => !this.fieldKnown(field))) return;
    this.formComplete = true;
    this.mark('form_completed');
    this.tell('complaint_form', this.rules.handler.role);
  }

  private fieldKnown(field: string): boolean {
    if (field === 'lot') return this.lotsOnForm.length > 0;
    return ['reason', 'customer', 'recorder'].includes(field) || this.facts[`${field}Known`] === true;
  }

  /** To the department concerned, whose clock starts now; a quality complaint also has its lots looked for. */
  route(categories: readonly string[]): void {
    const rules = this.rules.categories.filter(({ id }) => categories.includes(id));
    for (const { id, owner } of rules) {
      this.shares.set(id, { owner, status: 'routed' });
      this.mark('routed');
      this.mark(`routed.${id}`);
      this.tell('complaint_task', owner);
    }
    const { batch } = this.rules;
    if (!batch || !rules.some(({ checksBatch }) => checksBatch)) return;
    this.mark('batch_check_ordered');
    this.tell('batch_check', batch.checker);
  }

  clear(): void {
    this.mark('batch_clear');
    if (this.rules.batch) this.tell('batch_clear', this.rules.batch.settles);
  }

  openRecall(lot: string): void {
    this.lots.set(lot, {
      ...this.lots.get(lot),
      inStock: true,
      recall: { customers: new Map([[this.customerId, false]]), listed: false, done: false },
    });
    this.mark('recall_opened');
    this.tell('return_goods', 'customer');
    this.tell('find_owners', `lot:${lot}`);
    if (this.rules.batch) this.tell('recall_opened', this.rules.batch.settles);
  }

  endRecall(lot: string): void {
    const recall = this.lots.get(lot)?.recall;
    if (!recall || recall.done || !recall.listed || ![...recall.customers.values()].every(Boolean)) return;
    recall.done = true;
    this.mark('recall_completed');
  }

  /** The decision is made, and told to the customer in the same step. */
  decided(): void {
    const { fen } = this.proposal!;
    this.proposals[this.proposals.length - 1] = { ...this.proposal!, decidedAt: this.at };
    this.learn({ compensated: fen > 0 });
    this.mark('decided');
    const theirs = this.policy.notices.filter(({ on, to }) => on === 'decided' && to.includes('customer'));
    if (!theirs.some(({ when }) => !isThirdEdition(this.policy) || holds(when, this.facts)))
      this.tell('complaint_decision', 'customer');
    this.status = 'communicated';
  }

  /** What the customer has accepted so far: limits are of the case, so that nobody splits an amount. */
  get acceptedFen(): number {
    return this.proposals
      .filter(({ accepted, alreadyOwed }) => accepted && !alreadyOwed)
      .reduce((sum, { fen, replaces }) => (replaces ? fen : sum + fen), 0);
  }

  /** O-10.4: whether compensation that they accepted is unpaid, or given up because less of it stands. */
  get halfPaid(): 'unpaid' | 'given_up' | undefined {
    const standing = this.book.standing('compensation').map((no) => this.book.entry(no)!);
    const paidAt = this.done.carried_out ?? -Infinity;
    if (this.book.unconfirmedReversals.length > 0 || standing.some(({ at }) => at > paidAt)) return 'unpaid';
    return standing.reduce((sum, { fen }) => sum + fen, 0) < this.acceptedFen ? 'given_up' : undefined;
  }

  override accounts(): Accounts {
    const base = super.accounts();
    return {
      ...base,
      parties: { ...(base.parties as object), barred: this.barred.length > 0 ? this.barred : undefined },
      form: { lots: this.lotsOnForm, completedAt: this.done.form_completed },
      severity: this.facts.severity,
      tasks: new Map(
        [...this.shares].map(([category, { owner, status, personId, answeredBy, passedFrom }]) => [
          category,
          {
            category,
            owner,
            status,
            personId,
            passedFrom,
            answer: answeredBy === undefined ? undefined : { by: answeredBy },
          },
        ]),
      ),
      lots: new Map(
        [...this.lots].map(([lot, { inStock, tester, recall }]) => [
          lot,
          { inStock, tester, recall: recall && recallOf(recall) },
        ]),
      ),
      corrections: this.corrections.map(({ ownerId, dueAt, doneBy, effective }, i) => ({
        ...{ no: i + 1, ownerId, dueAt },
        done: doneBy === undefined ? undefined : { by: doneBy },
        verified: effective === undefined ? undefined : { effective },
      })),
      proposals: this.proposals.map((proposal, i) => proposalOf(proposal, i + 1)),
      reviews: this.reviews.map(({ level, ruledBy, final }) => ({
        level,
        role: this.rules.levels.find(({ id }) => id === level)?.role,
        ruling: ruledBy === undefined ? undefined : { by: ruledBy, final },
      })),
      round: this.roundNo,
      written: this.writtenAccounts === 0 ? undefined : { no: this.writtenAccounts, at: this.done.weekly_written },
    };
  }

  /** Everybody who had a part in the decision: a second look is for others. */
  get handledBy(): ReadonlySet<string | undefined> {
    return new Set([
      ...[...this.shares.values()].flatMap(({ answeredBy, personId }) => [answeredBy, personId]),
      this.foundBy,
      ...this.proposals.flatMap(({ by, request }) => [by, ...request.people]),
      ...this.reviews.map(({ ruledBy }) => ruledBy),
    ]);
  }

  /** Every category goes to its owner again. */
  nextRound(): void {
    this.roundNo++;
    this.route([...this.shares.keys()]);
    this.status = 'investigating';
  }

  private get correcting(): boolean {
    return this.corrections.some(({ effective }) => effective !== true);
  }

  override watches(): Watch[] {
    const due = this.corrections.flatMap(({ dueAt, doneBy, overdue }, i) =>
      doneBy !== undefined || overdue
        ? []
        : [{ key: `correction:${i + 1}`, at: dueAt, label: () => `corrective action ${i + 1} due` }],
    );
    const { written } = this.rules;
    const no = this.writtenAccounts + 1;
    const over = this.closedAt !== undefined && !this.correcting;
    const account =
      !written || over
        ? []
        : [{ key: 'account', at: this.openedAt + no * written.everyMs, label: () => `written account ${no}` }];
    const others = super.watches().filter(({ key }) => key !== 'closing' || !this.correcting);
    return [...others, ...due, ...account];
  }

  override wake(watch: Watch): void {
    const no = /^correction:(\d+)$/.exec(watch.key)?.[1];
    if (no !== undefined) return this.correctionOverdue(Number(no));
    if (watch.key === 'account') return this.writeAccount();
    if (watch.key === 'closing') this.mark('archived');
    super.wake(watch);
  }

  private correctionOverdue(no: number): void {
    this.corrections = this.corrections.map((c, i) => (i + 1 === no ? { ...c, overdue: true } : c));
    this.mark('correction_overdue');
    const [ladder] = Object.keys(this.policy.ladders);
    if (ladder !== undefined)
      this.raise({ key: `correction:${no}`, cause: 'wait', subject: 'correction_overdue', ladder, clauses: [] });
  }

  private writeAccount(): void {
    this.writtenAccounts++;
    for (const to of this.rules.written?.to ?? []) this.tell('complaint_account', to);
    this.mark('weekly_written');
  }

  protected override customerWaits(): Record<string, Instant> {
    const waits = super.customerWaits();
    const decidedAt = this.proposal?.decidedAt;
    return this.status === 'communicated' && decidedAt !== undefined ? { ...waits, decision: decidedAt } : waits;
  }
}
