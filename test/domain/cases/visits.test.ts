/** Visits: agreed, moved with consent, early and late, nobody at home, entry refused; what is recorded as missing. */
import { chongqing, nanjing, underContract } from './policies';
import { hours, minutes, people, reason, Simulator } from './simulator';

const { dispatcher, engineer } = people;
const iso = (at: number): string => new Date(at).toISOString();

/** A visit agreed for five hours from now. */
function agreed(): { sim: Simulator; at: number } {
  const sim = new Simulator(chongqing, { facts: { region: 'main_nine_districts', ...underContract } });
  const at = sim.now + 5 * hours;
  sim.act(dispatcher, 'assign', { engineerId: engineer.id }).act(dispatcher, 'schedule', { at: iso(at) });
  return { sim, at };
}

describe('C-IOT-2.3-a C-IOT-3.3-1b C-IOT-3.3-1c R-IOT-15 R-IOT-EARLY: lateness against the appointed time', () => {
  test.each([
    [-10 * minutes - 1, 'early'],
    [-10 * minutes, 'on_time'],
    [-5 * minutes, 'on_time'],
    [0, 'on_time'],
    [1, 'late_under_tier'],
    [15 * minutes - 1, 'late_under_tier'],
    [15 * minutes, 'late_over_tier'],
    [3 * hours, 'late_over_tier'],
  ])('%d ms: %s', (lateness, tier) => {
    const { sim, at } = agreed();
    sim.until(at + lateness - 1).sleep(1);
    sim.act(engineer, 'arrive', { apology: lateness > 0 ? 'accepted' : 'not_needed' });
    expect(sim.state.visit).toMatchObject({ latenessMs: lateness, tier });
    expect(sim.missing).not.toContain('arrive: apology');
    expect(sim.clock('appointment').status).toBe(lateness > 0 ? 'breached' : 'met');
  });

  test('no apology is a finding; one that is refused goes to the service centre', () => {
    const { sim, at } = agreed();
    sim.until(at + minutes).act(engineer, 'arrive');
    expect(sim.missing).toContain('arrive: apology');
    const other = agreed();
    other.sim.until(other.at + 20 * minutes).act(engineer, 'arrive', { apology: 'refused' });
    expect(other.sim.escalation('alert:apology_refused').people).toEqual(['department_supervisor']);
  });
});

describe('C-IOT-1.2-1a C-IOT-1.2-1b C-IOT-3.3-4: a visit is moved with consent only', () => {
  test('moved in time: the same promise with another instant, the engineer is reminded of it anew', () => {
    const { sim, at } = agreed();
    sim.until(at - 5 * minutes).act(dispatcher, 'reschedule', { at: iso(at + 2 * hours), consent: true, reason });
    expect(sim.clock('appointment')).toMatchObject({ status: 'running', dueAt: at + 2 * hours });
    expect(sim.told).toContain('visit_rescheduled → customer');
    sim.until(at + 2 * hours);
    expect(sim.events.filter((e) => e.type === 'warned.appointment')).toHaveLength(2);
  });

  test('moved after it was missed: the breach stays, the new time is a promise of its own', () => {
    const { sim, at } = agreed();
    sim.until(at + 30 * minutes).act(dispatcher, 'reschedule', { at: iso(at + 3 * hours), consent: true, reason });
    expect(sim.clock('appointment')).toMatchObject({ status: 'breached', breachedAt: at, stoppedBecause: 'moved' });
    expect(sim.clock('appointment#2')).toMatchObject({ status: 'running', dueAt: at + 3 * hours });
  });

  test('moved after it was missed, while the system was down: judged from the instants all the same', () => {
    const { sim, at } = agreed();
    sim
      .until(at - 1)
      .sleep(minutes)
      .act(dispatcher, 'reschedule', { at: iso(at + 3 * hours), consent: true, reason });
    expect(sim.clock('appointment')).toMatchObject({ status: 'breached', breachedAt: at });
  });

  test('without consent nothing moves, the dispatcher is told to send somebody else', () => {
    const { sim, at } = agreed();
    sim.act(dispatcher, 'reschedule', { consent: false, reason });
    expect(sim.clock('appointment').dueAt).toBe(at);
    expect(sim.told).toContain('reassign_visit → dispatcher');
    expect(sim.refusal(dispatcher, 'reschedule', { consent: true, reason })).toBe('invalid_request');
    expect(sim.refusal(dispatcher, 'reschedule', { at: iso(at), consent: true, reason })).toBe('invalid_request');
  });

  test('S-5.1-d: a time after the arrival deadline only where the customer asked for it', () => {
    const sim = new Simulator(chongqing, { facts: { region: 'main_nine_districts' } });
    const at = iso(sim.now + 6 * hours + 1);
    expect(sim.refusal(dispatcher, 'schedule', { at })).toBe('requirement_missing');
    expect(sim.refusal(dispatcher, 'schedule', { at, customerRequested: true })).toBeUndefined();
    expect(sim.refusal(dispatcher, 'schedule', { at })).toBe('illegal_transition');
  });
});

