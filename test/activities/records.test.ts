/** The record lane (design §2 Lanes, §6) on a real PostgreSQL. */
import { ApplicationFailure } from '@temporalio/common';
import fc from 'fast-check';
import { Client } from 'pg';
import { canonicalJson } from '../../activities/canonical';
import { CHANGES_CHANNEL, recordStep } from '../../activities/records';
import type { StepRecord } from '../../domain/cases/record';
import { testDatabase, type TestDatabase } from '../rig/database';
import { memoryLog } from './log';
import { at, clockOf, escalationOf, headOf, noticeOf, stepOf } from './steps';

let rig: TestDatabase;
const log = memoryLog();
let cases = 0;
const nextCase = (): string => `R2026-${String(++cases).padStart(6, '0')}`;
const record = (step: StepRecord) => recordStep({ prisma: rig.prisma, log }, step);

beforeAll(async () => {
  rig = await testDatabase();
});
afterAll(async () => {
  await rig.drop();
});

test('a step is written whole: step, case, clocks, escalations and pending notices, with the instants given', async () => {
  const caseId = nextCase();
  const step = stepOf(caseId, 1, {
    head: headOf({ nextDueAt: at(30), nextDueClock: 'response' }),
    clocks: [
      clockOf('response', { pauses: [{ reason: 'waiting_parts', from: at(1), to: at(2) }] }),
      clockOf('arrival'),
    ],
    escalations: [escalationOf('breach:response')],
    notices: [
      noticeOf(`${caseId}/1/case_received/customer/0`, {
        params: { dueAt: at(30), count: 2, urgent: true },
        clauses: ['S-4.4-b'],
      }),
    ],
  });
  expect(await record(step)).toEqual({ result: 'recorded' });

  const [kept, row, clocks, escalation, notice] = await Promise.all([
    rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } }),
    rig.prisma.step.findUniqueOrThrow({ where: { caseId_seq: { caseId, seq: 1 } } }),
    rig.prisma.clock.findMany({ where: { caseId }, orderBy: { key: 'asc' } }),
    rig.prisma.escalation.findUniqueOrThrow({ where: { caseId_key: { caseId, key: 'breach:response' } } }),
    rig.prisma.notice.findMany({ where: { caseId } }),
  ]);
  expect(kept).toMatchObject({ seq: 1, status: 'responded', nextDueClock: 'response', state: step.changed });
  expect(kept.nextDueAt?.toISOString()).toBe(at(30));
  expect(kept.updatedAt.toISOString()).toBe(step.recordedAt);
  expect(row).toMatchObject({ causeName: 'respond', actorId: 'person-1', actorRole: 'agent', events: step.events });
  expect(row.receivedAt?.toISOString()).toBe(at(1));
  expect(clocks.map((c) => c.key)).toEqual(['arrival', 'response']);
  expect(clocks[1]).toMatchObject({
    clauses: ['S-5.16-2b'],
    extendedMs: 0n,
    pauses: [{ reason: 'waiting_parts', from: at(1), to: at(2) }],
  });
  expect(escalation).toMatchObject({ people: ['person-2'], level: 1, status: 'open' });
  expect(notice).toMatchObject([
    {
      status: 'pending',
      seq: 1,
      to: 'customer',
      params: { dueAt: at(30), count: 2, urgent: true },
      clauses: ['S-4.4-b'],
    },
  ]);
  expect(notice[0]!.createdAt.toISOString()).toBe(step.recordedAt);
});

test('the same step again changes nothing, whatever the order of its members; twins at once make one row', async () => {
  const caseId = nextCase();
  const step = stepOf(caseId, 1, { notices: [noticeOf(`${caseId}/n`)] });
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => record(step)));
  expect(outcomes.map((o) => o.result).sort()).toEqual(['recorded', ...Array<string>(9).fill('same')]);
  const reversed = Object.fromEntries(Object.entries(step).reverse()) as unknown as StepRecord;
  expect(await record(reversed)).toEqual({ result: 'same' });
  expect(await rig.prisma.step.count({ where: { caseId } })).toBe(1);
  expect(await rig.prisma.notice.count({ where: { caseId } })).toBe(1);
});

