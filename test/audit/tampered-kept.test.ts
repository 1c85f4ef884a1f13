/**
 * Histories in which somebody changed one value of what a step keeps of its case, of every kind of value: yes and no, figures,
 * words, people, moments, lists; or one event. Each is found, and named by its place.
 */
import type { CaseEvent, StepRecord } from '../../domain/cases/record';
import { activity, audited, edit, golden, removeUpdate, update, type GoldenName } from './alter';
import type { RawHistory } from './simulated';

type Part = Record<string, unknown>;
type Way = [what: string, about: string, name: GoldenName, alter: (history: RawHistory) => void];

/** Changes the step that something set off: an action by its name, a timer by its key. */
const step = (cause: string, change: (step: StepRecord) => void) => (history: RawHistory) =>
  edit<StepRecord>(activity(history, 'record', `"name":"${cause}"`), change);
/** Gives a section of the state that it recorded other values. */
const section = (cause: string, name: string, values: Part) =>
  step(cause, ({ changed }) => Object.assign(changed[name] as Part, values));
/** Changes an entry of a list in such a section. */
const entry = (cause: string, name: string, list: string | undefined, at: number, values: Part) =>
  step(cause, ({ changed }) => {
    const part = changed[name] as Part;
    Object.assign((list === undefined ? (part as unknown as Part[]) : (part[list] as Part[]))[at]!, values);
  });
const event = (cause: string, change: (events: CaseEvent[]) => void) =>
  step(cause, ({ events }) => change(events as CaseEvent[]));

const yesAndNo: Way[] = [
  [
    'work is kept as tested that was not',
    'outcome.tested',
    'quote-pause',
    section('complete', 'outcome', { tested: false }),
  ],
  ['work is kept as done', 'outcome.resolved', 'installation', section('finish', 'outcome', { resolved: false })],
  [
    'a signature is kept that nobody gave',
    'outcome.signed',
    'installation',
    section('signOff', 'outcome', { signed: false }),
  ],
  [
    'the warning of the parts is kept as given',
    'parts.warned',
    'parts-cap',
    section('waitForParts', 'parts', { warned: true }),
  ],
  [
    'the device is kept as not repairable here',
    'diagnosis.repairableHere',
    'quote-pause',
    section('diagnose', 'diagnosis', { repairableHere: false }),
  ],
  [
    'a lot is kept as not in stock',
    'lots',
    'complaint-appeal',
    step('checkBatch', ({ changed }) => {
      for (const check of Object.values(changed.lots as Record<string, Part>)) check.inStock = false;
    }),
  ],
  [
    'a correction is kept as effective before it was looked at',
    'corrections.0.verified',
    'complaint-appeal',
    entry('reportCorrection', 'corrections', undefined, 0, { verified: { effective: true } }),
  ],
];

const figures: Way[] = [
  ['another visit is counted', 'visit.count', 'installation', section('arrive', 'visit', { count: 0 })],
  [
    'the arrival is kept as less late',
    'visit.latenessMs',
    'installation',
    section('arrive', 'visit', { latenessMs: 1 }),
  ],
  ['a wait for parts is kept as shorter', 'parts.waits.0.to', 'parts-cap', (h) => shortened(h, 'receiveParts')],
  [
    'less is kept of the quote when it is sent',
    'quote.customerFen',
    'quote-pause',
    section('quote', 'quote', { customerFen: 100 }),
  ],
  [
    'a line of the quote is kept as cheaper',
    'quote.lines.0.totalFen',
    'quote-pause',
    entry('quote', 'quote', 'lines', 0, { totalFen: 1 }),
  ],
  ['less is kept as remitted', 'quote.remittedFen', 'quote-pause', section('remit', 'quote', { remittedFen: 1 })],
  [
    'more is kept as accepted',
    'goods.lines.0.accepted',
    'return-refund',
    entry('inspectItem', 'goods', 'lines', 0, { accepted: 40 }),
  ],
  [
    'a refund is kept as higher',
    'refund.amountFen',
    'return-refund',
    section('proposeRefund', 'refund', { amountFen: 990_000 }),
  ],
  [
    'a refund is kept without its entries',
    'refund.entries.0',
    'return-refund',
    section('proposeRefund', 'refund', { entries: [] }),
  ],
  ['more calls to the customer are kept', 'callbacks', 'return-refund', (h) => called(h, { attempts: 3 })],
  [
    'a compensation is kept as higher',
    'proposals.1.totalFen',
    'complaint-appeal',
    entry('rule', 'proposals', undefined, 1, { totalFen: 1 }),
  ],
];