describe('C-IOT-3.2-b C-IOT-3.2-c: nobody opens', () => {
  const steps = { neighboursAsked: true, cardLeft: true, centreTold: true };

  test('every step is needed, in the policy’s words', () => {
    const { sim, at } = agreed();
    expect(sim.refusal(engineer, 'reportNoShow', steps)).toBe('illegal_transition');
    sim.until(at - minutes).act(engineer, 'arrive', { customerPresent: false });
    expect(sim.refusal(engineer, 'reportNoShow', steps)).toBe('requirement_missing');
    sim.pass(5 * minutes - 1);
    expect(sim.refusal(engineer, 'phoneFromDoor', { answered: false })).toBe('time_refused');
    sim.pass(1);
    sim.act(engineer, 'phoneFromDoor', { answered: false });
    expect(sim.refusal(engineer, 'reportNoShow', { ...steps, cardLeft: false })).toBe('requirement_missing');
    expect(sim.refusal(engineer, 'reportNoShow', { ...steps, neighboursAsked: false })).toBe('requirement_missing');
    sim.act(engineer, 'reportNoShow', steps);
    expect(sim.state.visit.noShows).toBe(1);
    expect(sim.told).toContain('customer_not_met → role:department_supervisor');
  });

  test('after five minutes at the door the engineer is reminded to phone', () => {
    const { sim, at } = agreed();
    sim.until(at - minutes).act(engineer, 'arrive', { customerPresent: false });
    sim.pass(5 * minutes - 1);
    expect(sim.told).not.toContain('milestone_reminder → engineer');
    sim.pass(1);
    expect(sim.told).toContain('milestone_reminder → engineer');
  });

  test('who stands at the door in time is in time, when the customer opens late and when nobody comes', () => {
    const { sim, at } = agreed();
    sim.until(at - minutes).act(engineer, 'arrive', { customerPresent: false });
    sim.until(at + 10 * minutes).act(engineer, 'arrive');
    expect(sim.state.visit).toMatchObject({ tier: 'on_time', latenessMs: -minutes });
    expect(sim.clock('appointment')).toMatchObject({ status: 'met', metAt: at - minutes });
    const other = agreed();
    other.sim.until(other.at - minutes).act(engineer, 'arrive', { customerPresent: false });
    other.sim
      .until(other.at + 10 * minutes)
      .act(engineer, 'phoneFromDoor', { answered: false })
      .act(engineer, 'reportNoShow', steps);
    expect(other.sim.clock('appointment')).toMatchObject({ status: 'met', metAt: other.at - minutes });
    expect(Object.keys(other.sim.state.escalations)).toEqual(['breach:response']);
  });

  test('C-IOT-3.3-5: the arrival clock waits from the door until a new time is agreed', () => {
    const { sim, at } = agreed();
    const { dueAt } = sim.clock('arrival');
    sim
      .until(at)
      .act(engineer, 'arrive', { customerPresent: false })
      .pass(5 * minutes)
      .act(engineer, 'phoneFromDoor', { answered: false });
    sim.act(engineer, 'reportNoShow', steps).pass(20 * hours);
    expect(sim.clock('arrival').status).toBe('paused');
    sim.act(dispatcher, 'schedule', { at: iso(sim.now + 30 * minutes) });
    expect(sim.clock('arrival')).toMatchObject({ status: 'running', dueAt: dueAt! + 20 * hours + 5 * minutes });
  });
});

test('C-IOT-3.3-3: entry refused: the centre goes itself', () => {
  const { sim, at } = agreed();
  sim.until(at - minutes).act(engineer, 'entryRefused', { reason });
  expect(sim.state.status).toBe('assessed');
  expect(sim.escalation('alert:entry_refused').people).toEqual(['department_supervisor']);
});

test('N-2.2-1a N-2.2-1b N-2.2-2a C-IOT-2.1: what was not prepared is recorded and stops nobody', () => {
  const sim = new Simulator(nanjing).act(dispatcher, 'assign', { engineerId: engineer.id });
  sim.act(engineer, 'depart', { checklist: ['tools', 'uniform'] }).act(engineer, 'arrive');
  expect(sim.missing).toEqual([
    'depart: fault_cause',
    'depart: repair_plan',
    'depart: parts_prepared',
    'depart: kit',
    'depart: badge',
    'depart: spare_parts',
    'depart: loaner_along',
    'arrive: responded',
    'arrive: identity',
  ]);
});

test('S-5.3-a S-5.4-b S-4.5-c S-6.2-c S-6.4-b: what the policy insists on refuses', () => {
  const sim = new Simulator(chongqing, { facts: { channel: 'carry_in', ...underContract } });
  sim.act(dispatcher, 'assign', { engineerId: engineer.id }).act(dispatcher, 'receiveDevice', { ticketNo: 'T-1' });
  expect(sim.refusal(engineer, 'complete', { resolved: true, tested: true })).toBe('requirement_missing');
  expect(sim.refusal(dispatcher, 'sendToMaker')).toBe('requirement_missing');
  sim
    .act(dispatcher, 'promise', { at: iso(sim.now + 48 * hours) })
    .act(dispatcher, 'sendToMaker')
    .act(dispatcher, 'backFromMaker');
  expect(sim.told).toContain('ready_for_collection → customer');
  sim.act(engineer, 'diagnose', { finding: reason }).act(engineer, 'complete', { resolved: true, tested: true });
  expect(sim.refusal(dispatcher, 'handBack', { ticketNo: 'T-1' })).toBe('requirement_missing');
  expect(sim.refusal(dispatcher, 'handBack', { ticketNo: 'T-2', checklist: ['valid_ticket'] })).toBe('invalid_request');
  expect(sim.refusal(dispatcher, 'handBack', { ticketNo: 'T-1', checklist: ['valid_ticket'] })).toBeUndefined();
});