test('other content under the same number changes nothing and raises one alarm', async () => {
  const caseId = nextCase();
  await record(stepOf(caseId, 1));
  const forged = stepOf(caseId, 1, { head: headOf({ status: 'closed' }), changed: { status: 'closed' } });
  expect(await record(forged)).toEqual({ result: 'different' });
  expect(await record(forged)).toEqual({ result: 'different' });
  const kept = await rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  expect(kept.status).toBe('responded');
  const alarms = await rig.prisma.alarm.findMany({ where: { caseId } });
  expect(alarms).toHaveLength(1);
  expect(alarms[0]).toMatchObject({ kind: 'record_different', detail: { seq: 1 } });
  expect(alarms[0]!.raisedAt.toISOString()).toBe(forged.recordedAt);
});

test('escalations and clocks of two cases under one key do not meet', async () => {
  const [a, b] = [nextCase(), nextCase()];
  await record(stepOf(a, 1, { clocks: [clockOf('response')], escalations: [escalationOf('breach:response')] }));
  await record(
    stepOf(b, 1, {
      clocks: [clockOf('response', { status: 'met' })],
      escalations: [escalationOf('breach:response', { level: 2 })],
    }),
  );
  const rows = await rig.prisma.escalation.findMany({ where: { caseId: { in: [a, b] } }, orderBy: { caseId: 'asc' } });
  expect(rows.map((r) => r.level)).toEqual([1, 2]);
});

test('a gap holds nothing up, and a late step adds to the timeline without turning the case back', async () => {
  const caseId = nextCase();
  await record(
    stepOf(caseId, 1, { changed: { facts: { a: 1 }, done: { reported: 1 } }, clocks: [clockOf('response')] }),
  );
  expect(
    await record(
      stepOf(caseId, 3, {
        head: headOf({ status: 'assigned' }),
        changed: { facts: { a: 3 } },
        clocks: [clockOf('response', { status: 'met' })],
      }),
    ),
  ).toEqual({ result: 'recorded' });
  const late = stepOf(caseId, 2, {
    changed: { facts: { a: 2 } },
    clocks: [clockOf('response', { status: 'paused' })],
    notices: [noticeOf(`${caseId}/2`)],
  });
  expect(await record(late)).toEqual({ result: 'recorded' });

  const kept = await rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  expect(kept).toMatchObject({ seq: 3, status: 'assigned', state: { facts: { a: 3 }, done: { reported: 1 } } });
  expect((await rig.prisma.clock.findMany({ where: { caseId } })).map((c) => c.status)).toEqual(['met']);
  expect(await rig.prisma.step.count({ where: { caseId } })).toBe(3);
  expect(await rig.prisma.notice.count({ where: { caseId } })).toBe(1);
});

