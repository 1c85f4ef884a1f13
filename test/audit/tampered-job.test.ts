/**
 * A job's history (an installation that came late) as somebody left it who wanted to hide that, or what was skipped at the
 * customer's: each way is found and named; the honest one gives no alarm.
 */
import type { FindingKind } from '../../audit/finding';
import type { StepRecord } from '../../domain/cases/record';
import {
  activity,
  append,
  attributesOf,
  audited,
  edit,
  eventOf,
  golden,
  remove,
  renumber,
  rewrite,
  update,
} from './alter';
import { minutesAfter } from '../rig/instants';
import type { RawHistory, RawHistoryEvent } from './simulated';

interface Envelope {
  actor: { id: string; role: string };
  receivedAt: string;
  payload: Record<string, unknown>;
}

const alarms = (history: RawHistory): FindingKind[] =>
  audited([history])
    .findings.filter((f) => f.severity === 'alarm')
    .map((f) => f.kind);
const hoursLater = (history: RawHistory, hours: number): string =>
  minutesAfter(history.events[0]!.eventTime, hours * 60);
const record = (history: RawHistory, name: string): RawHistoryEvent => activity(history, 'record', `"name":"${name}"`);
/** Takes an activity out with its answers, and numbers the rest anew. */
const cut = (history: RawHistory, event: RawHistoryEvent): void => {
  for (const e of history.events.filter((x) => x === event || attributesOf(x).scheduledEventId === event.eventId))
    remove(history, e);
  renumber(history);
};
const payload = (history: RawHistory, action: string, change: Record<string, unknown>): void =>
  edit<Envelope>(update(history, action), (e) => void Object.assign(e.payload, change));
const actor = (history: RawHistory, action: string, change: Partial<Envelope['actor']>): void =>
  edit<Envelope>(update(history, action), (e) => void Object.assign(e.actor, change));