const words: Way[] = [
  [
    'the lateness is kept in another tier',
    'visit.tier',
    'installation',
    section('arrive', 'visit', { tier: 'on_time' }),
  ],
  [
    'somebody else pays for a line',
    'quote.lines.0.payer',
    'quote-pause',
    entry('quote', 'quote', 'lines', 0, { payer: 'company' }),
  ],
  [
    'the customer is kept as having declined',
    'quote.answer',
    'quote-pause',
    section('answerQuote', 'quote', { answer: 'declined' }),
  ],
  ['the customer is kept as satisfied', 'callbacks', 'return-refund', (h) => called(h, { result: 'dissatisfied' })],
  [
    'another remedy is kept than was agreed',
    'remedy',
    'return-refund',
    step('submit', ({ changed }) => void Object.assign(changed, { remedy: 'exchange' })),
  ],
  [
    'the customer is to pay the freight',
    'order.freightPayer',
    'return-refund',
    section('issueOrder', 'order', { freightPayer: 'customer' }),
  ],
  [
    'goods may be refused that may not',
    'entitlement.decision',
    'return-refund',
    section('open', 'entitlement', { decision: 'refused' }),
  ],
  ['an approval is kept as asked of fewer', 'approval.approvers.1', 'return-refund', (h) => approvers(h)],
  ['a refusal is kept as an approval', 'approval.decisions.0.decision', 'return-refund', (h) => refused(h)],
  [
    'a department’s share is kept as answered',
    'tasks.quality.status',
    'complaint-appeal',
    (h) => share(h, { status: 'answered' }),
  ],
  [
    'a share is kept with another department',
    'tasks.quality.owner',
    'complaint-appeal',
    (h) => share(h, { owner: 'sales' }),
  ],
  [
    'a complaint is kept as a lesser one',
    'severity',
    'complaint-appeal',
    step('assess', ({ changed }) => void Object.assign(changed, { severity: 'minor' })),
  ],
  [
    'another level is kept as the one that ruled',
    'reviews.0.level',
    'complaint-appeal',
    entry('rule', 'reviews', undefined, 0, { level: 'other' }),
  ],
];

const peopleAndMoments: Way[] = [
  [
    'another person is kept as the one who inspected',
    'goods.lines.0.inspectedBy',
    'return-refund',
    entry('inspectItem', 'goods', 'lines', 0, { inspectedBy: 'agent' }),
  ],
  ['another person is kept as the one who ruled', 'reviews.0.ruling.by', 'complaint-appeal', (h) => ruledBy(h)],
  [
    'the owner of a correction is another',
    'corrections.0.ownerId',
    'complaint-appeal',
    entry('planCorrection', 'corrections', undefined, 0, { ownerId: 'agent' }),
  ],
  ['the date of a correction is put off', 'corrections.0.dueAt', 'complaint-appeal', (h) => putOff(h)],
  ['somebody looks again at what waits only later', 'lookAgain', 'quote-pause', (h) => lookedLater(h)],
  [
    'the device is kept as received by an earlier moment of the case',
    'workshop.receivedAt',
    'quote-pause',
    step(
      'receiveDevice',
      ({ changed }) => void Object.assign(changed.workshop as Part, { receivedAt: Date.parse('2026-01-01T00:00:00Z') }),
    ),
  ],
  [
    'another unit is kept as the one that it is about',
    'parties.assetId',
    'quote-pause',
    section('assign', 'parties', { assetId: 'another' }),
  ],
];

const left: Way[] = [
  [
    'a quote is left out of the step that sent it',
    'quote',
    'quote-pause',
    step('quote', ({ changed }) => void delete (changed as Part).quote),
  ],
  [
    'an approval is left out of the step that asked for it',
    'approval',
    'return-refund',
    step('submit', ({ changed }) => void delete (changed as Part).approval),
  ],
  [
    'a recalled lot is left out',
    'lots',
    'complaint-appeal',
    step('testSample', ({ changed }) => void delete (changed as Part).lots),
  ],
  ['a wait for parts is left out', 'parts.waits.0', 'parts-cap', section('waitForParts', 'parts', { waits: [] })],
  [
    'a line is put in to what came back',
    'goods.lines.9',
    'return-refund',
    step('receiveGoods', ({ changed }) => {
      const { lines } = changed.goods as { lines: object[] };
      while (lines.length < 10) lines.push({ line: 9, received: 1 });
    }),
  ],
];

/** A duty as a case keeps it that was left open. */
const duty = { action: 'close', missing: 'archived', clauses: [] };
const duties: Way[] = [
  [
    'a duty is kept as left open in a step that closes nothing',
    'findings.1',
    'quote-pause',
    step('receiveDevice', (s) => opened(s, duty)),
  ],
  [
    'a duty of the money’s own is kept as left open by who handed nothing in',
    'findings.0',
    'parts-cap',
    step('waitForParts', (s) => opened(s, { ...duty, action: 'waitForParts', missing: 'amount_reconciles' })),
  ],
  [
    'a duty that was left open is left out',
    'findings.0',
    'late-response',
    step('arrive', ({ changed }) => Object.assign(changed, { findings: [] })),
  ],
  [
    'it is kept under another clause',
    'findings.0.clauses',
    'late-response',
    entry('arrive', 'findings', undefined, 0, { clauses: ['C-IOT-3.3-d'] }),
  ],
  [
    'that it was left open is not told',
    'finding arrive identity',
    'late-response',
    event('arrive', (all) => {
      all.splice(
        all.findIndex(({ type }) => type === 'finding'),
        1,
      );
    }),
  ],
  [
    'a duty is told as left open that was done',
    'finding quote archived',
    'quote-pause',
    event('quote', (all) => all.push({ ...all[0]!, type: 'finding', data: { action: 'quote', missing: 'archived' } })),
  ],
  [
    'two cases are kept as one by a step that merges nothing',
    'links.0.relation',
    'quote-pause',
    step('quote', ({ changed, caseId, recordedAt }) =>
      Object.assign(changed, { links: [{ caseId, relation: 'duplicate', at: Date.parse(recordedAt) }] }),
    ),
  ],
];

