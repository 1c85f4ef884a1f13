/**
 * A complaint as the auditor reads it: which marks, facts, money and clocks each action brings. Written from the policies'
 * words, not from the product's functions.
 */
import { endOfLocalDate } from '../../domain/calendar/zone';
import { complaintKind } from '../../domain/cases/complaint';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { isSecondEdition, isThirdEdition } from '../../domain/policy/edition';
import { parseDate } from '../../domain/time/date';
import { Request } from '../approvals';
import { given, type Acts } from './case-file';
import type { ComplaintCase } from './complaint-case';
import { total, type Money, type Payload } from './complaint-payload';
import { SuspiciousComplaint } from './complaint-suspicions';
import type { Procedure } from './procedure';

/** What a report of danger is marked as. */
const dangers: Readonly<Record<string, string>> = {
  safety: 'safety_reported',
  customer_loss: 'severe_loss',
  company_loss: 'company_loss',
  staff_held: 'incident_reported',
  urgent: 'urgent_reported',
};

const acts: Acts<ComplaintCase, Payload> = {
  acknowledgeReceipt: (c) => {
    c.mark('acknowledged');
    c.mark('responded');
    if (c.status === 'received') c.status = 'acknowledged';
  },
  completeForm: (c, { known, lots }) => {
    addLots(c, lots);
    c.learn(Object.fromEntries(known.map((field) => [`${field}Known`, true])));
    c.submitForm();
  },
  logContact: () => undefined,
  addStatement: () => undefined,
  assess: (c, { severity, categories, urgent, lots, region, product }) => {
    addLots(c, lots);
    const checks = c.rules.categories.some(({ id, checksBatch }) => checksBatch && categories.includes(id));
    c.learn({
      severity,
      ...given({ urgent: urgent || undefined, region, product, quality: checks || undefined }),
    });
    c.mark('assessed');
    if (urgent || severity === 'critical') c.tellLeadership('urgent_reported');
    const fresh = categories.filter((id) => !c.shares.has(id));
    if (fresh.length > 0) c.route(fresh);
    if (c.status === 'received' || c.status === 'acknowledged') c.status = 'assessed';
  },
  reportDanger: (c, { what, preserveScene }) => {
    c.tellLeadership(dangers[what]!);
    if (preserveScene) c.mark('scene_preserved');
  },
  nameConcerned: (c, { concernedIds }) => {
    c.barred = [...new Set([...c.barred, ...concernedIds])];
    const kept = Object.entries(c.parties).filter(([, id]) => !c.barred.includes(String(id)));
    c.parties = Object.fromEntries(kept);
    c.learn({ aboutStaff: true });
    c.mark('staff_concerned');
    for (const share of c.shares.values())
      if (share.status === 'taken' && c.barred.includes(share.personId ?? ''))
        Object.assign(share, { status: 'routed', personId: undefined });
  },
  assignHandler: (c, { handlerId }) => {
    c.parties = { ...c.parties, engineerId: handlerId };
    c.tell('complaint_assigned', 'engineer');
  },

  assignTask: (c, { category, taskPersonId }) => {
    give(c, category, taskPersonId);
    c.tell('complaint_task', `person:${taskPersonId}`);
  },
  takeTask: (c, { category }) => give(c, category, c.by),
  passTask: (c, { category, role }) => {
    c.shares.set(category, { owner: role, status: 'routed', passedFrom: c.shares.get(category)?.owner ?? '' });
    c.tell('complaint_task', role);
  },
  answerTask: (c, { category }) => {
    const share = c.shares.get(category)!;
    c.shares.set(category, { ...share, status: 'answered', personId: share.personId ?? c.by, answeredBy: c.by });
    c.mark('answered');
    c.mark(`answered.${category}`);
    if (c.status === 'assessed') c.status = 'investigating';
    if ([...c.shares.values()].every(({ status }) => status === 'answered')) c.mark('all_answered');
  },
  checkBatch: (c, { lot, inStock }) => {
    const tester = inStock && isThirdEdition(c.policy) ? c.rules.batch?.tester : undefined;
    if (lot !== undefined) c.lots.set(lot, { inStock, tester });
    c.mark('stock_checked');
    if (lot === undefined || !inStock) return c.clear();
    c.mark('sample_ordered');
    if (c.rules.batch) c.tell('sample_test', c.rules.batch.tester);
  },
  testSample: (c, { lot, similar }) => {
    if (isThirdEdition(c.policy)) c.mark('sample_tested');
    if (!similar) return c.clear();
    c.mark('sample_bad');
    c.openRecall(lot!);
  },
  listAffected: (c, { lot, customerIds, complete }) => {
    const recall = c.lots.get(lot!)!.recall!;
    for (const id of new Set(customerIds)) {
      if (recall.customers.has(id)) continue;
      recall.customers.set(id, false);
      c.tell('recall_notice', `customer:${id}`);
    }
    if (complete) {
      recall.listed = true;
      c.mark('affected_listed');
    }
    c.endRecall(lot!);
  },
  settleAffected: (c, { lot, affectedId }) => {
    c.lots.get(lot!)!.recall!.customers.set(affectedId, true);
    c.endRecall(lot!);
  },
  conclude: (c, { outcome }) => {
    c.foundBy = c.by;
    c.learn({ outcome });
    c.mark('investigated');
    c.status = 'responding';
  },
  planCorrection: (c, { correctionOwnerId, dueOn }) => {
    const { zone } = Object.values(c.policy.calendars)[0]!;
    c.corrections = [...c.corrections, { ownerId: correctionOwnerId, dueAt: endOfLocalDate(zone, parseDate(dueOn)) }];
    c.mark('correction_planned');
    c.tell('correction_due', `person:${correctionOwnerId}`);
  },
  reportCorrection: (c, { correction }) => {
    change(c, correction, { doneBy: c.by, effective: undefined });
    c.mark('correction_done');
    c.settle((a) => a.key === `correction:${correction}`, 'done');
  },
  verifyCorrection: (c, { correction, effective }) => {
    change(c, correction, { effective });
    if (effective) c.mark('correction_verified');
  },

  propose: (c, { compensation }) => offer(c, compensation),
  decideCompensation: (c, { decision, duty }) => {
    const { request } = c.proposal!;
    request.decide(c, duty, decision);
    if (request.next !== undefined) c.tell('compensation_approval_needed', request.next);
    if (decision === 'refused') c.mark('compensation_refused');
    if (!request.approved) return;
    c.mark('compensation_approved');
    c.decided();
  },
  answerDecision: (c, { accepted }) => {
    const proposal = { ...c.proposal!, accepted };
    c.proposals[c.proposals.length - 1] = proposal;
    c.mark(accepted ? 'accepted' : 'rejected');
    if (!accepted) c.roundNo++;
    if (accepted && !proposal.alreadyOwed) {
      const approvedBy = proposal.request.people;
      if (proposal.replaces) for (const no of c.book.standing('compensation')) c.takeBack(no, approvedBy);
      for (const { payer, fen, clauses } of proposal.lines)
        c.post('compensation', fen, payer, 'customer', { clauses, approvedBy });
    }
    c.status = accepted ? 'carrying_out' : 'responding';
  },
  appeal: (c, { level }) => {
    const last = c.rules.levels.findIndex(({ id }) => id === c.reviews.at(-1)?.level);
    const left = c.rules.levels.slice(last + 1);
    const next = left.find(({ id }) => id === level) ?? left[0]!;
    c.reviews = [...c.reviews, { level: next.id }];
    c.mark('appealed');
    c.mark(`appealed.${next.id}`);
    c.tell('complaint_appeal', next.role);
    if (isThirdEdition(c.policy)) c.dropCallbacks('appealed');
    c.status = 'in_review';
  },
  rule: (c, { outcome, compensation }) => {
    const { level } = c.reviews.at(-1)!;
    const final = c.rules.levels.find(({ id }) => id === level)?.final === true;
    c.reviews = [...c.reviews.slice(0, -1), { level, ruledBy: c.by, final }];
    c.mark('ruled');
    c.mark(`ruled.${level}`);
    if (final) c.mark('ruled_final');
    if (outcome === 'amended') return offer(c, compensation, level);
    const { accepted, alreadyOwed } = c.proposal!;
    c.proposals = [
      ...c.proposals,
      { ...c.proposal!, level, accepted: undefined, alreadyOwed: alreadyOwed === true || accepted === true },
    ];
    c.decided();
  },

  carryOut: (c) => {
    c.mark('carried_out');
    c.status = 'follow_up';
  },
  callBack: (c, payload) => {
    const satisfied = c.attempt(payload);
    if (satisfied === undefined) return;
    if (satisfied) return c.mark('satisfied');
    c.mark('dissatisfied');
    c.dropCallbacks('dissatisfied');
    c.nextRound();
  },
  close: (c) => {
    c.mark('written_result');
    c.tell('complaint_result', 'customer');
    c.shut();
  },
  withdraw: (c) => {
    c.mark('withdrawn');
    c.shut();
  },
  cancel: (c) => c.abandon(),
  reopen: (c) => {
    c.closedAt = undefined;
    c.mark('reopened');
    c.nextRound();
    c.oweResponseAgain();
  },
};

