/** What a supervisor can do about a promise, what regrading does to it, and how an announced year reaches it. */
import { withNewYears } from '../../../domain/cases/calendar-year';
import { reckon } from '../../../domain/sla/clock';
import { chongqing, inSendInWarranty, nanjing, sendIn, underContract } from './policies';
import { days, hours, minutes, people, reason, shanghai, Simulator } from './simulator';

const { agent, dispatcher, engineer, supervisor, secondSupervisor } = people;
const town = { region: 'main_nine_districts' };
const iso = (at: number): string => new Date(at).toISOString();

describe('regrading', () => {
  test('S-5.16-1b S-5.16-2b: graded in time, the new figure counts from the same start', () => {
    const sim = new Simulator(chongqing, { facts: town });
    sim.pass(5 * minutes).act(dispatcher, 'assess', { level: 'L1' });
    expect(sim.clock('response').dueAt).toBe(sim.state.openedAt + 10 * minutes);
    expect(sim.clock('arrival').dueAt).toBe(sim.state.openedAt + 2 * hours);
    sim.act(dispatcher, 'assess', { level: 'L2', reason });
    expect(sim.clock('response').dueAt).toBe(sim.state.openedAt + 1 * hours);
  });

  test('graded up when the stricter deadline has passed: broken at that deadline, told at once', () => {
    const sim = new Simulator(chongqing, { facts: town });
    sim.pass(20 * minutes).act(dispatcher, 'assess', { level: 'L1' });
    expect(sim.clock('response')).toMatchObject({ status: 'breached', breachedAt: sim.state.openedAt + 10 * minutes });
    expect(sim.escalation('breach:response').raisedAt).toBe(sim.now);
  });

  test('graded down after the deadline: the breach stays', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, level: 'L1' } });
    sim.pass(20 * minutes).act(dispatcher, 'assess', { level: 'L4', reason });
    expect(sim.clock('response')).toMatchObject({ status: 'breached', breachedAt: sim.state.openedAt + 10 * minutes });
    expect(sim.clock('arrival')).toMatchObject({ status: 'running', dueAt: sim.state.openedAt + 6 * hours });
  });

  test('N-2.5-C-4b R-N-SPECIAL: special circumstances before the 24 h end, by a supervisor only', () => {
    const sim = new Simulator(nanjing, { facts: { largeItem: true } }).pass(23 * hours);
    expect(sim.refusal(dispatcher, 'markSpecial', { reason })).toBe('forbidden');
    expect(sim.refusal(supervisor, 'markSpecial', { reason })).toBeUndefined();
    expect(sim.clock('onsite').dueAt).toBe(sim.state.openedAt + 48 * hours);
    const late = new Simulator(nanjing, { facts: { largeItem: true } }).pass(24 * hours);
    expect(late.refusal(supervisor, 'markSpecial', { reason })).toBe('illegal_transition');
  });
});

describe('raised by a person', () => {
  test('N-2.3-2: an engineer who disagrees goes past the service manager, and the assignment stands', () => {
    const sim = new Simulator(nanjing, {});
    sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
    const before = { status: sim.state.status, parties: sim.state.parties };
    sim.act(engineer, 'raise', { ladder: 'leadership', reason });
    const [raised] = Object.values(sim.state.escalations).filter(({ cause }) => cause === 'person');
    expect(raised).toMatchObject({ ladder: 'leadership', subject: reason.id });
    expect(nanjing.ladders.leadership!.map(({ role }) => role)).not.toContain('service_manager');
    expect({ status: sim.state.status, parties: sim.state.parties }).toEqual(before);
  });
});

