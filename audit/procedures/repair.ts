/**
 * A repair as the auditor reads it: which marks, facts and pauses each action brings. It is written from the policies'
 * words and the list of marks, not from the product's functions, which it judges.
 */
import { repairKind } from '../../domain/cases/repair';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { isThirdEdition } from '../../domain/policy/edition';
import { parseInstant } from '../../domain/time/instant';
import { Request } from '../approvals';
import { given, without } from './case-file';
import { isAbout, wouldBeGoodwill } from './decided';
import type { Procedure } from './procedure';
import { RepairCase, type Opening } from './repair-case';
import { visitActs, type VisitPayload } from './visit';

/** Every field that any action's payload may have, after its schema checked it. */
interface Payload extends VisitPayload {
  outcome: 'solved' | 'unsolved' | 'refused';
  agreed: boolean;
  humanDamage: boolean;
  repairableHere: boolean;
  established: Record<string, unknown>;
  customerRejectsExplanation?: boolean;
  lines: { fee: string; quantity: number; unitFen?: number }[];
  accepted: boolean;
  fee: string;
  quantity: number;
  amountFen?: number;
  replaces?: boolean;
  correct: boolean;
  expectedAt?: string;
  decision: 'approved' | 'refused';
  duty: string;
  stage: string;
  solved: boolean;
  resolved: boolean;
  tested: boolean;
  replacedParts: string[];
  signed: boolean;
  chargedFen: number;
  payment: 'on_the_spot' | 'invoice_first';
  paper?: string;
  depositFen: number;
  count: number;
  complete: boolean;
  quality?: number;
  attitude?: number;
  callback: string;
  reached: boolean;
  satisfied?: boolean;
  whose: 'customer' | 'company';
  preserveScene: boolean;
  known: string[];
  purchaseDate?: string;
}

type Act = (c: RepairCase, p: Payload) => void;

/** An action that only sets marks. */
const marks =
  (...names: string[]): Act =>
  (c) =>
    names.forEach((name) => c.mark(name));

