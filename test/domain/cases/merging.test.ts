/** Duplicates: the one that ends keeps its breaches, the one that goes on takes over the promises, each names the other. */
import { wordToCase } from '../../../activities/telling-cases';
import { caseKinds } from '../../../domain/cases/kinds';
import { allowedActions } from '../../../domain/cases/kind';
import { repairKind } from '../../../domain/cases/repair';
import { formatInstant } from '../../../domain/time/instant';
import { Complaint, staff } from './complaint-simulator';
import { chongqing, underContract } from './policies';
import { ReturnSimulator } from './return-simulator';
import { hours, minutes, people, reason, Simulator } from './simulator';

const { dispatcher, engineer, agent } = people;
const facts = { ...underContract, level: 'level2', region: 'main_nine_districts' };
const repair = (at = '2026-03-02T09:00') => new Simulator(chongqing, { facts, at });
const into = { into: 'R-2', reason };

/** What the duplicate's last step tells the other case. */
function word(sim: Simulator): { duplicate: string; clocks: { milestone: string; startedAt: string }[] } {
  const { template, params } = sim.steps.at(-1)!.notices.find((n) => n.to === 'case:R-2')!;
  return wordToCase(template, 'R-9', params).payload as ReturnType<typeof word>;
}

describe('the duplicate', () => {
  it('ends as cancelled, keeps what it broke, and hands on what runs', () => {
    const sim = repair().pass(9 * hours);
    const before = sim.state.clocks;
    expect(before.response!.status).toBe('breached');
    sim.act(dispatcher, 'merge', into);
    const { status, clocks, links } = sim.state;
    expect(status).toBe('cancelled');
    expect(links).toMatchObject([{ caseId: 'R-2', relation: 'duplicate' }]);
    expect(clocks.response).toMatchObject({ status: 'breached', breachedAt: before.response!.breachedAt });
    const passed = word(sim).clocks;
    expect(passed.length).toBeGreaterThan(0);
    expect(passed.map((c) => c.milestone)).not.toContain('response');
    for (const { milestone, startedAt } of passed) {
      expect(clocks[milestone]).toMatchObject({ status: 'cancelled', stoppedBecause: 'merged' });
      expect(startedAt).toBe(formatInstant(before[milestone]!.startedAt));
    }
    expect(sim.events.map((e) => e.type)).toEqual(expect.arrayContaining(['merged', 'cancelled']));
  });

  it('is refused where it is the case itself, has ended, holds goods or a device, or an engineer asks', () => {
    expect(repair().refusal(dispatcher, 'merge', { ...into, into: 'R-1' })).toBe('invalid_request');
    expect(repair().refusal(engineer, 'merge', into)).toBe('forbidden');
    expect(repair().refusal(dispatcher, 'merge', { into: 'R-2' })).toBe('invalid_request');
    const ended = repair().act(dispatcher, 'cancel', { reason });
    expect(ended.refusal(dispatcher, 'merge', into)).toBe('case_closed');
    const returned = new ReturnSimulator().approved().inspected();
    expect(returned.refusal(dispatcher, 'merge', { ...into, into: 'T-2' })).toBe('requirement_missing');
    const about = new Complaint({ barred: [staff.dispatcher.id] });
    expect(about.refusal(staff.dispatcher, 'merge', { ...into, into: 'C-2' })).toBe('forbidden');
    expect(new Complaint().refusal(staff.dispatcher, 'merge', { ...into, into: 'C-2' })).toBeUndefined();
  });
});

describe('the case that goes on', () => {
  const absorbed = (survivor: Simulator, payload: object): Simulator => survivor.act(dispatcher, 'absorb', payload);

  it('takes the earlier start, and is due by it', () => {
    const first = repair('2026-03-02T09:00').pass(10 * minutes);
    first.act(dispatcher, 'merge', into);
    const second = repair('2026-03-02T09:10');
    const before = second.clock('response');
    absorbed(second, word(first));
    const { startedAt, dueAt, status } = second.clock('response');
    expect(startedAt).toBe(first.state.openedAt);
    expect(before.dueAt! - dueAt!).toBe(10 * minutes);
    expect(status).toBe('running');
    expect(second.state.links).toMatchObject([{ caseId: 'R-9', relation: 'absorbed' }]);
    expect(second.events.map((e) => e.type)).toEqual(expect.arrayContaining(['absorbed', 'clock_passed_on']));
  });

  it('breaks at once what the earlier start makes late; a later start changes nothing', () => {
    const second = repair();
    const clocks = (ms: number) => [{ milestone: 'response', startedAt: formatInstant(second.state.openedAt + ms) }];
    second.pass(5 * minutes);
    absorbed(second, { duplicate: 'R-3', clocks: clocks(minutes) });
    expect(second.clock('response').startedAt).toBe(second.state.openedAt);
    absorbed(second, { duplicate: 'R-4', clocks: clocks(-9 * hours) });
    expect(second.clock('response')).toMatchObject({
      status: 'breached',
      startedAt: second.state.openedAt - 9 * hours,
    });
    expect(second.escalation('breach:response').status).toBe('open');
  });

  it('does not promise again what it has kept since, and promises what it never did', () => {
    const second = repair().pass(minutes);
    second.act(agent, 'respond');
    const from = formatInstant(second.state.openedAt);
    absorbed(second, {
      duplicate: 'R-3',
      clocks: [
        { milestone: 'response', startedAt: from },
        { milestone: 'nowhere', startedAt: from },
      ],
    });
    expect(Object.keys(second.state.clocks).filter((key) => key.startsWith('response'))).toEqual(['response']);
    second.pass(hours);
    absorbed(second, { duplicate: 'R-4', clocks: [{ milestone: 'response', startedAt: formatInstant(second.now) }] });
    expect(second.clock('response#2').startedAt).toBe(second.now);
  });

  it('takes a case in once, not itself, nothing from the future; people are not offered it', () => {
    const second = repair();
    absorbed(second, { duplicate: 'R-3' });
    expect(second.refusal(dispatcher, 'absorb', { duplicate: 'R-3' })).toBe('already_done');
    expect(second.refusal(dispatcher, 'absorb', { duplicate: 'R-1' })).toBe('invalid_request');
    const clocks = [{ milestone: 'response', startedAt: formatInstant(second.now + 1) }];
    expect(second.refusal(dispatcher, 'absorb', { duplicate: 'R-4', clocks })).toBe('time_refused');
    const offered = allowedActions(repairKind, second.state, dispatcher).map(({ name }) => name);
    expect(offered).toContain('merge');
    expect(offered).not.toContain('absorb');
  });
});

test('every kind can be merged', () => {
  for (const { table } of caseKinds)
    expect(table.actions.map(({ name }) => name)).toEqual(expect.arrayContaining(['merge', 'absorb']));
});
