/**
 * Histories in which somebody changed what a case wrote down about itself, and left the actions as they were; or handed
 * the auditor something that it cannot read. Each way is found and named.
 */
import type { FindingKind } from '../../audit/finding';
import type { StepRecord } from '../../domain/cases/record';
import { minutesAfter } from '../rig/instants';
import { activity, append, audited, edit, eventOf, golden, rewrite, update, type GoldenName } from './alter';
import type { RawHistory } from './simulated';

/** Changes the step that recorded an action. */
const record = (action: string, change: (step: StepRecord) => void) => (history: RawHistory) =>
  edit<StepRecord>(activity(history, 'record', `"name":"${action}"`), change);
type Section = Record<string, Record<string, unknown>>;
const section = (step: StepRecord): Section => step.changed as Section;

const ways: [what: string, kind: FindingKind, name: GoldenName, alter: (history: RawHistory) => void][] = [
  // The columns by which people find a case
  [
    'the case is filed under another engineer',
    'claim_differs',
    'quote-pause',
    record('diagnose', (s) => Object.assign(s.head, { engineerId: 'other' })),
  ],
  [
    'the case is filed under another region',
    'claim_differs',
    'late-response',
    record('open', (s) => Object.assign(s.head, { region: 'elsewhere' })),
  ],
  [
    'another version of the policy is named',
    'claim_differs',
    'late-response',
    record('open', (s) => Object.assign(s.head, { policyVersion: '0.0.1' })),
  ],
  [
    'the next due time that lists show is moved',
    'claim_differs',
    'late-response',
    record('respond', (s) => Object.assign(s.head, { nextDueAt: minutesAfter(s.recordedAt, 6_000) })),
  ],
  [
    'the escalation is hidden from lists',
    'claim_differs',
    'parts-cap',
    (h) =>
      edit<StepRecord>(activity(h, 'record', '"escalationLevel":1'), (s) => {
        Object.assign(s.head, { escalationLevel: 0 });
      }),
  ],
  // What was said and agreed
  [
    'less money is recorded than was said to have come in',
    'claim_differs',
    'quote-pause',
    record('remit', (s) => {
      Object.assign(s.events.find((e) => e.type === 'remittance_received')!.data!, { amountFen: 80 });
    }),
  ],
  [
    'a diagnosis is exchanged for a text that nobody wrote',
    'text_unknown',
    'quote-pause',
    record('diagnose', (s) => {
      Object.assign(section(s).diagnosis!.text as object, { sha256: 'f'.repeat(64) });
    }),
  ],
  [
    'a policy’s decision is kept otherwise than it was decided',
    'decision_differs',
    'quote-pause',
    (h) =>
      edit<StepRecord>(activity(h, 'record', '"decisions":{'), (s) => {
        const [kept] = Object.values(section(s).decisions!) as { answer: object }[];
        Object.assign(kept!.answer, { decision: 'free_of_charge' });
      }),
  ],
  [
    'marks are left out of the record',
    'claim_differs',
    'late-response',
    record('respond', (s) => {
      Reflect.deleteProperty(section(s), 'done');
    }),
  ],
  [
    'a breach is put under another clause',
    'claim_differs',
    'late-response',
    (h) =>
      edit<StepRecord>(activity(h, 'record', '"seq":3,'), (s) => {
        Object.assign(s.clocks[0]!, { clauses: ['C-M1-7-b'] });
      }),
  ],
  // Who did it
  [
    'an action is recorded with a duty that the person did not hold',
    'cause_differs',
    'late-response',
    record('respond', (s) => Object.assign(s.cause.actor!, { duties: ['director'] })),
  ],
  [
    'an action is recorded as another request',
    'cause_differs',
    'late-response',
    record('respond', (s) => Object.assign(s.cause, { requestId: 'another' })),
  ],
  [
    'an action is recorded as having happened earlier',
    'cause_differs',
    'late-response',
    record('respond', (s) => Object.assign(s.cause, { occurredAt: minutesAfter(s.recordedAt, -300) })),
  ],
  [
    'the answer to an escalation is dated back',
    'claim_differs',
    'parts-cap',
    (h) =>
      edit<StepRecord>(activity(h, 'record', '"acknowledgedAt":"'), (s) => {
        const answered = s.escalations.find((e) => e.acknowledgedAt !== undefined)!;
        Object.assign(answered, { acknowledgedAt: minutesAfter(answered.acknowledgedAt!, -60) });
      }),
  ],
  // Mails and signals
  [
    'a mail goes to somebody else than was recorded',
    'notice_differs',
    'parts-cap',
    (h) =>
      edit<{ notice: object }>(activity(h, 'deliver', 'escalation_raised'), ({ notice }) => {
        Object.assign(notice, { to: 'person:friend' });
      }),
  ],
  [
    'a mail tells other figures than were recorded',
    'notice_differs',
    'parts-cap',
    (h) =>
      edit<{ notice: { params: object } }>(activity(h, 'deliver', 'escalation_raised'), ({ notice }) => {
        Object.assign(notice.params, { level: 3 });
      }),
  ],
  [
    'a signal is sent that no case knows',
    'signal_unknown',
    'late-response',
    (h) => {
      append(h, 'WORKFLOW_EXECUTION_SIGNALED', { signalName: 'close', identity: 'somebody' });
      const [signalled] = h.events.splice(-1);
      const before = h.events.findLastIndex((e) => e.eventType === 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED');
      h.events.splice(before, 0, { ...signalled!, eventTime: h.events[before]!.eventTime });
      h.events.forEach((event, index) => (event.eventId = String(index + 1)));
    },
  ],
  // What cannot be read
  [
    'an action’s actor is taken out',
    'not_followed',
    'late-response',
    (h) => edit<{ actor?: object }>(update(h, 'respond'), (e) => void delete e.actor),
  ],
  [
    'a recorded step is no JSON any more',
    'not_followed',
    'late-response',
    (h) => rewrite(activity(h, 'record', '"seq":3,'), () => '{'),
  ],
  [
    'the pinned policy loses its rules',
    'not_followed',
    'late-response',
    (h) =>
      edit<{ policy: { program: { decisions?: object } } }>(eventOf(h, 'WORKFLOW_EXECUTION_STARTED'), (input) => {
        delete input.policy.program.decisions;
      }),
  ],
];

test.each(ways)('%s: %s (%s)', (_what, kind, name, alter) => {
  const history = golden(name);
  alter(history);
  const alarms = audited([history]).findings.filter((f) => f.severity === 'alarm');
  expect(alarms.map((f) => f.kind)).toContain(kind);
});