describe('extending and excusing', () => {
  test('once, before the breach; due and warning move, the warning is given again', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, level: 'L2' } }).pass(50 * minutes);
    sim.act(supervisor, 'extend', { clock: 'response', by: 'PT2H', reason });
    expect(sim.clock('response')).toMatchObject({
      dueAt: sim.state.openedAt + 3 * hours,
      warnAt: sim.state.openedAt + 168 * minutes,
    });
    expect(sim.refusal(supervisor, 'extend', { clock: 'response', by: 'PT1H', reason })).toBe('illegal_transition');
    sim.pass(3 * hours);
    expect(sim.events.filter((e) => e.type === 'warned.response')).toHaveLength(2);
    expect(sim.refusal(supervisor, 'extend', { clock: 'response', by: 'PT1H', reason })).toBe('illegal_transition');
  });

  test('an excuse needs a second person; the breach stays visible', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, level: 'L1' } });
    expect(sim.refusal(supervisor, 'excuse', { clock: 'response', reason })).toBe('illegal_transition');
    sim.pass(11 * minutes).act(supervisor, 'excuse', { clock: 'response', reason });
    expect(sim.refusal(supervisor, 'approveExcuse', { clock: 'response' })).toBe('forbidden');
    sim.act(secondSupervisor, 'approveExcuse', { clock: 'response' });
    expect(sim.clock('response').breachedAt).toBeDefined();
    expect(sim.escalation('breach:response')).toMatchObject({ status: 'settled', endedBecause: 'excused' });
    expect(sim.refusal(secondSupervisor, 'approveExcuse', { clock: 'response' })).toBe('already_done');
  });

  test('a correction says what was there before, and settles with its own reason', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, level: 'L1' } }).pass(15 * minutes);
    expect(sim.refusal(supervisor, 'correct', { clock: 'response', metAt: iso(sim.now), reason })).toBe(
      'illegal_transition',
    );
    sim.act(dispatcher, 'respond');
    const recorded = sim.now;
    expect(sim.refusal(supervisor, 'correct', { clock: 'response', metAt: iso(recorded + 1), reason })).toBe(
      'time_refused',
    );
    sim.act(supervisor, 'correct', { clock: 'response', metAt: iso(sim.state.openedAt + 10 * minutes), reason });
    expect(sim.clock('response')).toMatchObject({ status: 'met', corrected: { from: recorded, by: 'supervisor' } });
  });
});

describe('escalations', () => {
  test('R-ESC: climbs after half the target, at least 30 minutes; at the top doubling, at the latest daily', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, level: 'L2' } });
    sim
      .act(dispatcher, 'respond')
      .act(dispatcher, 'assign', { engineerId: engineer.id })
      .until(sim.state.openedAt + 48 * hours);
    const { raisedAt } = sim.escalation('breach:arrival');
    expect(sim.escalation('breach:arrival').nextAt! - raisedAt).toBe(24 * hours);
    sim.pass(24 * hours);
    expect(sim.escalation('breach:arrival').level).toBe(2);
    for (let wait = 30 * minutes; wait < 24 * hours; wait *= 2) {
      expect(sim.escalation('breach:arrival').nextAt! - sim.now).toBe(wait);
      sim.until(sim.escalation('breach:arrival').nextAt!);
    }
    expect(sim.escalation('breach:arrival').nextAt! - sim.now).toBe(24 * hours);
  });

  test('S-5.8: a delay that is known is told at once, the customer gets the reason', () => {
    const sim = new Simulator(chongqing, { facts: { ...underContract, channel: 'carry_in' } });
    expect(sim.refusal(dispatcher, 'reportLateReturn', { reason, customerTold: true })).toBe('illegal_transition');
    sim
      .act(agent, 'promise', { at: iso(sim.now + 3 * days) })
      .act(dispatcher, 'reportLateReturn', { reason, customerTold: true });
    expect(sim.escalation('alert:delay_known').people).toEqual(['department_supervisor']);
    expect(sim.told).toContain('delay_explained → customer');
    expect(sim.refusal(agent, 'promise', { at: iso(sim.now + 5 * days) })).toBe('forbidden');
  });
});

describe('E-1.2-a: a year that is not announced', () => {
  const key = Object.keys(sendIn.calendars).find((k) => sendIn.calendars[k]!.id === 'CN-WORK')!;
  const known = sendIn.calendars[key]!;
  const before = { ...sendIn, calendars: { ...sendIn.calendars, [key]: { ...known, knownYears: [2026] } } };

  test('the due time that reaches into it is provisional, and is reckoned anew when it is announced', () => {
    const sim = new Simulator(before, { at: '2026-12-29T10:00', facts: { ...inSendInWarranty, channel: 'send_in' } });
    sim.act(dispatcher, 'receiveDevice', { ticketNo: 'T' });
    expect(sim.clock('repair').provisional).toBe(true);
    const off = Object.fromEntries(['2027-01-04', '2027-01-05'].map((d) => [d, 'off' as const]));
    const policy = withNewYears(before, {
      ...known,
      version: 'next',
      knownYears: [2026, 2027],
      days: { ...known.days, ...off },
    })!;
    const anew = reckon(sim.clock('repair'), policy, sim.state.facts, sim.now);
    expect(anew.provisional).toBe(false);
    expect(anew.dueAt).toBeGreaterThan(sim.clock('repair').dueAt!);
  });

  test('a known year that was corrected serves new cases only; the same year again changes nothing', () => {
    const corrected = {
      ...known,
      version: 'next',
      knownYears: [2026, 2027],
      days: { ...known.days, '2026-12-30': 'off' as const },
    };
    const policy = withNewYears(before, corrected)!;
    expect(policy.calendars[key]!.days['2026-12-30']).toEqual(known.days['2026-12-30']);
    expect(withNewYears(policy, corrected)).toBeUndefined();
    expect(withNewYears(before, { ...corrected, id: 'OTHER' })).toBeUndefined();
  });
});

