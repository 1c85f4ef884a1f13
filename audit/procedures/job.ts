/**
 * A job as the auditor reads it: site checks, installation, demonstration, training, maintenance, inspection. The visit is
 * a repair's; which marks and facts the work brings is written here from the policies' words, not from the product's
 * functions, which it judges.
 */
import { jobKind } from '../../domain/cases/job';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { isThirdEdition } from '../../domain/policy/edition';
import type { FactValue } from '../../domain/policy/rule';
import type { Accounts } from '../account';
import { indexOf } from '../policy-index';
import type { Procedure } from './procedure';
import { visitActs, type VisitPayload } from './visit';
import { VisitCase } from './visit-case';

/** What a job opens with, as far as it matters for its promises. */
interface Opening {
  facts: Record<string, FactValue>;
  parties: { dispatcherId?: string; engineerId?: string; assetId?: string };
}

/** Every field that any action's payload may have, after its schema checked it. */
interface Payload extends VisitPayload {
  items: { passed: boolean }[];
  goods: { listed: number; counted: number; sound: boolean }[];
  department: number;
  accepted: boolean;
  done: boolean;
  tested: boolean;
  signed: boolean;
  quality?: number;
  attitude?: number;
  callback: string;
  reached: boolean;
  satisfied?: boolean;
}

/** A job under audit: visit and work, besides the ledger. */
class JobCase extends VisitCase {
  signedOff = false;
  unitId?: string;
  /** How many departments the delivery has, and which have nothing yet. */
  desks = 0;
  waitingDesks = new Set<number>();
  /** What the last check of the site, count of the goods and test came to. */
  siteFit?: boolean;
  goodsRight?: boolean;
  testPassed?: boolean;

  opened(input: unknown): void {
    const { facts, parties } = input as Opening;
    this.unitId = parties.assetId;
    this.learn(facts);
    this.status = 'received';
    this.mark('reported');
  }

  /** Done, signed, and nobody is at the customer's any more: its callbacks are waited for, or it closes by itself. */
  goOn(): void {
    const answered = ['test', 'consultation'].includes(String(this.facts.work));
    if (this.lastCompletion?.resolved !== true || !(this.signedOff || answered) || this.visiting) return;
    if (this.mandatoryOwed) this.status = 'callback_due';
    else this.shut();
  }

  override accounts(): Accounts {
    return {
      ...super.accounts(),
      ...(this.desks > 0 && { departments: Array.from({ length: this.desks }, (_, i) => ({ no: i + 1 })) }),
      siteCheck: this.siteFit === undefined ? undefined : { passed: this.siteFit },
      goodsCheck: this.goodsRight === undefined ? undefined : { complete: this.goodsRight },
      testReport: this.testPassed === undefined ? undefined : { passed: this.testPassed },
      outcome: this.lastCompletion,
    };
  }

  /** The work is an answer, which nobody signs. */
  answer(tested: boolean): void {
    this.lastCompletion = { resolved: true, tested };
    this.learn({ resolved: true, tested });
  }

  /** The work has to be done again. */
  undo(): void {
    this.lastCompletion = undefined;
    this.signedOff = false;
    this.learn({ resolved: false, tested: false });
  }
}

type Act = (c: JobCase, p: Payload) => void;

/** What each action of a job brings. */
const acts: Readonly<Record<string, Act>> = {
  ...visitActs,
  notifyCustomer: (c) => c.mark('customer_notified'),
  checkSite: (c, { items }) => {
    c.siteFit = items.every(({ passed }) => passed);
    c.mark('site_checked');
    if (!c.siteFit) c.mark('site_unfit');
  },
  agreePosition: (c) => c.mark('position_agreed'),
  brief: (c) => c.mark('maintenance_briefed'),
  goodsArrived: (c) => c.mark('stock_arrived'),
  deliverToDesk: (c, { department }) => {
    c.waitingDesks.delete(department);
    c.mark('department_served');
    if (c.waitingDesks.size === 0) c.mark('departments_served');
  },
  addDepartment: (c) => {
    c.desks += 1;
    c.waitingDesks.add(c.desks);
  },
  checkGoods: (c, { goods }) => {
    c.goodsRight = goods.every(({ listed, counted, sound }) => sound && counted === listed);
    c.mark('goods_checked');
    if (!c.goodsRight) c.mark('goods_differ');
  },
  recordAcceptance: (c, { accepted }) => {
    c.mark('acceptance_recorded');
    if (!accepted) {
      c.undo();
      return c.mark('acceptance_refused');
    }
    c.mark('acceptance_signed');
    const rule = c.policy.jobs?.warrantyFromAcceptance;
    if (rule && c.unitId !== undefined) c.tell('warranty_started', 'unit');
    else if (rule) c.leaveOpen('recordAcceptance', 'unit', rule.clauses);
  },
  reportTest: (c, { items }) => {
    c.testPassed = items.every(({ passed }) => passed);
    c.answer(c.testPassed);
    c.mark('test_reported');
    c.goOn();
  },
  answerQuestion: (c) => {
    c.answer(false);
    c.mark('consultation_answered');
    c.goOn();
  },
  finish: (c, { done, tested }) => {
    c.lastCompletion = { resolved: done, tested };
    c.signedOff = false;
    c.learn({ resolved: done, tested });
    if (!done) return c.mark('work_unfinished');
    c.mark('work_finished');
    if (c.facts.work === 'installation') c.mark('installed');
    if (c.facts.work === 'delivery' && indexOf(c.policy).names('delivered')) c.mark('delivered');
  },
  signOff: (c, { signed, quality, attitude }) => {
    c.signedOff = true;
    c.mark('signed_off');
    const badly = quality !== undefined && attitude !== undefined && Math.min(quality, attitude) < 3;
    const promised = c.policy.milestones.some(({ from }) => from.includes('signed_off_discontent'));
    if ((badly || !signed) && (promised || isThirdEdition(c.policy))) c.mark('signed_off_discontent');
    c.goOn();
  },
  endVisit: (c, payload) => {
    visitActs.endVisit!(c, payload);
    c.goOn();
  },
  callBack,
  close: (c) => c.shut(),
  cancel: (c) => c.abandon(),
  reopen: (c) => {
    c.closedAt = undefined;
    c.undo();
    c.status = 'assessed';
    c.mark('reopened');
    c.oweResponseAgain();
  },
};

/** Dissatisfied where the policy calls until they are satisfied: another visit. */
function callBack(c: JobCase, payload: Payload): void {
  const satisfied = c.attempt(payload);
  if (satisfied === undefined) return;
  if (!satisfied) {
    c.mark('dissatisfied');
    if (c.policy.callbacks.find(({ id }) => id === payload.callback)?.untilSatisfied === true) {
      c.dropCallbacks('dissatisfied');
      c.undo();
      if (c.status === 'callback_due') c.status = 'assessed';
      return;
    }
  }
  c.goOn();
}

/** How the auditor reads jobs. */
export const jobProcedure: Procedure = {
  table: jobKind,
  ownJobs: true,
  create: (input: unknown, policy: CasePolicy) => {
    const found = new JobCase(policy, acts);
    found.parties = { ...(input as Opening).parties };
    return found;
  },
};
