/**
 * Recorded cases against today's code: they replay, and every timer lies where the policy in their input puts it. Replay
 * alone does not notice a changed duration.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { auditCase } from '../../audit/audit-case';
import { readRun } from '../../audit/history';
import type { ClockRow, StepRecord } from '../../domain/cases/record';
import type { RepairInput } from '../../domain/cases/repair/opening';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { Facts } from '../../domain/policy/rule';
import { milestoneOf, nextWake, reckon, type Clock } from '../../domain/sla/clock';
import { edit, golden, update, type GoldenName } from '../audit/alter';
import type { RawHistory } from '../audit/simulated';
import type { HistoryJson } from '../rig/replay';

const names = readdirSync(__dirname).filter((file) => file.endsWith('.json'));
const read = (name: string): string => readFileSync(join(__dirname, name), 'utf8');

Runtime.install({ logger: new DefaultLogger('ERROR') });

interface Payload {
  data: string;
}
interface Envelope {
  actor: { role: string };
  payload: Record<string, unknown>;
}
const manyParts = [{ partNo: 'P-1', quantity: 1_000_000 }];
const decode = (payload: Payload): unknown => JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8'));
const inputs = (attributes: unknown): unknown[] =>
  ((attributes as { input?: { payloads?: Payload[] } }).input?.payloads ?? []).map(decode);

/** A clock as its row says, with the row of the policy that its target is. */
function clockOf(row: ClockRow, policy: CasePolicy): Clock {
  const { targets } = milestoneOf(policy, row.milestone);
  const at = targets.findIndex(
    (t) => JSON.stringify(t.clauses) === JSON.stringify(row.clauses) && JSON.stringify(t.target) === JSON.stringify(row.target),
  );
  return {
    key: row.key,
    milestone: row.milestone,
    status: 'running',
    startedAt: Date.parse(row.startedAt!),
    row: at,
    provisional: row.provisional,
    pauses: row.pauses.map((p) => ({ reason: p.reason, from: Date.parse(p.from), to: p.to === undefined ? undefined : Date.parse(p.to) })),
    extensions: row.extendedMs > 0 ? [{ at: 0, ms: row.extendedMs, by: 'supervisor', reason: '' }] : [],
  };
}

/** The time that the workflow saw when it started a timer: that of its task, not that at which the server wrote it. */
function workflowTimeOf(history: HistoryJson, event: HistoryJson['events'][number]): number {
  const before = history.events.slice(0, history.events.indexOf(event));
  return Date.parse(before.findLast((e) => e.workflowTaskStartedEventAttributes !== undefined)!.eventTime);
}

/** Every timer of a clock: what its summary says, when it fires, and when today's code would have it fire. */
function timersOf(history: HistoryJson): { summary: string; fires: number; derived: number }[] {
  const started = history.events[0]!.workflowExecutionStartedEventAttributes;
  const [{ policy, facts: opening }] = inputs(started) as [RepairInput];
  const rows = new Map<string, ClockRow>();
  let facts: Facts = opening;
  const steps = history.events
    .map((e) => e.activityTaskScheduledEventAttributes as { activityType: { name: string } } | undefined)
    .filter((a) => a?.activityType.name === 'record')
    .map((a) => inputs(a)[0] as StepRecord);
  const timers = history.events.filter((e) => e.timerStartedEventAttributes !== undefined);
  return timers.flatMap((event) => {
    const summary = decode((event.userMetadata as { summary: Payload }).summary) as string;
    const [, key, what, text] = /^(\S+) (warning|due) (\S+Z)/.exec(summary) ?? [];
    if (key === undefined) return [];
    const at = workflowTimeOf(history, event);
    rows.clear();
    for (const step of steps.filter((s) => Date.parse(s.recordedAt) <= at + 1)) {
      for (const row of step.clocks) rows.set(row.key, row);
      facts = (step.changed.facts as Facts | undefined) ?? facts;
    }
    const clock = clockOf(rows.get(key)!, policy);
    const warned = what === 'due' ? at : undefined;
    const next = nextWake({ ...reckon(clock, policy, facts, at), warnedAt: warned })!;
    const { startToFireTimeout } = event.timerStartedEventAttributes as { startToFireTimeout: string };
    expect(Date.parse(text!)).toBe(next.at);
    return [{ summary, fires: at + Number.parseFloat(startToFireTimeout) * 1000, derived: next.at }];
  });
}

test('there are golden histories', () => {
  expect(names.length).toBeGreaterThanOrEqual(3);
});

describe.each(names)('%s', (name) => {
  test('replays with the workflows of today', async () => {
    const workflowBundle = { codePath: process.env.SANBAO_TEST_BUNDLE! };
    await Worker.runReplayHistory({ workflowBundle, replayName: name }, JSON.parse(read(name)));
  });

  test('every timer of a promise lies where the policy in the input puts it', () => {
    const timers = timersOf(JSON.parse(read(name)) as HistoryJson);
    expect(timers.length).toBeGreaterThan(2);
    for (const { fires, derived } of timers) expect(Math.abs(fires - derived)).toBeLessThanOrEqual(1);
  });

  test('is as today’s auditor derives it: nothing in it is alarming', () => {
    const { findings, verdicts } = auditCase([readRun(JSON.parse(read(name)))]);
    expect(findings.filter(({ severity }) => severity === 'alarm')).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(1);
  });

  test('reads and writes as the same JSON', () => {
    const json = read(name);
    expect(JSON.parse(historyToJSON(historyFromJSON(JSON.parse(json))))).toEqual(JSON.parse(json));
  });
});

describe('an action that was accepted, and that today’s schema refuses (decision 0019)', () => {
  const far: [what: string, name: GoldenName, action: string, change: (envelope: Envelope) => void][] = [
    ['a quantity over the cap', 'parts-cap', 'waitForParts', ({ payload }) => void (payload.items = manyParts)],
    ['a number that is too long', 'quote-pause', 'remit', ({ payload }) => void (payload.slipNo = 'S'.repeat(200))],
    ['a way of answering that is no longer offered', 'quote-pause', 'answerQuote', ({ payload }) => void (payload.by = 'fax')],
    ['a role that may no longer', 'late-response', 'excuse', ({ actor }) => void (actor.role = 'warehouse')],
  ];
  const altered = (name: GoldenName, action: string, change: (envelope: Envelope) => void): RawHistory => {
    const history = golden(name);
    edit<Envelope>(update(history, action), change);
    return history;
  };

  test.each(far)('%s replays', async (_, name, action, change) => {
    const workflowBundle = { codePath: process.env.SANBAO_TEST_BUNDLE! };
    await Worker.runReplayHistory({ workflowBundle, replayName: name }, altered(name, action, change));
  });

  test.each(far.slice(0, 3))('%s is followed by the auditor, who tells it', (_, name, action, change) => {
    const { findings } = auditCase([readRun(altered(name, action, change))]);
    expect(findings.map(({ kind }) => kind)).not.toContain('action_unknown');
    const beyond = findings.filter(({ kind }) => kind === 'payload_out_of_bounds');
    expect(beyond.map(({ severity, data }) => [severity, data.action])).toEqual([['irregular', action]]);
  });
});

test('one copy of protobufjs serves the whole SDK: two would read histories differently', () => {
  const sdk = ['common', 'proto', 'client', 'worker', 'testing'].map((p) => dirname(require.resolve(`@temporalio/${p}/package.json`)));
  const copies = new Set(sdk.map((folder) => require.resolve('protobufjs', { paths: [folder] })));
  expect([...copies]).toHaveLength(1);
});
