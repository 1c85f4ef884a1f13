/**
 * Histories as somebody left them who wanted to hide something: each way is found and named; none is on honest ones.
 * What only the archive's chain or the read model shows is in archive.test.ts and reconcile.test.ts.
 */
import type { FindingKind } from '../../audit/finding';
import { pinnedPolicy, type Published } from '../../audit/pinned';
import { NoHistory, readRun } from '../../audit/history';
import type { CasePolicy } from '../../domain/policy/case-policy';
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
  wordsIn,
} from './alter';
import type { RawHistory } from './simulated';

const at = (history: RawHistory, index: number): string => history.events.at(index)!.eventTime;
/** Minutes after the case began. */
const after = (history: RawHistory, minutes: number): string =>
  new Date(Date.parse(at(history, 0)) + minutes * 60_000).toISOString();
type Envelope = {
  actor: { id: string; role: string };
  receivedAt: string;
  payload: Record<string, unknown>;
  fingerprint: string;
};

interface Said {
  question: string;
  answer: Record<string, unknown>;
  given: Record<string, unknown>;
  reasons: unknown[];
}

/** Changes the last decision on a question that the case recorded. */
function decided(history: RawHistory, question: string, change: (said: Said) => void): void {
  const record = history.events.findLast((e) => wordsIn(e).includes(`"data":{"question":"${question}"`))!;
  edit<StepRecord>(record, ({ events }) => {
    const event = events.findLast((e) => e.type === 'policy_decided' && e.data?.question === question)!;
    change(event.data as unknown as Said);
  });
}