const told: Way[] = [
  [
    'an event is put in of a kind that nobody knows',
    'customer_content',
    'quote-pause',
    event('complete', (all) => all.push({ ...all[0]!, type: 'customer_content' })),
  ],
  [
    'a mark is put in that the case never had',
    'refunded',
    'quote-pause',
    event('complete', (all) => all.push({ ...all[0]!, type: 'refunded' })),
  ],
  [
    'an event is put in that another action tells',
    'noted',
    'quote-pause',
    event('complete', (all) => all.push({ ...all[0]!, type: 'noted' })),
  ],
  [
    'a later step is said to be an opening that failed',
    'opening_failed',
    'quote-pause',
    event('diagnose', (all) => all.push({ ...all[0]!, type: 'opening_failed' })),
  ],
  [
    'that an entry was confirmed is left out',
    'entry_confirmed',
    'return-refund',
    event('confirmEntry', (all) => void all.splice(0)),
  ],
  [
    'that a promise was extended is left out',
    'clock_extended',
    'installation',
    event('extend', (all) => void all.splice(0)),
  ],
  [
    'the customer’s call is left out',
    'callback_attempted',
    'return-refund',
    event(
      'callBack',
      (all) =>
        void all.splice(
          all.findIndex(({ type }) => type === 'callback_attempted'),
          1,
        ),
    ),
  ],
];

const money: Way[] = [
  ['an entry is put under another clause', '1', 'return-refund', (h) => booked(h, { clauses: ['C-M1-7-b'] })],
  ['an entry is said to be approved by others', '1', 'return-refund', (h) => booked(h, { approvedBy: ['friend'] })],
];

/** Puts a duty at the end of those that a step keeps. */
function opened({ changed, recordedAt }: StepRecord, kept: object): void {
  const before = Array.isArray(changed.findings) ? (changed.findings as object[]) : [];
  Object.assign(changed, { findings: [...before, { at: Date.parse(recordedAt), ...kept }] });
}
function shortened(history: RawHistory, cause: string): void {
  const shorten = step(cause, ({ changed }) => {
    const [wait] = (changed.parts as { waits: { to: number }[] }).waits;
    wait!.to -= 3_600_000;
  });
  shorten(history);
}
function called(history: RawHistory, values: Part): void {
  step('callBack', ({ changed }) => {
    for (const run of Object.values(changed.callbacks as Record<string, Part>)) Object.assign(run, values);
  })(history);
}
function approvers(history: RawHistory): void {
  step('submit', ({ changed }) => {
    const approval = changed.approval as { approvers: string[] };
    approval.approvers = approval.approvers.slice(0, 1);
  })(history);
}
function refused(history: RawHistory): void {
  step('decideReturn', ({ changed }) => {
    Object.assign((changed.approval as { decisions: Part[] }).decisions[0]!, { decision: 'refused' });
  })(history);
}
function share(history: RawHistory, values: Part): void {
  step('assess', ({ changed }) => Object.assign((changed.tasks as Record<string, Part>).quality!, values))(history);
}
function ruledBy(history: RawHistory): void {
  step('rule', ({ changed }) => Object.assign((changed.reviews as { ruling: Part }[])[0]!.ruling, { by: 'agent' }))(
    history,
  );
}
function putOff(history: RawHistory): void {
  step(
    'planCorrection',
    ({ changed }) => void ((changed.corrections as { dueAt: number }[])[0]!.dueAt += 86_400_000),
  )(history);
}
function lookedLater(history: RawHistory): void {
  step('customer:quote', ({ changed }) => {
    for (const look of Object.values(changed.lookAgain as Record<string, { at: number }>)) look.at += 86_400_000;
  })(history);
}
function booked(history: RawHistory, values: Part): void {
  step('proposeRefund', ({ ledger }) => Object.assign(ledger![0]!, values))(history);
}

const ways = [...yesAndNo, ...figures, ...words, ...peopleAndMoments, ...left, ...duties, ...told, ...money];

test.each(ways)('%s: %s (%s)', (_what, about, name, alter) => {
  const history = golden(name);
  alter(history);
  const found = audited([history]).findings.filter((f) => f.kind === 'claim_differs');
  const places = found.map(({ data }) => String(data.key));
  expect(places.filter((place) => place === about || place.startsWith(`${about}.`))).not.toEqual([]);
});

test('R-APPROVE: an approval whose answer is made a refusal leaves its step without a cause', () => {
  const history = golden('return-refund');
  const accepted = update(history, 'decideReturn');
  removeUpdate(history, accepted);
  expect(audited([history]).findings.map(({ kind }) => kind)).toContain('step_without_cause');
});