/** What each action of a repair brings. */
const acts: Readonly<Record<string, Act>> = {
  ...visitActs,
  completeRecord: (c, { known, ...facts }) => {
    const { purchaseDate } = facts;
    const fields = [...known, ...(purchaseDate === undefined ? [] : ['purchaseDate'])];
    c.learn({
      ...given(facts),
      ...Object.fromEntries(fields.map((field) => [`${field}Known`, true])),
      recordComplete: true,
    });
    c.decide();
    if (c.done.record_completed === undefined) c.mark('record_completed');
  },
  guide: (c, { outcome }) => {
    if (c.done.responded === undefined || c.owedTo('responded').length > 0) c.mark('responded');
    c.mark(outcome === 'refused' ? 'guidance_refused' : 'guidance_given');
    if (outcome === 'refused') {
      c.learn({ channel: 'on_site' });
      c.decide();
    }
    if (c.status === 'received') c.status = 'contacted';
    if (outcome !== 'solved') return;
    c.learn({ remoteOnly: true, resolved: true, tested: true });
    c.outcome = { content: true };
    c.ratedBadly = false;
    c.lastCompletion = { resolved: true, tested: true };
    c.completions++;
    c.mark('repaired');
    c.status = 'callback_due';
  },
  assess: (c, payload) => {
    c.learn(given(without(payload, 'reason', 'established')));
    c.established = { ...c.established, ...payload.established };
    c.decide();
    if (c.status === 'received' || c.status === 'contacted') c.status = 'assessed';
  },
  markSpecial: (c) => {
    c.learn({ special: true });
    c.mark('special_marked');
  },
  passToLead: marks('project_lead_notified'),
  takeBack: (c, { agreed }) => {
    if (!agreed) return c.mark('take_back_refused');
    c.mark('taken_back');
    c.visit = { ...c.visit, endedAt: c.at, appointment: undefined };
    c.mark('visit_ended');
    c.mark('visit_ended_unresolved');
    c.noAppointment();
    c.status = 'assessed';
  },
  receiveDevice: (c) => {
    c.deviceIn = c.at;
    c.deviceBack = undefined;
    c.mark('device_received');
    c.markWarrantyOver();
    c.status = 'in_repair';
  },
  diagnose,
  quote: (c, { lines }) => {
    const priced = lines.map(({ fee, quantity, unitFen }) => {
      const line = c.policy.fees.find((f) => f.id === fee);
      const set = c.price?.request.approved && isAbout(c.price, { fee, quantity }) ? c.price.fen : undefined;
      const each = line?.basis === 'waived' ? 0 : (line?.fen ?? unitFen ?? 0);
      const fen = set ?? Math.round(each * quantity);
      return { fee, quantity, unitFen: set === undefined ? each : Math.round(set / quantity), fen, payer: line?.payer };
    });
    const customerFen = priced.reduce((sum, { fen, payer }) => sum + (payer === 'customer' ? fen : 0), 0);
    c.quote = { sentAt: c.at, customerFen, lines: priced };
    c.passPrice(lines);
    c.decide();
    c.mark('quote_sent');
    if (c.policy.quote.pause) c.pause(c.policy.quote.pause);
    c.status = 'waiting_customer';
  },
  askPrice: (c, { fee, quantity, amountFen, replaces }) => {
    if (replaces === true) c.giveUpPrice();
    const next = c.askPrice({ fee, quantity, fen: amountFen! });
    c.mark('price_asked');
    if (next !== undefined) c.tell('price_approval_needed', next);
  },
  decidePrice: (c, { decision, duty, amountFen }) => {
    if (!c.price) return;
    if (amountFen !== undefined && amountFen !== c.price.fen) c.setPrice(amountFen, duty);
    const { request, said, past, askedBy } = c.price;
    request.decide(c, duty, decision);
    c.price = { ...c.price, said: { ...said, [duty]: decision }, past: past && !isThirdEdition(c.policy) };
    c.decide();
    if (request.next !== undefined) return c.tell('price_approval_needed', request.next);
    c.mark('price_decided');
    c.tell(request.approved ? 'price_approved' : 'price_refused', `person:${askedBy}`);
  },
  answerQuote: (c, { accepted }) => {
    c.quote = { ...c.quote!, answer: accepted ? 'accepted' : 'declined' };
    c.decide();
    c.mark(accepted ? 'consented' : 'declined');
    const slip = c.decisions().approval?.answer.waitingFor === 'remittance_slip';
    if (!(accepted && slip)) c.endQuote(accepted);
  },
  remit: (c) => {
    c.quote = { ...c.quote!, remitted: true };
    c.decide();
    c.mark('remittance_received');
    c.endQuote(true);
  },
  promise: (c, { at }) => {
    c.learn({ promisedReturn: parseInstant(at) });
    c.mark('promised');
  },
  reportLateReturn: marks('delay_known'),

  waitForParts: (c, payload) => {
    c.waits = [...c.waits, { from: c.at }];
    c.pause('waiting_parts');
    c.mark('parts_wait_started');
    c.status = 'waiting_parts';
    expectParts(c, payload);
  },
  expectParts,
  receiveParts: (c, { correct }) => {
    if (!correct) return;
    c.noteCap();
    if (c.waits.some((w) => w.to === undefined)) c.endWait('arrived');
    c.mark('parts_wait_ended');
  },
  useStockUnit: (c) => {
    c.noteCap();
    for (const role of c.policy.parts.emergency?.notify ?? []) c.tell('stock_unit_used', role);
    c.endWait('stock_unit');
    c.mark('stock_unit_used');
    c.mark('parts_wait_ended');
  },
  returnOldParts: (c, { count }) => {
    c.oldPartsReturned += count;
    c.mark('old_part_returned');
  },
  requestLoaner: (c) => {
    const request = new Request(approversOf(c), c.by);
    const first = request.next;
    c.loaner = { status: first ? 'requested' : 'approved', request };
    c.mark('loaner_requested');
    if (first) c.tell('loaner_approval_needed', first);
  },
  decideLoaner: (c, { decision, duty }) => {
    if (!c.loaner) return;
    const { request } = c.loaner;
    request.decide(c, duty, decision);
    const { next, approved } = request;
    c.loaner = { ...c.loaner, status: approved ? 'approved' : next === undefined ? 'refused' : 'requested' };
    if (next !== undefined) c.tell('loaner_approval_needed', next);
  },
  issueLoaner: (c, { depositFen }) => {
    c.loaner = { ...c.loaner!, status: 'issued', depositFen };
    const approvedBy = c.loaner.request.people;
    const { clauses } = c.policy.loaner;
    c.depositNo = c.post('deposit', depositFen, 'customer', 'company', { clauses, approvedBy });
    c.mark('loaner_issued');
  },
  returnLoaner: (c, { complete }) => {
    c.loaner = { ...c.loaner!, status: 'returned' };
    const takenBack = c.depositNo !== undefined && c.book.reversed(c.depositNo);
    if (complete && !takenBack) c.giveDepositBack();
    c.mark('loaner_returned');
    if (!complete) c.leaveOpen('returnLoaner', 'loaner_complete', c.policy.loaner.clauses);
  },
  sendToMaker: (c) => {
    c.mark('sent_to_maker');
    c.status = 'at_factory';
  },
  backFromMaker: (c) => {
    c.mark('back_from_maker');
    c.status = 'in_repair';
  },
  askHelp: (c, { stage }) => {
    c.mark('help_asked');
    const tell = c.policy.technicalHelp.find((h) => h.id === stage)?.tell;
    if (tell !== undefined) c.tell('help_needed', tell);
  },
  answerHelp: marks('help_answered'),
  grantGoodwill: (c) => {
    c.goodwill = true;
    c.decide();
    c.mark('goodwill_granted');
    if (c.policy.quote.pause) c.resume(c.policy.quote.pause);
    if (['ready', 'callback_due', 'waiting_customer'].includes(c.status)) c.status = c.place;
  },

  complete: (c, { resolved, tested, replacedParts }) => {
    c.lastCompletion = { resolved, tested };
    c.completions++;
    c.outcome = { content: !c.ratedBadly, chargedFen: c.outcome?.chargedFen };
    c.learn({ resolved, tested });
    if (replacedParts.length > 0) c.mark('parts_replaced');
    if (tested) c.mark('tested');
    if (!resolved) return;
    c.mark('repaired');
    c.status = 'repaired';
  },
  signOff: (c, { signed, quality, attitude, chargedFen, payment, paper }) => {
    const entry = c.post('fee', chargedFen, 'customer', 'company', { clauses: c.policy.quote.clauses });
    c.ratedBadly = quality !== undefined && attitude !== undefined && Math.min(quality, attitude) < 3;
    c.outcome = { signedOffAt: c.at, content: signed && !c.ratedBadly, chargedFen };
    c.mark('signed_off');
    if (!c.outcome.content) c.mark('signed_off_discontent');
    if (entry !== undefined && !c.quote?.remitted) c.money.charged(c, entry, payment === 'invoice_first', paper);
    c.afterWork();
  },
  askForInvoice: (c, { paper = '' }) => c.money.invoiceWanted(c, paper),
  sendInvoice: (c) => c.money.invoiceSent(c),
  collectMoney: (c) => c.money.collected(c),
  handInMoney: (c, { amountFen }) => {
    const heldFen = c.money.handedIn(c);
    if (amountFen !== heldFen) c.leaveOpen('handInMoney', 'amount_reconciles', []);
  },
  fileSheet: (c, payload) => {
    visitActs.fileSheet!(c, payload);
    if (payload.amountFen !== (c.outcome?.chargedFen ?? 0)) c.leaveOpen('fileSheet', 'amount_reconciles', []);
  },
  announceReady: (c) => {
    if (c.policy.quote.pause) c.resume(c.policy.quote.pause);
    c.mark('ready_told');
    c.status = 'ready';
  },
  handBack: (c) => {
    c.deviceBack = c.at;
    c.mark('handed_back');
    c.afterWork();
  },
  shipBack: (c) => {
    c.deviceBack = c.at;
    c.mark('shipped_back');
    c.afterWork();
  },
  callBack,
  close: (c) => c.shut(),
  cancel: (c) => c.abandon(),
  reopen: (c) => {
    c.closedAt = undefined;
    c.unresolve();
    c.status = c.place;
    c.decide();
    c.mark('reopened');
    c.oweResponseAgain();
  },
  reportLoss: (c, { whose, preserveScene }) => {
    c.mark(whose === 'customer' ? 'severe_loss' : 'company_loss');
    if (preserveScene) c.mark('scene_preserved');
  },
};