/** Name, the finding that it must give, and what is done to the history of the late response (or another). */
const ways: [
  string,
  FindingKind,
  (history: RawHistory) => void,
  ('late-response' | 'parts-cap' | 'quote-pause' | 'return-refund')?,
][] = [
  ['an event is removed', 'events_out_of_order', (h) => remove(h, eventOf(h, 'TIMER_FIRED'))],
  ['two events change places', 'events_out_of_order', (h) => void h.events.splice(40, 0, ...h.events.splice(50, 1))],
  [
    'an event is removed and the rest numbered anew',
    'event_dangling',
    (h) => {
      remove(h, eventOf(h, 'TIMER_STARTED'));
      renumber(h);
    },
  ],
  [
    'an event is put in that answers nothing',
    'event_dangling',
    (h) => append(h, 'TIMER_FIRED', { timerId: '99', startedEventId: '3' }),
  ],
  [
    'an answer is put in twice',
    'event_dangling',
    (h) => {
      h.events.push({ ...eventOf(h, 'TIMER_FIRED'), eventTime: at(h, -1) });
      renumber(h);
    },
  ],
  [
    'an event is given an earlier time',
    'time_runs_back',
    (h) => {
      update(h, 'respond').eventTime = at(h, 0);
    },
  ],
  [
    'the case is reset',
    'reset',
    (h) =>
      append(h, 'WORKFLOW_TASK_FAILED', {
        cause: 'WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW',
        baseRunId: 'r',
        newRunId: 's',
      }),
  ],
  [
    'the case is terminated by hand',
    'terminated',
    (h) => append(h, 'WORKFLOW_EXECUTION_TERMINATED', { identity: 'somebody', reason: 'no reason' }),
  ],
  [
    'the case is cancelled by hand',
    'cancelled_by_hand',
    (h) => append(h, 'WORKFLOW_EXECUTION_CANCEL_REQUESTED', { identity: 'somebody' }),
  ],
  ['the case is made to fail', 'case_failed', (h) => append(h, 'WORKFLOW_EXECUTION_FAILED', {})],
  ['its options are changed', 'options_changed', (h) => append(h, 'WORKFLOW_EXECUTION_OPTIONS_UPDATED', {})],
  ['its clock is moved', 'time_skipped', (h) => append(h, 'WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED', {})],
  ['it is held up by hand', 'paused_by_hand', (h) => append(h, 'WORKFLOW_EXECUTION_PAUSED', {})],
  [
    'an activity is changed from outside',
    'properties_changed',
    (h) => append(h, 'ACTIVITY_PROPERTIES_MODIFIED_EXTERNALLY', {}),
  ],
  [
    'a timer is lengthened',
    'timer_differs',
    (h) => {
      const timer = attributesOf(eventOf(h, 'TIMER_STARTED'));
      timer.startToFireTimeout = '86400s';
    },
  ],
  [
    'a timer’s label promises another time',
    'timer_unexpected',
    (h) => rewrite(eventOf(h, 'TIMER_STARTED'), (t) => t.replace(/warning 20/, 'warning 21')),
  ],
  [
    'a timer is said to have been cancelled',
    'timer_missing',
    (h) => {
      const cancelled = structuredClone(eventOf(h, 'TIMER_CANCELED'));
      const resolution = attributesOf(eventOf(h, 'TIMER_STARTED', (e) => e.eventId === '8'));
      Object.assign(attributesOf(cancelled), { timerId: resolution.timerId, startedEventId: '8' });
      h.events.splice(h.events.indexOf(update(h, 'excuse')), 0, cancelled);
      h.events.splice(
        h.events.findIndex((e) => e !== cancelled && attributesOf(e).startedEventId === '8'),
        1,
      );
      renumber(h);
    },
  ],
  [
    'a timer fires before its time',
    'timer_early',
    (h) => {
      const fired = eventOf(h, 'TIMER_FIRED', (e) => attributesOf(e).timerId === '6');
      const from = h.events.indexOf(fired);
      for (const e of h.events.slice(from)) e.eventTime = new Date(Date.parse(e.eventTime) - 20 * 60_000).toISOString();
    },
  ],
  [
    'a response is written as received in time',
    'backdated',
    (h) =>
      edit<Envelope>(update(h, 'respond'), (e) => {
        e.receivedAt = after(h, 5);
      }),
  ],
  [
    'the step says earlier than its action',
    'cause_differs',
    (h) =>
      rewrite(activity(h, 'record', '"name":"respond"'), (t) =>
        t.replace(/"receivedAt":"[^"]*"/, `"receivedAt":"${after(h, 5)}"`),
      ),
  ],
  [
    'the step says another actor',
    'cause_differs',
    (h) =>
      edit<StepRecord>(activity(h, 'record', '"name":"respond"'), (s) => {
        s.cause.actor!.id = 'agent';
      }),
  ],
  [
    'a recorded breach is made a kept promise',
    'claim_differs',
    (h) => rewrite(activity(h, 'record', '"seq":3,'), (t) => t.replace('"status":"breached"', '"status":"running"')),
  ],
  [
    'a recorded due time is moved',
    'claim_differs',
    (h) => rewrite(activity(h, 'record', '"seq":1,'), (t) => t.replace('"dueAt":"20', '"dueAt":"21')),
  ],
  [
    'a decision of the policy is recorded otherwise',
    'decision_differs',
    (h) => decided(h, 'entitlement', ({ answer }) => Object.assign(answer, { decision: 'paid_service' })),
  ],
  [
    'a decision and the facts that it used are both made up',
    'decision_differs',
    (h) => {
      decided(h, 'entitlement', (said) => {
        Object.assign(said.answer, { decision: 'warranty_repair' });
        Object.assign(said.given, { humanDamage: false });
      });
    },
    'quote-pause',
  ],
  [
    'a return is decided otherwise in its record',
    'decision_differs',
    (h) => decided(h, 'entitlement', ({ answer }) => Object.assign(answer, { decision: 'refused' })),
    'return-refund',
  ],
  [
    'the reasons of a decision are shortened',
    'decision_differs',
    (h) => decided(h, 'entitlement', (said) => void said.reasons.pop()),
  ],
  [
    'a decision is taken out',
    'decision_differs',
    (h) =>
      edit<StepRecord>(activity(h, 'record', '"seq":1,'), (s) => {
        s.events = s.events.filter(({ type }) => type !== 'policy_decided');
      }),
    'parts-cap',
  ],
  [
    'a recorded step is removed',
    'step_missing',
    (h) => {
      const record = activity(h, 'record', '"seq":3,');
      for (const e of h.events.filter((x) => x === record || attributesOf(x).scheduledEventId === record.eventId))
        remove(h, e);
      renumber(h);
    },
  ],
  [
    'a step is put in that nobody took',
    'step_without_cause',
    (h) => {
      const record = structuredClone(activity(h, 'record', '"seq":7,'));
      edit<StepRecord>(record, (s) =>
        Object.assign(s, { seq: 15, cause: { ...s.cause, updateId: 'dispatcher:forged' } }),
      );
      h.events.splice(h.events.length - 1, 0, record);
      renumber(h);
    },
  ],
  [
    'a step is recorded twice, differently',
    'step_twice',
    (h) => {
      const record = structuredClone(activity(h, 'record', '"seq":7,'));
      edit<StepRecord>(record, (s) => void (s.head.breached = false));
      h.events.splice(h.events.length - 1, 0, record);
      renumber(h);
    },
  ],
  [
    'an action is taken out',
    'step_without_cause',
    (h) => {
      remove(h, update(h, 'excuse'));
      renumber(h);
    },
  ],
  [
    'an Update is given to somebody else',
    'actor_differs',
    (h) => rewrite(update(h, 'respond'), (t) => t.replaceAll('"id":"dispatcher"', '"id":"agent"')),
  ],
  [
    'an action by a role that may not',
    'action_not_allowed',
    (h) => rewrite(update(h, 'extend'), (t) => t.replace('"role":"supervisor"', '"role":"agent"')),
  ],
  [
    'an engineer acts on somebody else’s job',
    'foreign_job',
    (h) => rewrite(update(h, 'assign'), (t) => t.replace('"engineerId":"engineer"', '"engineerId":"other"')),
  ],
  [
    'an excuse approved by who asked for it',
    'self_approval',
    (h) => rewrite(update(h, 'approveExcuse'), (t) => t.replace('"id":"secondSupervisor"', '"id":"supervisor"')),
  ],
  [
    'an action that does not exist',
    'action_unknown',
    (h) => rewrite(update(h, 'excuse'), (t) => t.replace('"clock"', '"clocks"')),
  ],
  [
    'an answer was another one',
    'outcome_differs',
    (h) => rewrite(eventOf(h, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED'), (t) => t.replace('"seq":7', '"seq":6')),
  ],
  [
    'an action received in the future',
    'received_in_future',
    (h) =>
      edit<Envelope>(update(h, 'respond'), (e) => {
        e.receivedAt = after(h, 1500);
      }),
  ],
  [
    'an action received before the case began',
    'received_before_case',
    (h) =>
      edit<Envelope>(update(h, 'respond'), (e) => {
        e.receivedAt = after(h, -15);
      }),
  ],
  [
    'a mail that the policy wants is not owed',
    'notice_missing',
    (h) => edit<{ notices: unknown[] }>(activity(h, 'record', '"seq":1,'), (s) => void s.notices.pop()),
  ],
  [
    'a mail was never asked for',
    'notice_not_sent',
    (h) => {
      const mail = activity(h, 'deliver', 'escalation_raised');
      for (const e of h.events.filter((x) => x === mail || attributesOf(x).scheduledEventId === mail.eventId))
        remove(h, e);
      renumber(h);
    },
    'parts-cap',
  ],
  [
    'another case’s steps stand in it',
    'case_mixed',
    (h) => edit<StepRecord>(activity(h, 'record', '"seq":7,'), (s) => void (s.caseId = 'golden-9')),
  ],
];

test.each(['late-response', 'parts-cap', 'quote-pause', 'return-refund', 'before-decisions'] as const)(
  '%s: nothing is found where nothing was done',
  (name) => {
    expect(audited([golden(name)]).findings.filter((f) => f.severity === 'alarm')).toEqual([]);
  },
);

test.each(ways)('%s: %s', (_name, kind, alter, name = 'late-response') => {
  const history = golden(name);
  alter(history);
  const found = audited([history]).findings.filter((f) => f.severity === 'alarm');
  expect(found.map((f) => f.kind)).toContain(kind);
});

test('at least twenty kinds of tampering are told apart', () => {
  expect(new Set(ways.map(([, kind]) => kind)).size).toBeGreaterThanOrEqual(20);
});

describe('runs', () => {
  const asRun = (runId: string, from?: string): RawHistory => {
    const history = golden('late-response');
    Object.assign(attributesOf(history.events[0]!), {
      originalExecutionRunId: runId,
      firstExecutionRunId: 'a',
      ...(from ? { continuedExecutionRunId: from } : {}),
    });
    return history;
  };

  test('the first run is missing', () => {
    expect(audited([asRun('b', 'a')]).findings.map((f) => f.kind)).toContain('run_missing');
  });

  test('a run in the middle is missing, and a run ends without the next', () => {
    expect(audited([asRun('a'), asRun('c', 'b')]).findings.map((f) => f.kind)).toEqual(
      expect.arrayContaining(['run_missing', 'ended_early']),
    );
  });

  test('what is no history is refused, saying why', () => {
    expect(() => readRun({ hello: 1 })).toThrow(NoHistory);
    expect(() => readRun({ events: golden('late-response').events.slice(1) })).toThrow('not with a start');
  });
});

describe('what the case pinned', () => {
  const opened = golden('late-response').events[0]!;
  let policy: CasePolicy | undefined;
  edit(structuredClone(opened), (input) => void (policy = pinnedPolicy(input)));
  const published = (changes: Partial<Published> = {}): Published => ({
    hashOf: (pin) => pin.hash,
    compiled: () => policy,
    ...changes,
  });
  const kinds = (change: (h: RawHistory) => void, p: Published): string[] => {
    const history = golden('late-response');
    change(history);
    return audited([history], { published: p })
      .findings.filter((f) => /policy|figures|calendar/.test(f.kind))
      .map((f) => f.kind);
  };
  const nothing = (): void => undefined;

  test('is what was published', () => expect(kinds(nothing, published())).toEqual([]));
  test('a policy text altered after the fact does not match its hash', () =>
    expect(kinds(nothing, published({ hashOf: () => 'another' }))).toContain('policy_altered'));
  test('a policy that nobody published', () =>
    expect(kinds(nothing, published({ hashOf: () => undefined }))).toContain('policy_unknown'));
  test('figures altered in the case', () =>
    expect(kinds((h) => rewrite(h.events[0]!, (t) => t.replace('"ms":600000', '"ms":7200000')), published())).toContain(
      'figures_altered',
    ));
  test('a calendar altered in the case', () =>
    expect(
      kinds(
        (h) =>
          rewrite(h.events[0]!, (t) =>
            t.replace('"2026-11-22":"off"', '').replace('"days":{"2026-01-01":"off",', '"days":{'),
          ),
        published(),
      ),
    ).toContain('calendar_altered'));
});

test('code that is not known to have run', () => {
  expect(audited([golden('late-response')], { builds: ['build-x'] }).findings.map((f) => f.kind)).toContain(
    'build_unknown',
  );
});
