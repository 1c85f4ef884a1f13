/**
 * Histories in which somebody changed one detail of a recorded step, or of what the case asked of the mailer and the roster,
 * and nothing else; or let a supervisor do what the policy does not allow. Each way is found and named.
 */
import type { FindingKind } from '../../audit/finding';
import type { CaseEvent, StepRecord } from '../../domain/cases/record';
import { minutesAfter } from '../rig/instants';
import { activity, audited, edit, golden, update, type GoldenName } from './alter';
import type { RawHistory } from './simulated';

type Way = [what: string, kind: FindingKind, name: GoldenName, alter: (history: RawHistory) => void];
type Parts = Record<string, Record<string, unknown>>;

/** Changes the step that something set off: an action by its name, a timer by its key. */
const step = (cause: string, change: (step: StepRecord) => void) => (history: RawHistory) =>
  edit<StepRecord>(activity(history, 'record', `"name":"${cause}"`), change);
/** Changes a section of the state that it recorded. */
const section = (cause: string, change: (parts: Parts) => void) => step(cause, (s) => change(s.changed as Parts));
/** Changes what one of its events says. */
const told = (cause: string, type: string, data: object) =>
  step(cause, (s) => Object.assign(s.events.find((e) => e.type === type)!.data!, data));
const asked = (name: string, holds: string, change: (request: Parts) => void) => (history: RawHistory) =>
  edit<Parts>(activity(history, name, holds), change);

const heads: Way[] = [
  [
    'the case is another customer’s',
    'claim_differs',
    'late-response',
    step('respond', (s) => Object.assign(s.head, { customerId: 'friend' })),
  ],
  [
    'the case is said to have come in later',
    'claim_differs',
    'late-response',
    step('respond', (s) => Object.assign(s.head, { openedAt: minutesAfter(s.head.openedAt, 30) })),
  ],
  [
    'the target of a promise is told otherwise',
    'claim_differs',
    'late-response',
    step('open', (s) => Object.assign(s.clocks[0]!, { target: { kind: 'elapsed', ms: 1 } })),
  ],
  [
    'an action is recorded as another',
    'cause_differs',
    'installation',
    step('depart', (s) => Object.assign(s.cause, { name: 'arrive' })),
  ],
];

const events: Way[] = [
  [
    'an event is dated back',
    'claim_differs',
    'installation',
    step('arrive', (s) => Object.assign(s.events[0]!, { at: minutesAfter(s.events[0]!.at, -60) })),
  ],
  [
    'an event is left out',
    'claim_differs',
    'quote-pause',
    step('complete', (s) => Object.assign(s, { events: s.events.filter((e) => e.type !== 'tested') })),
  ],
  [
    'an event is put in',
    'claim_differs',
    'quote-pause',
    step('announceReady', (s) => (s.events as CaseEvent[]).push({ ...s.events[0]!, type: 'consented' })),
  ],
  [
    'a change of status is told from another',
    'claim_differs',
    'quote-pause',
    told('announceReady', 'status_changed', { from: 'in_repair' }),
  ],
  [
    'a breach is told with a later due time',
    'claim_differs',
    'installation',
    step('clock:onsite:due', (s) => {
      const breach = s.events.find((e) => e.type === 'clock_breached')!;
      Object.assign(breach.data!, { dueAt: minutesAfter(breach.at, 30) });
    }),
  ],
  [
    'others are said to have been called',
    'claim_differs',
    'installation',
    told('call_out', 'people_called', { people: ['friend'] }),
  ],
  [
    'more money is said to have been entered',
    'claim_differs',
    'return-refund',
    told('proposeRefund', 'entry_posted', { amountFen: 68_000 }),
  ],
];

const sections: Way[] = [
  [
    'a parcel’s number is exchanged',
    'claim_differs',
    'quote-pause',
    section('shipBack', ({ workshop }) => Object.assign(workshop!, { trackingNo: 'SF-9' })),
  ],
  [
    'another person is said to have received the goods',
    'claim_differs',
    'return-refund',
    section('receiveGoods', ({ goods }) => Object.assign(goods!, { receivedBy: 'friend' })),
  ],
  [
    'the arrival is kept as earlier than it was',
    'claim_differs',
    'installation',
    section('arrive', ({ visit }) => Object.assign(visit!, { arrivedAt: Number(visit!.arrivedAt) - 3_600_000 })),
  ],
  [
    'the quoted amount is another once the customer has answered',
    'claim_differs',
    'quote-pause',
    section('answerQuote', ({ quote }) => Object.assign(quote!, { customerFen: 9_000 })),
  ],
  [
    'an entry is kept with another amount than its row has',
    'claim_differs',
    'return-refund',
    section('confirmEntry', ({ ledger }) => Object.assign((ledger!.entries as object[])[0]!, { fen: 1 })),
  ],
  [
    'the confirmation of an entry is dated back',
    'claim_differs',
    'return-refund',
    section('confirmEntry', ({ ledger }) => Object.assign((ledger!.confirmed as object[])[0]!, { at: 1 })),
  ],
];

const requests: Way[] = [
  [
    'a mail is recorded that nothing owes',
    'notice_not_owed',
    'late-response',
    step('respond', (s) =>
      (s.notices as object[]).push({
        ...{ key: `${s.caseId}/${s.seq}/case_received/customer/9`, template: 'case_received' },
        ...{ to: 'customer', params: {}, clauses: [] },
      }),
    ),
  ],
  [
    'a mail is sent to another customer',
    'notice_differs',
    'parts-cap',
    asked('deliver', 'escalation_raised', ({ parties }) => Object.assign(parties!, { customerId: 'friend' })),
  ],
  [
    'another role is called than the ladder has',
    'claim_differs',
    'parts-cap',
    asked('callOut', 'escalation', (request) => Object.assign(request, { role: 'duty_friend' })),
  ],
];

const beyond: Way[] = [
  [
    'somebody answers an escalation who was not called',
    'action_not_allowed',
    'parts-cap',
    (h) =>
      edit<{ actor: object }>(update(h, 'acknowledge'), (e) => Object.assign(e.actor, { id: 'friend', duties: [] })),
  ],
  [
    'a promise is excused that is not broken',
    'action_not_allowed',
    'installation',
    (h) => edit<Parts>(update(h, 'excuse'), ({ payload }) => Object.assign(payload!, { clock: 'response' })),
  ],
  [
    'a promise is extended for less than no time',
    'action_not_allowed',
    'installation',
    (h) => edit<Parts>(update(h, 'extend'), ({ payload }) => Object.assign(payload!, { by: 'PT0S' })),
  ],
];

test.each([...heads, ...events, ...sections, ...requests, ...beyond])('%s: %s (%s)', (_what, kind, name, alter) => {
  const history = golden(name);
  alter(history);
  const alarms = audited([history]).findings.filter((f) => f.severity === 'alarm');
  expect(alarms.map((f) => f.kind)).toContain(kind);
});
