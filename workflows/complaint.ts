/**
 * A complaint as a long-lived workflow. What can be done stands in `domain/cases/complaint.ts`; here are its durable
 * waits, each one function: what is waited for, until when, and what happens when nobody came first.
 */
import { complaintKind } from '../domain/cases/complaint';
import { writeAccount } from '../domain/cases/complaint/completion';
import { newComplaint, open } from '../domain/cases/complaint/intake';
import { correctionOverdue } from '../domain/cases/complaint/investigation';
import type { ComplaintInput } from '../domain/cases/complaint/opening';
import { currentProposal, openCorrections, type ComplaintState } from '../domain/cases/complaint/state';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Carried } from './case';
import { runCase, type CaseResult } from './lifecycle';
import type { Wait } from './running';
import { callbackRetries, closing, customerWaits, milestoneWaits } from './waits';

type ComplaintWait = Wait<ComplaintState>;

/** Opens the case in its first run, and lives until its papers are archived, or it is cancelled; never ends Failed. */
export async function complaint(input: ComplaintInput, carried?: Carried<ComplaintState>): Promise<CaseResult> {
  return runCase({ kind: complaintKind, begin: newComplaint, open, waits }, input, carried);
}

/** Everything that a case waits for in its present state. */
export function waits(state: ComplaintState, policy: CasePolicy): ComplaintWait[] {
  return [
    ...milestoneWaits(state, policy),
    ...customerWaits(state, unanswered(state)),
    ...callbackRetries(state, policy),
    ...correctionDates(state),
    ...accounts(state, policy),
    ...archiving(state, policy),
  ];
}

/** The decision is with the customer: somebody asks again (C-M2-3 names no time; every two days is our default). */
function unanswered(state: ComplaintState): Record<string, number> {
  const decidedAt = currentProposal(state)?.decidedAt;
  return state.status === 'communicated' && decidedAt !== undefined ? { decision: decidedAt } : {};
}

/** A corrective action has its date; when it passes the ladder is told, once. */
function correctionDates(state: ComplaintState): ComplaintWait[] {
  return state.corrections
    .filter(({ done, overdueAt }) => done === undefined && overdueAt === undefined)
    .map(({ no, dueAt }) => ({
      key: `correction:${no}`,
      at: dueAt,
      summary: `corrective action ${no} due`,
      wake: (work) => correctionOverdue(work, no),
    }));
}

/** Week by week in writing to the departments, while the complaint or a corrective action of it is open. */
function accounts(state: ComplaintState, policy: CasePolicy): ComplaintWait[] {
  const rule = policy.complaints?.written;
  const over = state.closedAt !== undefined && openCorrections(state).length === 0;
  if (!rule || over) return [];
  const no = (state.written?.no ?? 0) + 1;
  const summary = `written account ${no} ${rule.clauses.join(' ')}`.trim();
  return [{ key: 'account', at: state.openedAt + no * rule.everyMs, summary, wake: writeAccount }];
}

/** The papers go to the archive when nothing can be reopened any more and every corrective action was found effective. */
function archiving(state: ComplaintState, policy: CasePolicy): ComplaintWait[] {
  if (openCorrections(state).length > 0) return [];
  return closing(state, policy).map((wait) => ({
    ...wait,
    wake: (work) => {
      work.mark('archived');
      wait.wake(work);
    },
  }));
}