function expectParts(c: RepairCase, { expectedAt }: Payload): void {
  c.expectParts(expectedAt === undefined ? undefined : parseInstant(expectedAt));
}

function diagnose(c: RepairCase, payload: Payload): void {
  c.repairableHere = payload.repairableHere;
  c.learn(given(without(payload, 'finding', 'damagedParts', 'repairableHere')));
  c.decide();
  c.mark('diagnosed');
  if (payload.humanDamage) c.mark('human_damage');
  const open = c.decided !== undefined && wouldBeGoodwill(c.decided);
  if (payload.humanDamage && payload.customerRejectsExplanation && !open) c.mark('company_loss');
}

function approversOf({ policy }: RepairCase): readonly string[] {
  return policy.loaner.approval === undefined ? [] : (policy.approvals[policy.loaner.approval]?.approvers ?? []);
}

/** Where a dissatisfied customer changes nothing of what goes on. */
const busy = [
  ...['received', 'scheduled', 'dispatched', 'on_site', 'in_repair'],
  ...['waiting_customer', 'waiting_parts', 'at_factory'],
];

/** Dissatisfied: the work goes on. */
function callBack(c: RepairCase, payload: Payload): void {
  const satisfied = c.attempt(payload);
  if (satisfied === undefined) return;
  if (satisfied) return c.closeIfDone();
  c.mark('dissatisfied');
  if (c.policy.callbacks.find(({ id }) => id === payload.callback)?.untilSatisfied !== true) return c.closeIfDone();
  c.dropCallbacks('dissatisfied');
  c.unresolve();
  if (!busy.includes(c.status)) c.status = c.place;
}

/** How the auditor reads repairs. */
export const repairProcedure: Procedure = {
  table: repairKind,
  ownJobs: true,
  create: (input: unknown, policy: CasePolicy) => {
    const found = new RepairCase(policy, acts);
    found.parties = { ...(input as Opening).parties };
    return found;
  },
};