test('1,000 generated steps leave what folding them by hand gives', async () => {
  const sections = fc.dictionary(
    fc.constantFrom('facts', 'done', 'visit', 'parts', 'quote', 'notes'),
    fc.jsonValue({ maxDepth: 2, noUnicodeString: false }),
    { maxKeys: 4 },
  );
  const generated = fc.sample(
    fc.tuple(sections, fc.subarray(['response', 'arrival', 'repair']), fc.constantFrom('running', 'paused', 'met')),
    { numRuns: 1000, seed: 20261122 },
  );
  const [first, second] = [nextCase(), nextCase()];
  const folded = new Map<string, { state: Record<string, unknown>; clocks: Map<string, string>; seq: number }>();
  for (const [index, [drawn, keys, status]] of generated.entries()) {
    const caseId = index % 2 === 0 ? first : second;
    // The database cannot hold U+0000, which the domain never produces.
    const changed = JSON.parse(JSON.stringify(drawn).replaceAll('\\u0000', '')) as Record<string, unknown>;
    const known = folded.get(caseId) ?? { state: {}, clocks: new Map<string, string>(), seq: 0 };
    const seq = known.seq + 1;
    for (const key of keys) known.clocks.set(key, status);
    folded.set(caseId, { state: { ...known.state, ...changed }, clocks: known.clocks, seq });
    const step = stepOf(caseId, seq, { changed, clocks: keys.map((key) => clockOf(key, { status: status as 'met' })) });
    expect(await record(step)).toEqual({ result: 'recorded' });
  }
  for (const [caseId, { state, clocks, seq }] of folded) {
    const kept = await rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
    expect(kept.seq).toBe(seq);
    expect(canonicalJson(kept.state)).toBe(canonicalJson(state));
    const rows = await rig.prisma.clock.findMany({ where: { caseId } });
    expect(new Map(rows.map((r) => [r.key, r.status]))).toEqual(clocks);
  }
});

test('entries of the ledger are written once; a confirmation is noted beside, nothing else of an entry changes', async () => {
  const entry = {
    ...{ no: 1, at: at(1), by: 'person-1', type: 'refund', fen: 9_000_000_000, from: 'company', to: 'customer' },
    ...{ clauses: ['O-3.7-b'], approvedBy: ['person-2'] },
  };
  const rows = () => rig.prisma.ledgerEntry.findMany({ where: { caseId: 'ledger-1' } });
  await record(stepOf('ledger-1', 1, { ledger: [entry] }));
  expect(await rows()).toMatchObject([{ ...entry, fen: 9_000_000_000n, at: new Date(at(1)), confirmedBy: null }]);
  const confirmed = { confirmedBy: 'person-3', confirmedAt: at(2) };
  await record(stepOf('ledger-1', 2, { ledger: [{ ...entry, fen: 1, ...confirmed }] }));
  expect(await rows()).toMatchObject([{ fen: 9_000_000_000n, confirmedBy: 'person-3', confirmedAt: new Date(at(2)) }]);
});

test('listeners hear which case changed, once a step', async () => {
  const caseId = nextCase();
  const listener = new Client({ connectionString: rig.url });
  await listener.connect();
  const heard: unknown[] = [];
  listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')));
  await listener.query(`LISTEN ${CHANGES_CHANNEL}`);
  await record(stepOf(caseId, 1));
  await record(stepOf(caseId, 1));
  await record(stepOf(caseId, 2));
  await listener.query('SELECT 1');
  await listener.end();
  expect(heard).toMatchObject([
    { caseId, seq: 1 },
    { caseId, seq: 2 },
  ]);
});

describe('what the database refuses', () => {
  const broken: [string, Partial<StepRecord>][] = [
    ['a text with U+0000', { changed: { facts: { level: 'a\u0000b' } } }],
    ['an instant that does not exist', { recordedAt: '2026-13-45T00:00:00Z' }],
    ['a missing status', { head: { ...headOf(), status: undefined as unknown as string } }],
    ['one clock twice', { clocks: [clockOf('response'), clockOf('response')] }],
    ['a number beyond its column', { escalations: [escalationOf('e', { repeats: 99_999_999_999 })] }],
  ];
  test.each(broken)('%s: not retried, alarmed, and nothing of the step is kept', async (_name, over) => {
    const caseId = nextCase();
    const failure = await record(stepOf(caseId, 1, over)).then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'Unrecordable', nonRetryable: true });
    expect(await rig.prisma.step.count({ where: { caseId } })).toBe(0);
    expect(await rig.prisma.case.count({ where: { id: caseId } })).toBe(0);
    if (over.recordedAt === undefined)
      expect(await rig.prisma.alarm.findMany({ where: { caseId } })).toMatchObject([{ kind: 'step_unrecorded' }]);
    expect(await record(stepOf(caseId, 2))).toEqual({ result: 'recorded' });
  });
});