describe('R-CAP N-2.6-3b: judged from instants, also while the system was down', () => {
  const facts = { channel: 'carry_in', soldByUs: true, inWarranty: true, proofShown: true, functionalFault: true };
  const waiting = (): Simulator => {
    const sim = new Simulator(nanjing, { facts })
      .act(dispatcher, 'respond')
      .act(dispatcher, 'assign', { engineerId: engineer.id });
    sim.act(dispatcher, 'receiveDevice', { ticketNo: 'T' });
    return sim.act(engineer, 'waitForParts', { items: [{ partNo: 'P', quantity: 1 }] });
  };

  test('a part that comes at exactly 120 h is within the cap; a moment later the cap was reached first', () => {
    const exact = waiting();
    exact.sleep(120 * hours).act(engineer, 'receiveParts');
    expect(exact.state.parts.capReachedAt).toBeUndefined();
    expect(exact.state.parts.waits[0]).toMatchObject({ ended: 'arrived' });
    const late = waiting();
    const from = late.now;
    late.sleep(120 * hours + 1).act(engineer, 'receiveParts');
    expect(late.state.parts).toMatchObject({ capReachedAt: from + 120 * hours });
    expect(late.state.parts.waits[0]).toMatchObject({ ended: 'cap', to: from + 120 * hours });
    expect(late.escalation('parts_cap').people).toEqual(['service_manager']);
    expect(late.clock('bench').dueAt).toBe(from + 24 * hours + 120 * hours);
  });

  test('the dispatcher is told once when the expected date passes, again for a later one, at once for one beyond the cap', () => {
    const sim = waiting();
    const from = sim.now;
    const late = (): number => sim.told.filter((t) => t === 'parts_late → dispatcher').length;
    const iso = (at: number): string => new Date(at).toISOString();
    sim.act(people.warehouse, 'expectParts', { expectedAt: iso(from + 2 * days) });
    sim.until(from + 2 * days - 1);
    expect(late()).toBe(0);
    sim.until(from + 2 * days);
    expect(late()).toBe(1);
    expect(() => sim.act(people.warehouse, 'expectParts', { expectedAt: iso(from + 2 * days) })).toThrow(
      expect.objectContaining({ code: 'already_done' }) as Error,
    );
    sim.act(people.warehouse, 'expectParts', { expectedAt: iso(from + 3 * days) });
    sim.until(from + 3 * days);
    expect(late()).toBe(2);
    sim.act(people.warehouse, 'expectParts', { expectedAt: iso(from + 5 * days) });
    expect(late()).toBe(3);
    sim.act(engineer, 'receiveParts').until(from + 6 * days);
    expect(late()).toBe(3);
  });

  test('the warning after four days, the cap after five, then another wait is refused with what is offered', () => {
    const sim = waiting();
    const from = sim.now;
    sim.until(from + 4 * days);
    expect(sim.told).toContain('parts_waiting → dispatcher');
    sim.until(from + 5 * days);
    expect(sim.state.status).toBe('in_repair');
    expect(() => sim.act(engineer, 'waitForParts', { items: [{ partNo: 'P', quantity: 1 }] })).toThrow(
      expect.objectContaining({
        code: 'parts_cap',
        problem: expect.objectContaining({ allowed: ['useStockUnit', 'sendToMaker', 'receiveParts'] }) as unknown,
      }) as Error,
    );
    sim.act(people.warehouse, 'useStockUnit', { serialNo: 'N-1' });
    expect(sim.told).toEqual(
      expect.arrayContaining(['stock_unit_used → role:sales_department', 'order_part → role:purchasing']),
    );
  });
});

test('S-5.10-a R-DAYEND: a call at 23:59 is to be dispatched before midnight', () => {
  const sim = new Simulator(chongqing, { at: '2026-03-02T23:59', facts: town });
  expect(sim.clock('dispatch').dueAt).toBe(shanghai('2026-03-03T00:00') - 1);
});