const ways: [what: string, kind: FindingKind, alter: (history: RawHistory) => void][] = [
  // That nobody came in time (N-2.6-1b)
  [
    'the arrival is written as received in time',
    'backdated',
    (h) => edit<Envelope>(update(h, 'arrive'), (e) => void (e.receivedAt = hoursLater(h, 20))),
  ],
  [
    'the recorded breach is made a running promise',
    'claim_differs',
    (h) => rewrite(record(h, 'clock:onsite:due'), (t) => t.replace('"status":"breached"', '"status":"running"')),
  ],
  [
    'the recorded due time is moved',
    'claim_differs',
    (h) => rewrite(record(h, 'extend'), (t) => t.replace(/"dueAt":"20/, '"dueAt":"21')),
  ],
  [
    'the extension was a longer one',
    'claim_differs',
    (h) => rewrite(update(h, 'extend'), (t) => t.replace('"by":"PT2H"', '"by":"PT5H"')),
  ],
  [
    'the timer of the deadline is lengthened',
    'timer_differs',
    (h) => {
      const due = eventOf(h, 'TIMER_STARTED', (e) => attributesOf(e).timerId === '4');
      attributesOf(due).startToFireTimeout = '86400s';
    },
  ],
  [
    'the timer’s label promises another time',
    'timer_unexpected',
    (h) => {
      const due = eventOf(h, 'TIMER_STARTED', (e) => attributesOf(e).timerId === '4');
      rewrite(due, (t) => t.replace('onsite due 20', 'onsite due 21'));
    },
  ],
  ['the step of the breach is taken out', 'step_missing', (h) => cut(h, record(h, 'clock:onsite:due'))],
  [
    'who was called is written down otherwise',
    'claim_differs',
    (h) =>
      edit<StepRecord>(record(h, 'call_out'), (s) => void Object.assign(s.escalations[0]!, { people: ['leader'] })),
  ],
  [
    'the supervisor’s mail was never asked for',
    'notice_not_sent',
    (h) => cut(h, activity(h, 'deliver', '"template":"escalation_raised"')),
  ],
  [
    'the engineer’s warning was not owed',
    'notice_missing',
    (h) =>
      edit<StepRecord>(
        record(h, 'clock:onsite:warning'),
        (s) => void Object.assign(s, { notices: s.notices.slice(0, -1) }),
      ),
  ],
  [
    'the excuse is approved by who asked for it',
    'self_approval',
    (h) => rewrite(update(h, 'approveExcuse'), (t) => t.replace('"id":"secondSupervisor"', '"id":"supervisor"')),
  ],

  // What happened at the customer's (N-2.1-3a, N-2.1-3b)
  [
    'the briefing is taken out',
    'step_without_cause',
    (h) => {
      remove(h, update(h, 'brief'));
      renumber(h);
    },
  ],
  [
    'the briefing is taken out with its step',
    'outcome_differs',
    (h) => {
      const step = record(h, 'brief');
      remove(h, update(h, 'brief'));
      cut(h, step);
    },
  ],
  ['the job was another engineer’s', 'foreign_job', (h) => payload(h, 'assign', { engineerId: 'other' })],
  ['the work is finished by a role that may not', 'action_not_allowed', (h) => actor(h, 'finish', { role: 'agent' })],
  ['the signature is somebody else’s', 'actor_differs', (h) => actor(h, 'signOff', { id: 'otherEngineer' })],
  [
    'the step says another actor than the action',
    'cause_differs',
    (h) => edit<StepRecord>(record(h, 'finish'), (s) => void (s.cause.actor!.id = 'otherEngineer')),
  ],
  ['what an action said becomes what no job takes', 'action_unknown', (h) => payload(h, 'brief', { topics: 'all' })],
  [
    'what a step recorded as done is changed',
    'claim_differs',
    (h) =>
      edit<StepRecord>(record(h, 'finish'), (s) => {
        delete (s.changed.done as Record<string, unknown>).installed;
      }),
  ],
  [
    'an action is received in the future',
    'received_in_future',
    (h) => edit<Envelope>(update(h, 'finish'), (e) => void (e.receivedAt = hoursLater(h, 100))),
  ],
  [
    'an action is received before the job began',
    'received_before_case',
    (h) => edit<Envelope>(update(h, 'respond'), (e) => void (e.receivedAt = hoursLater(h, -1))),
  ],
  [
    'an answer was another one',
    'outcome_differs',
    (h) => rewrite(eventOf(h, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED'), (t) => t.replace('"seq":2', '"seq":3')),
  ],

  // The history itself
  ['an event is removed', 'events_out_of_order', (h) => remove(h, eventOf(h, 'TIMER_FIRED'))],
  [
    'an action is given an earlier time',
    'time_runs_back',
    (h) => void (update(h, 'arrive').eventTime = h.events[0]!.eventTime),
  ],
  [
    'a step is recorded twice, differently',
    'step_twice',
    (h) => {
      const again = structuredClone(record(h, 'arrive'));
      edit<StepRecord>(again, (s) => void (s.head.breached = false));
      h.events.splice(h.events.length - 1, 0, again);
      renumber(h);
    },
  ],
  [
    'another case’s step stands in it',
    'case_mixed',
    (h) => edit<StepRecord>(record(h, 'arrive'), (s) => void (s.caseId = 'J-9')),
  ],
  ['the job is terminated by hand', 'terminated', (h) => append(h, 'WORKFLOW_EXECUTION_TERMINATED', { identity: 'x' })],
];

test('an honest job: no alarm; the promise was broken, extended, excused, and kept late', () => {
  const audit = audited([golden('installation')]);
  expect(audit.findings.filter((f) => f.severity === 'alarm')).toEqual([]);
  expect([audit.kind, audit.status]).toEqual(['job', 'completed']);
  expect(audit.findings.map((f) => f.kind)).toEqual(
    expect.arrayContaining(['extended', 'escalation_delivered', 'escalation_acknowledged', 'excused', 'kept_late']),
  );
});

test.each(ways)('%s: %s', (_what, kind, alter) => {
  const history = golden('installation');
  alter(history);
  expect(alarms(history)).toContain(kind);
});
