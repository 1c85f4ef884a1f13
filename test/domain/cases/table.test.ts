/** The action table of a repair: every status is reached and left, every action is possible, nobody acts for another. */
import fc from 'fast-check';
import { allowedActions, findAction } from '../../../domain/cases/kind';
import { repairKind } from '../../../domain/cases/repair';
import { repairStatuses } from '../../../domain/cases/repair/state';
import { simulate } from './case-simulator';
import { underContract, chongqing } from './policies';
import { people, reason, Simulator } from './simulator';
import { happen, payloadFor } from './walk';
import { policies, repairWalk, someRepair } from './walk-repair';

/** What random walks came through, always the same ones: as many as it takes until nothing is left that no walk has seen. */
const seen = { reached: new Set<string>(), left: new Set<string>(), actions: new Set<string>() };
const unreached = () => repairStatuses.filter((status) => !seen.reached.has(status));
const notLeft = () => repairStatuses.filter((status) => !seen.left.has(status) && !repairKind.ended.includes(status));
const untaken = () => repairKind.actions.map(({ name }) => name).filter((name) => !seen.actions.has(name));
beforeAll(() => {
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      if (unreached().length + notLeft().length + untaken().length === 0) return;
      const sim = someRepair(gen, policies[gen(fc.nat, policies.length - 1)]!, simulate, true);
      for (let step = 0; step < 60; step++) happen(gen, sim, repairWalk);
      for (const { cause, events } of sim.steps) {
        if (cause.type === 'action') seen.actions.add(cause.name);
        for (const { type, data } of events) {
          if (type !== 'status_changed') continue;
          seen.left.add(String(data!.from));
          seen.reached.add(String(data!.to));
        }
      }
    }),
    { numRuns: 200, seed: 20260302 },
  );
});

test('every status is reached', () => {
  expect(unreached()).toEqual([]);
});

test('every status is left, but those in which the case has ended', () => {
  expect(notLeft()).toEqual([]);
  expect(repairKind.ended.filter((status) => seen.left.has(status))).toEqual([]);
});

test('every action is taken by somebody', () => {
  expect(untaken()).toEqual([]);
});

test('the statuses that actions name exist; names are used once', () => {
  for (const { from } of repairKind.actions)
    if (typeof from !== 'string')
      expect(from.filter((s) => !(repairStatuses as readonly string[]).includes(s))).toEqual([]);
  const names = repairKind.actions.map((a) => a.name);
  expect(new Set(names).size).toBe(names.length);
});

test('an auditor may do nothing; supervisors extend, excuse and correct; they and approvers answer escalations', () => {
  const of = (role: string) =>
    repairKind.actions.filter((a) => (a.roles as readonly string[]).includes(role)).map((a) => a.name);
  expect(of('auditor')).toEqual([]);
  expect(of('administrator')).toEqual([]);
  for (const name of ['extend', 'excuse', 'correct', 'markSpecial', 'grantGoodwill'])
    expect(findAction(repairKind, name).roles).toEqual(['supervisor']);
  for (const name of ['acknowledge', 'resolveEscalation', 'approveExcuse'])
    expect(findAction(repairKind, name).roles).toEqual(['supervisor', 'approver']);
  expect(of('agent').filter((name) => /approve|decide/.test(name))).toEqual([]);
});

/** What anybody may report of any case: it must be known above at once. */
const anybodyReports = ['reportLoss', 'reportIncident', 'raise'];

test('an engineer acts on their own cases only', () => {
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      const sim = someRepair(gen, policies[gen(fc.nat, policies.length - 1)]!, simulate);
      for (let step = 0; step < 25; step++) happen(gen, sim, repairWalk);
      const stranger = { ...people.engineer, id: 'third-engineer' };
      for (const { name } of allowedActions(repairKind, sim.state, stranger)) {
        if (anybodyReports.includes(name)) continue;
        expect([name, sim.refusal(stranger, name, payloadFor(gen, name, sim, repairWalk))]).toEqual([
          name,
          expect.stringMatching(/^(forbidden|requirement_missing)$/),
        ]);
      }
    }),
    { numRuns: 60, seed: 7 },
  );
});

describe('refusals say what is allowed', () => {
  const sim = () => new Simulator(chongqing, { facts: underContract });

  test('a wrong role', () => {
    expect(sim().refusal(people.auditor, 'respond')).toBe('forbidden');
    expect(sim().refusal(people.warehouse, 'assign', { engineerId: 'engineer' })).toBe('forbidden');
  });

  test('a status that does not allow it', () => {
    const s = sim();
    s.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
    expect(s.refusal(people.engineer, 'complete', { resolved: true, tested: true })).toBe('illegal_transition');
  });

  test('an action after the end', () => {
    const s = sim();
    s.act(people.dispatcher, 'cancel', { reason });
    expect(s.state.status).toBe('cancelled');
    expect(s.refusal(people.dispatcher, 'respond')).toBe('case_closed');
    expect(s.refusal(people.dispatcher, 'note', { text: reason })).toBeUndefined();
  });

  test('a payload that is not valid, an action that is not there, a transfer without a reason', () => {
    const s = sim();
    expect(s.refusal(people.dispatcher, 'guide', { outcome: 'perhaps' })).toBe('invalid_request');
    expect(s.refusal(people.dispatcher, 'respond', { by: 'phone', more: 1 })).toBe('invalid_request');
    expect(s.refusal(people.dispatcher, 'destroy')).toBe('not_found');
    s.act(people.dispatcher, 'assign', { engineerId: 'engineer' });
    expect(s.refusal(people.dispatcher, 'assign', { engineerId: 'engineer' })).toBe('already_done');
    expect(s.refusal(people.dispatcher, 'assign', { engineerId: 'other-engineer' })).toBe('invalid_request');
  });

  test('a view of the case that is older, a time that cannot be', () => {
    const s = sim();
    const act = (more: object) => () => s.act(people.dispatcher, 'respond', {}, more);
    expect(act({ expectedSeq: 0 })).toThrow(expect.objectContaining({ code: 'stale_version' }) as Error);
    expect(act({ receivedAt: s.now + 5_001 })).toThrow(expect.objectContaining({ code: 'time_refused' }) as Error);
    expect(act({ receivedAt: s.state.openedAt - 1 })).toThrow(
      expect.objectContaining({ code: 'time_refused' }) as Error,
    );
    expect(act({ occurredAt: s.now + 5_001 })).toThrow(expect.objectContaining({ code: 'time_refused' }) as Error);
    expect(act({ receivedAt: s.now + 5_000 })).not.toThrow();
  });

  test('an engineer’s own time that lies long before the receipt is kept and flagged', () => {
    const s = sim();
    s.pass(3_600_000).act(people.dispatcher, 'respond', {}, { occurredAt: s.now - 16 * 60_000 });
    expect(s.events.filter((e) => e.type === 'late_entry')).toHaveLength(1);
    expect(s.clock('response').metAt).toBe(s.now);
  });
});
