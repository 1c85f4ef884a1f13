/**
 * Returns and complaints as somebody left them who wanted money, or to hide who decided: each way is found and named; an
 * honest history gives no alarm.
 */
import type { FindingKind } from '../../audit/finding';
import type { StepRecord } from '../../domain/cases/record';
import { demo, ReturnSimulator } from '../domain/cases/return-simulator';
import { people, reason } from '../domain/cases/case-simulator';
import { activity, audited, edit, golden, removeUpdate, rewrite, update } from './alter';
import type { GoldenName } from './alter';
import { minutesAfter } from '../rig/instants';
import type { RawHistory, RawHistoryEvent } from './simulated';

interface Envelope {
  actor: { id: string; role: string };
  receivedAt: string;
  payload: Record<string, unknown>;
}

/** The nth Update of that name. */
function nth(history: RawHistory, name: string, n: number): RawHistoryEvent {
  const all = history.events.filter(
    (e) => e.eventType.endsWith('UPDATE_ACCEPTED') && JSON.stringify(e).includes(`"name":"${name}"`),
  );
  return all[n]!;
}

const payload = (history: RawHistory, name: string, change: Record<string, unknown>, n = 0): void =>
  edit<Envelope>(nth(history, name, n), (e) => void Object.assign(e.payload, change));
const by = (history: RawHistory, name: string, id: string, n = 0): void =>
  edit<Envelope>(nth(history, name, n), (e) => void (e.actor.id = id));

type Way = [what: string, kind: FindingKind, alter: (history: RawHistory) => void];

const ofReturns: Way[] = [
  ['the refund is above the price', 'amount_not_allowed', (h) => payload(h, 'proposeRefund', { amountFen: 580_000 })],
  [
    'more is applied for than was sold',
    'amount_not_allowed',
    (h) => rewrite(update(h, 'fileApplication'), (t) => t.replace('"line":1,"quantity":4', '"line":1,"quantity":40')),
  ],
  ['more is accepted than came in', 'amount_not_allowed', (h) => payload(h, 'inspectItem', { accepted: 5 })],
  ['whoever asked approves', 'self_approval', (h) => by(h, 'decideReturn', 'agent')],
  ['one person approves in both roles', 'double_approval', (h) => by(h, 'decideReturn', 'manager', 1)],
  [
    'the second role decides first',
    'approval_out_of_order',
    (h) => payload(h, 'decideReturn', { duty: 'duty_manager' }),
  ],
  ['an approval is skipped', 'action_not_allowed', (h) => removeUpdate(h, nth(h, 'decideReturn', 1))],
  ['whoever approved inspects', 'second_person_missing', (h) => by(h, 'inspectItem', 'manager')],
  ['whoever entered the refund confirms it', 'second_person_missing', (h) => by(h, 'confirmEntry', 'agent')],
  [
    'a refund is paid without being confirmed',
    'second_person_missing',
    (h) => removeUpdate(h, update(h, 'confirmEntry')),
  ],
  [
    'a recorded entry says another amount',
    'claim_differs',
    (h) =>
      edit<StepRecord>(
        activity(h, 'record', '"ledger":[{"no":1'),
        (s) => void Object.assign(s.ledger![0]!, { fen: 1 }),
      ),
  ],
  [
    'a recorded entry goes to somebody else',
    'claim_differs',
    (h) =>
      edit<StepRecord>(
        activity(h, 'record', '"ledger":[{"no":1'),
        (s) => void Object.assign(s.ledger![0]!, { to: 'dealer' }),
      ),
  ],
  [
    'the answer to the customer is dated back',
    'backdated',
    (h) => edit<Envelope>(update(h, 'respond'), (e) => void (e.receivedAt = minutesAfter(h.events[0]!.eventTime, 1))),
  ],
  [
    'a remedy is agreed that nobody is entitled to',
    'claim_differs',
    (h) =>
      rewrite(h.events[0]!, (t) =>
        t.replace('"qualityProblem":true', '"qualityProblem":false').replace('"resalable":true', '"resalable":false'),
      ),
  ],
];

