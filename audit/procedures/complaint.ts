/**
 * A complaint as the auditor reads it: which marks, facts, money and clocks each action brings, and what about it the
 * product would have refused. Written from the policies' words, not from the product's functions.
 */
import { endOfLocalDate } from '../../domain/calendar/zone';
import { complaintKind } from '../../domain/cases/complaint';
import type { Actor } from '../../domain/cases/record';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { isSecondEdition } from '../../domain/policy/edition';
import { parseDate } from '../../domain/time/date';
import { Request } from '../approvals';
import { heldDuty } from '../duties';
import { given, type Acts } from './case-file';
import { ComplaintCase } from './complaint-case';
import type { Procedure, Suspicion } from './procedure';

interface Money {
  basis: string;
  amountFen: number;
  unitFen?: number;
  quantity?: number;
}

/** Every field that any action's payload may have, after its schema checked it. */
interface Payload {
  known: string[];
  lots: string[];
  severity: string;
  categories: string[];
  urgent: boolean;
  region?: string;
  product?: string;
  what: string;
  preserveScene: boolean;
  concernedIds: string[];
  handlerId: string;
  category: string;
  taskPersonId: string;
  role: string;
  lot: string | undefined;
  inStock: boolean;
  similar: boolean;
  customerIds: string[];
  complete: boolean;
  affectedId: string;
  outcome: string;
  correctionOwnerId: string;
  dueOn: string;
  correction: number;
  effective: boolean;
  compensation: Money[];
  decision: 'approved' | 'refused';
  duty: string;
  accepted: boolean;
  level?: string;
  callback: string;
  reached: boolean;
  satisfied?: boolean;
}

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
    if (lot !== undefined) c.lots.set(lot, { inStock });
    c.mark('stock_checked');
    if (lot === undefined || !inStock) return c.clear();
    c.mark('sample_ordered');
    if (c.rules.batch) c.tell('sample_test', c.rules.batch.tester);
  },
  testSample: (c, { lot, similar }) => {
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
    c.dropCallbacks();
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

const total = (lines: readonly { amountFen: number }[]): number => lines.reduce((sum, l) => sum + l.amountFen, 0);

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

/** Actions that those may take whom the complaint is about: what every case has, and their own side of it. */
const openToAll = [
  ...['addStatement', 'note', 'complained', 'handOver', 'link', 'raise', 'acknowledge', 'resolveEscalation'],
  ...['extend', 'excuse', 'approveExcuse', 'correct', 'confirmEntry', 'reverseEntry'],
];

/** A complaint that knows what about an action cannot have been right. */
class SuspiciousComplaint extends ComplaintCase {
  suspect(action: string, payload: unknown, actor: Actor): Suspicion[] {
    const concerned = this.barred.includes(actor.id) && !openToAll.includes(action);
    return [
      ...(concerned ? [{ kind: 'concerned_acts' as const, what: action }] : []),
      ...(suspicions[action]?.(this, payload as Payload, actor) ?? []),
    ];
  }
}

type Suspect = (c: ComplaintCase, payload: Payload, actor: Actor) => Suspicion[];

const secondPerson = (what: string): Suspicion[] => [{ kind: 'second_person_missing', what }];

/**
 * For whoever has the role in this case, as the policy says.
 * @param others system roles that may act for them
 */
function forDuty(
  c: ComplaintCase,
  actor: Actor,
  role: string | undefined,
  others: readonly string[] = ['supervisor'],
): Suspicion[] {
  if (others.includes(actor.role) || (role !== undefined && heldDuty(actor, role, c))) return [];
  return [{ kind: 'action_not_allowed', what: 'duty', expected: role ?? 'none' }];
}

/** For the department that has the share, or the person to whom it was given. */
function forOwner(c: ComplaintCase, { category }: Payload, actor: Actor): Suspicion[] {
  const share = c.shares.get(category);
  return share?.personId === actor.id ? [] : forDuty(c, actor, share?.owner);
}

/** For whoever handles the complaint. */
function forHandler(c: ComplaintCase, _payload: Payload, actor: Actor): Suspicion[] {
  return c.parties.engineerId === actor.id ? [] : forDuty(c, actor, c.rules.handler.role);
}

/** More than anybody may approve, or an amount that is not its price times its quantity. */
function overpaid(c: ComplaintCase, compensation: readonly Money[], before: number): Suspicion[] {
  const most = Math.max(0, ...(c.rules.compensation?.limits ?? []).map(({ upToFen }) => upToFen)) - before;
  const wrong = (what: number, expected: number): Suspicion => ({
    kind: 'amount_not_allowed',
    what: String(what),
    expected,
  });
  const fen = total(compensation);
  const lines = compensation.flatMap(({ amountFen, unitFen, quantity }) => {
    const product = unitFen === undefined || quantity === undefined ? amountFen : Math.round(unitFen * quantity);
    return product === amountFen ? [] : [wrong(amountFen, product)];
  });
  return fen > most ? [...lines, wrong(fen, most)] : lines;
}

const suspicions: Readonly<Record<string, Suspect>> = {
  checkBatch: (c, _payload, actor) => forDuty(c, actor, c.rules.batch?.checker),
  testSample: (c, _payload, actor) => forDuty(c, actor, c.rules.batch?.tester),
  takeTask: forOwner,
  passTask: forOwner,
  answerTask: forOwner,
  conclude: forHandler,
  reportCorrection: (c, { correction }, actor) => {
    const { ownerId } = c.corrections[correction - 1] ?? {};
    return actor.role === 'supervisor' || ownerId === actor.id ? [] : [{ kind: 'action_not_allowed', what: 'owner' }];
  },
  propose: (c, payload, actor) => [
    ...forHandler(c, payload, actor),
    ...overpaid(c, payload.compensation, c.acceptedFen),
  ],
  decideCompensation: (c, { duty }, { id }) => c.proposal?.request.suspect(id, duty) ?? [],
  rule: (c, { compensation }, actor) => [
    ...forDuty(c, actor, c.rules.levels.find(({ id }) => id === c.reviews.at(-1)?.level)?.role, []),
    ...(c.handledBy.has(actor.id) ? secondPerson('review') : []),
    ...overpaid(c, compensation, 0),
  ],
  verifyCorrection: (c, { correction }, { id: by }) => {
    const found = c.corrections[correction - 1];
    return found?.ownerId === by || found?.doneBy === by ? secondPerson(`correction ${correction}`) : [];
  },
};

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