function addLots(c: ComplaintCase, lots: readonly string[]): void {
  c.lotsOnForm = [...new Set([...c.lotsOnForm, ...lots])];
}

function give(c: ComplaintCase, category: string, personId: string): void {
  c.shares.set(category, { ...c.shares.get(category)!, status: 'taken', personId });
  if (c.status === 'assessed') c.status = 'investigating';
}

function change(c: ComplaintCase, no: number, to: Partial<ComplaintCase['corrections'][number]>): void {
  c.corrections = c.corrections.map((one, i) => (i + 1 === no ? { ...one, ...to } : one));
}

/** A solution; without money in it, it is decided at once. A ruling's own, at its level, says what is owed in all. */
function offer(c: ComplaintCase, compensation: readonly Money[], level?: string): void {
  const replaces = level !== undefined && isSecondEdition(c.policy);
  const fen = total(compensation);
  const { bases = [], limits = [] } = c.rules.compensation ?? {};
  const limit = fen === 0 ? undefined : limits.find(({ upToFen }) => (replaces ? 0 : c.acceptedFen) + fen <= upToFen);
  const lines = compensation.map(({ basis, amountFen }) => {
    const { payer = 'company', clauses = [] } = bases.find(({ id }) => id === basis) ?? {};
    return { payer, clauses, fen: amountFen };
  });
  const request = new Request(limit?.approvers ?? [], c.by);
  c.proposals = [...c.proposals, { by: c.by, fen, lines, request, level, replaces }];
  c.mark('proposed');
  c.status = 'responding';
  if (request.next === undefined) return c.decided();
  c.mark('compensation_requested');
  c.tell('compensation_approval_needed', request.next);
}

/** How the auditor reads complaints. */
export const complaintProcedure: Procedure = {
  table: complaintKind,
  ownJobs: false,
  create: (input: unknown, policy: CasePolicy) => {
    const found = new SuspiciousComplaint(policy, acts);
    const { dispatcherId, engineerId } = (input as { parties: ComplaintCase['parties'] }).parties;
    found.parties = { ...(dispatcherId && { dispatcherId }), ...(engineerId && { engineerId }) };
    return found;
  },
};