const ofComplaints: Way[] = [
  [
    'more is paid than anybody may approve',
    'amount_not_allowed',
    (h) => rewrite(update(h, 'rule'), (t) => t.replace('"amountFen":50000', '"amountFen":5000000')),
  ],
  ['whoever proposed it approves the compensation', 'self_approval', (h) => by(h, 'decideCompensation', 'supervisor')],
  [
    'the wrong role approves',
    'approval_out_of_order',
    (h) => payload(h, 'decideCompensation', { duty: 'demo_director' }),
  ],
  ['the approval is skipped', 'action_not_allowed', (h) => removeUpdate(h, update(h, 'decideCompensation'))],
  ['whoever found the cause rules on the appeal', 'second_person_missing', (h) => by(h, 'rule', 'agent')],
  ['the owner of a correction verifies it', 'second_person_missing', (h) => by(h, 'verifyCorrection', 'engineer')],
  ['whoever entered the compensation confirms it', 'second_person_missing', (h) => by(h, 'confirmEntry', 'agent')],
  [
    'whom it is about concludes it',
    'concerned_acts',
    (h) => edit<{ parties: { barred?: string[] } }>(h.events[0]!, (input) => void (input.parties.barred = ['agent'])),
  ],
  [
    'a department that was late is made to look punctual',
    'cause_differs',
    (h) =>
      edit<Envelope>(nth(h, 'answerTask', 1), (e) => {
        e.receivedAt = nth(h, 'answerTask', 0).eventTime;
      }),
  ],
  [
    'a recalled lot is recorded as clear',
    'claim_differs',
    (h) =>
      rewrite(activity(h, 'record', '"type":"recall_opened"'), (t) =>
        t.replaceAll('"recall_opened":', '"batch_clear":'),
      ),
  ],
  [
    'the owners of the lot are never looked for',
    'notice_missing',
    (h) =>
      edit<StepRecord>(activity(h, 'record', '"type":"recall_opened"'), (s) => {
        Object.assign(s, { notices: s.notices.filter(({ template }) => template !== 'find_owners') });
      }),
  ],
];

const alarms = (history: RawHistory) => audited([history]).findings.filter((f) => f.severity === 'alarm');

function holds(name: GoldenName, ways: Way[]): void {
  test('nothing is found where nothing was done, and every promise was judged', () => {
    const audit = audited([golden(name)]);
    expect(audit.findings.filter((f) => f.severity === 'alarm')).toEqual([]);
    expect(audit.verdicts.length).toBeGreaterThan(2);
    expect(audit.status).toBe('completed');
  });

  test.each(ways)('%s: %s', (_what, kind, alter) => {
    const history = golden(name);
    alter(history);
    expect(alarms(history).map((f) => f.kind)).toContain(kind);
  });
}

describe('a return (O-11.3-c O-11.4-a R-APPROVE)', () => holds('return-refund', ofReturns));
describe('a complaint (S-8.3 O-10.3 R-APPROVE)', () => holds('complaint-appeal', ofComplaints));

test('O-3.7-b: a paid refund is taken back in a closed return, as only cases before the third edition may', () => {
  const sim = new ReturnSimulator({ policy: { ...demo, edition: 2 } }).approved().inspected();
  sim
    .act(people.agent, 'proposeRefund', { amountFen: 58_000, deductions: [] })
    .act(people.secondSupervisor, 'confirmEntry', { entry: 1 })
    .act(people.agent, 'payRefund', { slipNo: 'P-1' })
    .act(people.agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: true })
    .act(people.supervisor, 'reverseEntry', { entry: 1, reason });
  expect(sim.state.status).toBe('closed');
  const history = sim.history();
  expect(alarms(history)).toEqual([]);
  rewrite(history.events[0]!, (text) => text.replace('"edition":2', '"edition":3'));
  expect(alarms(history)).toMatchObject([
    { kind: 'action_not_allowed', data: { action: 'reverseEntry', why: 'refund_paid', expected: 'reopen' } },
  ]);
});
