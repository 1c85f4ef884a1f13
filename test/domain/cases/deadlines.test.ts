/** Every promise of the three service policies and the visit rules, on both sides of its deadline. */
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { Facts } from '../../../domain/policy/rule';
import { chongqing, inNanjingWarranty, inSendInWarranty, nanjing, sendIn, underContract } from './policies';
import { days, hours, minutes, people, reason, shanghai, Simulator } from './simulator';

const { agent, dispatcher, engineer, supervisor } = people;

type Step = (sim: Simulator) => void;
interface Promised {
  clauses: string;
  says: string;
  policy: CasePolicy;
  facts?: Facts;
  at?: string;
  /** Brings the case to where the clock runs. */
  before?: Step;
  clock: string;
  /** After the clock's start, or a local instant. */
  due: number | string;
  keep: Step;
  /** Who is told at the deadline. */
  role: string;
}

const assign: Step = (s) => void s.act(dispatcher, 'assign', { engineerId: engineer.id });
const respond: Step = (s) => void s.act(dispatcher, 'respond');
const arrive: Step = (s) => void s.act(engineer, 'arrive');
const receive: Step = (s) => {
  assign(s);
  s.act(dispatcher, 'receiveDevice', { ticketNo: 'T-1' });
};
const diagnose: Step = (s) => void s.act(engineer, 'diagnose', { finding: reason });
const complete: Step = (s) => void s.act(engineer, 'complete', { resolved: true, tested: true });
const callBack =
  (callback: string): Step =>
  (s) =>
    void s.act(dispatcher, 'callBack', { callback, reached: true, satisfied: true });
const onSite: Step = (s) => {
  assign(s);
  arrive(s);
};
const leave: Step = (s) => void s.act(engineer, 'endVisit');
const promise: Step = (s) => void s.act(agent, 'promise', { at: '2026-03-05T18:00:00+08:00' });

const town = { region: 'main_nine_districts' };
const chongqingRow = { policy: chongqing, role: 'department_supervisor' };
const nanjingRow = { policy: nanjing, role: 'service_manager' };
const sendInRow = { policy: sendIn, role: 'service_centre_manager' };

const response = { ...chongqingRow, clock: 'response', keep: respond };
const arrival = { ...chongqingRow, clock: 'arrival', before: assign, keep: arrive };
const onsite = { ...nanjingRow, clock: 'onsite', before: assign, keep: arrive };
const bench = { ...nanjingRow, facts: { ...inNanjingWarranty, channel: 'carry_in' }, clock: 'bench', keep: complete };
const sent = { ...sendInRow, facts: { ...inSendInWarranty, channel: 'send_in' } };

const promised: Promised[] = [
  {
    ...response,
    clauses: 'S-5.16-1b',
    says: 'level 1: answered in 10 minutes',
    facts: { ...town, level: 'L1' },
    due: 10 * minutes,
  },
  { ...response, clauses: 'S-5.16-2b', says: 'level 2: answered in 1 h', facts: { ...town, level: 'L2' }, due: hours },
  {
    ...response,
    clauses: 'S-5.16-3b',
    says: 'level 3: answered in 2 h',
    facts: { ...town, level: 'L3' },
    due: 2 * hours,
  },
  {
    ...response,
    clauses: 'S-5.16-4a',
    says: 'level 4: answered in 2 h',
    facts: { ...town, level: 'L4' },
    due: 2 * hours,
  },
  {
    ...arrival,
    clauses: 'S-5.16-1c',
    says: 'level 1 in town: on site in 2 h',
    facts: { ...town, level: 'L1' },
    due: 2 * hours,
  },
  {
    ...arrival,
    clauses: 'S-5.16-2c',
    says: 'level 2: on site in 48 h',
    facts: { ...town, level: 'L2' },
    due: 48 * hours,
  },
  {
    ...arrival,
    clauses: 'S-5.16-3c',
    says: 'level 3: on site in 72 h',
    facts: { region: 'outside', level: 'L3' },
    due: 72 * hours,
  },
  { ...arrival, clauses: 'S-5.11-a S-5.11-c', says: 'ungraded in town: on site in 6 h', facts: town, due: 6 * hours },
  {
    ...arrival,
    clauses: 'S-5.11-a',
    says: 'level 4 in town: on site in 6 h',
    facts: { ...town, level: 'L4' },
    due: 6 * hours,
  },
  { ...arrival, clauses: 'S-5.11-b', says: 'outside: on site in 7 h', facts: { region: 'outside' }, due: 7 * hours },
  {
    ...arrival,
    clauses: 'S-5.11-b',
    says: 'level 1 outside: on site in 7 h',
    facts: { region: 'outside', level: 'L1' },
    due: 7 * hours,
  },
  {
    ...chongqingRow,
    clauses: 'S-5.10-a',
    says: 'dispatched the same day',
    facts: town,
    clock: 'dispatch',
    due: '2026-03-03T00:00',
    keep: assign,
  },
  {
    ...chongqingRow,
    clauses: 'S-4.5-c S-6.2-c S-5.12-d S-5.8',
    says: 'repaired by the promised date',
    facts: { ...underContract, channel: 'carry_in' },
    clock: 'promised',
    due: '2026-03-05T18:00',
    before: (s) => {
      receive(s);
      diagnose(s);
      promise(s);
    },
    keep: complete,
  },
  {
    ...chongqingRow,
    clauses: 'S-5.12-b',
    says: 'called back within 48 h of the repair',
    facts: { ...underContract, channel: 'carry_in' },
    clock: 'callback_follow_up',
    due: 48 * hours,
    before: (s) => {
      receive(s);
      diagnose(s);
      complete(s);
    },
    keep: callBack('follow_up'),
  },

  { ...nanjingRow, clauses: 'N-2.6-1d', says: 'contacted within 4 h', clock: 'contact', due: 4 * hours, keep: respond },
  { ...onsite, clauses: 'N-2.6-1b', says: 'on site within 24 h', due: 24 * hours },
  {
    ...onsite,
    clauses: 'N-2.6-1c',
    says: 'out of town: travel time is added',
    facts: { outOfTown: true, travelTime: 'PT3H30M' },
    due: 27.5 * hours,
  },
  {
    ...onsite,
    clauses: 'N-2.5-C-4a',
    says: 'a large item is visited within 24 h',
    facts: { largeItem: true },
    due: 24 * hours,
  },
  {
    ...onsite,
    clauses: 'N-2.5-C-4b',
    says: 'a large item far away: never later than 48 h',
    facts: { largeItem: true, outOfTown: true, travelTime: 'PT30H' },
    due: 48 * hours,
  },
  {
    ...onsite,
    clauses: 'N-2.5-C-4b',
    says: 'a large item in special circumstances: 48 h',
    facts: { largeItem: true },
    before: (s) => {
      assign(s);
      s.act(supervisor, 'markSpecial', { reason });
    },
    due: 48 * hours,
  },
  {
    ...bench,
    clauses: 'N-2.6-3a N-2.1-5',
    says: 'repaired in the workshop within 24 h',
    before: receive,
    due: 24 * hours,
  },

  {
    ...sendInRow,
    clauses: 'E-0-b',
    says: 'answered in one working day',
    clock: 'answer',
    due: '2026-03-03T18:00',
    keep: respond,
  },
  {
    ...sendInRow,
    clauses: 'E-0-b',
    says: 'a request of Saturday is answered by the end of Monday',
    at: '2026-03-07T10:00',
    clock: 'answer',
    due: '2026-03-09T18:00',
    keep: respond,
  },
  {
    ...sendInRow,
    clauses: 'E-m4.2',
    says: 'passed to the project lead in 2 h',
    facts: { recordComplete: true },
    clock: 'handover',
    due: 2 * hours,
    keep: (s) => void s.act(agent, 'passToLead'),
  },
  {
    ...sendInRow,
    clauses: 'E-m4.3-a',
    says: 'a technician in 4 h',
    clock: 'technician',
    before: (s) => void s.act(agent, 'passToLead'),
    due: 4 * hours,
    keep: assign,
  },
  {
    ...sent,
    clauses: 'E-1.2-a',
    says: 'repaired in 5 working days',
    clock: 'repair',
    before: receive,
    due: '2026-03-09T18:00',
    keep: complete,
  },
  {
    ...sent,
    clauses: 'E-1.2-a',
    says: 'working days skip the holiday and count the make-up day',
    at: '2026-02-13T09:00',
    clock: 'repair',
    before: receive,
    due: '2026-02-27T18:00',
    keep: complete,
  },
  {
    ...sent,
    clauses: 'E-m4.4-a',
    says: 'shipped back within 7 days',
    clock: 'ship',
    before: (s) => {
      receive(s);
      complete(s);
      s.act(agent, 'announceReady');
    },
    due: '2026-03-10T00:00',
    keep: (s) => void s.act(agent, 'shipBack', { trackingNo: 'SF-1' }),
  },

  {
    ...chongqingRow,
    clauses: 'C-IOT-2.3-a',
    says: 'late is after the appointed time',
    facts: town,
    clock: 'appointment',
    before: (s) => {
      assign(s);
      s.act(dispatcher, 'schedule', { at: '2026-03-02T11:00:00+08:00' });
    },
    due: '2026-03-02T11:00',
    keep: arrive,
  },
  {
    ...chongqingRow,
    clauses: 'C-IOT-6.2-a',
    says: 'the record sheet is back the same day',
    facts: { ...town, ...underContract },
    clock: 'sheet',
    before: (s) => {
      onSite(s);
      diagnose(s);
      complete(s);
      leave(s);
    },
    due: '2026-03-03T00:00',
    keep: (s) => void s.act(engineer, 'fileSheet'),
  },
  {
    ...chongqingRow,
    clauses: 'C-IOT-6.2-b',
    says: 'the result is reported the same day',
    facts: { ...town, ...underContract },
    clock: 'result',
    before: (s) => {
      onSite(s);
      diagnose(s);
      complete(s);
      leave(s);
    },
    due: '2026-03-03T00:00',
    keep: (s) => void s.act(engineer, 'reportResult'),
  },
  {
    ...nanjingRow,
    clauses: 'C-IOT-1.2-2b C-IOT-1.3-c',
    says: 'called back 2 h after phone guidance',
    clock: 'callback_guidance',
    before: (s) => void s.act(agent, 'guide', { outcome: 'unsolved' }),
    due: 2 * hours,
    keep: callBack('guidance'),
  },
  {
    ...nanjingRow,
    clauses: 'C-IOT-4.3-8b',
    says: 'called back 2 h after a visit without test run',
    facts: inNanjingWarranty,
    clock: 'callback_untested',
    before: (s) => {
      onSite(s);
      s.act(engineer, 'complete', { resolved: true, tested: false });
      leave(s);
    },
    due: 2 * hours,
    keep: callBack('untested'),
  },
  {
    ...nanjingRow,
    clauses: 'C-IOT-6.1-a',
    says: 'called back 3 h after a visit that did not clear the fault',
    facts: inNanjingWarranty,
    clock: 'callback_unresolved',
    before: (s) => {
      onSite(s);
      leave(s);
    },
    due: 3 * hours,
    keep: callBack('unresolved'),
  },
  {
    ...nanjingRow,
    clauses: 'C-IOT-6.1-a',
    says: 'called back 3 h after an installation',
    facts: { ...inNanjingWarranty, work: 'installation' },
    clock: 'callback_installation',
    before: (s) => {
      onSite(s);
      s.act(engineer, 'complete', { resolved: true, tested: true });
      leave(s);
    },
    due: 3 * hours,
    keep: callBack('installation'),
  },
];

/** A case in which the clock of a row runs, and the instant at which it is due. */
function running(row: Promised): { sim: Simulator; due: number } {
  const sim = new Simulator(row.policy, { at: row.at, facts: row.facts });
  row.before?.(sim);
  const { startedAt } = sim.clock(row.clock);
  return { sim, due: typeof row.due === 'string' ? endOf(row.due) : startedAt + row.due };
}

/** R-DAYEND: a day ends with its last millisecond; here it is written as the next day's beginning. */
function endOf(local: string): number {
  return local.endsWith('T00:00') ? shanghai(local) - 1 : shanghai(local);
}

describe.each(promised)('$clauses: $says', (row) => {
  test('the due time', () => {
    const { sim, due } = running(row);
    expect(sim.clock(row.clock)).toMatchObject({ status: 'running', dueAt: due, provisional: false });
  });

  test('exactly at the deadline is in time', () => {
    const { sim, due } = running(row);
    sim.until(due - 1).sleep(1);
    row.keep(sim);
    expect(sim.clock(row.clock)).toMatchObject({ status: 'met', metAt: due });
    expect(sim.clock(row.clock).breachedAt).toBeUndefined();
    expect(sim.state.escalations[`breach:${row.clock}`]).toBeUndefined();
  });

  test('a millisecond later it is broken, and stays so when it is kept late', () => {
    const { sim, due } = running(row);
    sim.until(due - 1).sleep(2);
    row.keep(sim);
    expect(sim.clock(row.clock)).toMatchObject({ status: 'breached', breachedAt: due, metAt: due + 1 });
  });

  test('R-ESC: nobody came: the supervisor is told at that instant', () => {
    const { sim, due } = running(row);
    sim.until(due);
    expect(sim.clock(row.clock)).toMatchObject({ status: 'breached', breachedAt: due });
    const escalation = sim.escalation(`breach:${row.clock}`);
    expect(escalation).toMatchObject({ status: 'open', level: 1, raisedAt: due, people: [row.role] });
  });

  test('what was received at the deadline and accepted later takes the breach back (system_was_slow)', () => {
    const { sim, due } = running(row);
    sim.until(due - 1).sleep(1);
    const before = sim.now;
    row.keep(sim);
    const action = sim.steps.find((s) => s.recordedAt === new Date(before).toISOString() && s.cause.type === 'action');
    const late = running(row);
    late.sim.until(due + 5 * minutes);
    expect(late.sim.clock(row.clock).breachedAt).toBe(due);
    const act = late.sim.act.bind(late.sim);
    late.sim.act = (actor, name, payload, more) => act(actor, name, payload, { ...more, receivedAt: due });
    row.keep(late.sim);
    expect(action).toBeDefined();
    expect(late.sim.clock(row.clock)).toMatchObject({ status: 'met', metAt: due });
    expect(late.sim.escalation(`breach:${row.clock}`)).toMatchObject({
      status: 'settled',
      endedBecause: 'system_was_slow',
    });
    expect(late.sim.events.map((e) => e.type)).toContain('breach_withdrawn');
  });
});

describe('warnings', () => {
  const warned = (sim: Simulator, clock: string) =>
    sim.events.filter((e) => e.type === `warned.${clock}`).map((e) => Date.parse(e.at) - sim.state.openedAt);

  test('S-5.16-2c R-RANGE: level 2 warns at 12 h, is late after 48 h', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, level: 'L2' } }).pass(3 * days);
    expect(warned(sim, 'arrival')).toEqual([12 * hours]);
    expect(sim.clock('arrival').breachedAt).toBe(sim.state.openedAt + 48 * hours);
  });

  test('N-2.6-1d R-RANGE: the first contact warns after 2 h', () => {
    expect(warned(new Simulator(nanjing).pass(days), 'contact')).toEqual([2 * hours]);
  });

  test('E-m4.4-b: the project lead is reminded at the end of day 3', () => {
    const sim = new Simulator(sendIn, { facts: sent.facts });
    receive(sim);
    sim.until(endOf('2026-03-06T00:00'));
    expect(sim.notices.filter((n) => n.template === 'milestone_warning' && n.params.clock === 'ship')).toMatchObject([
      { to: 'role:project_lead' },
    ]);
    expect(Date.parse(sim.events.find((e) => e.type === 'warned.ship')!.at)).toBe(endOf('2026-03-06T00:00'));
  });

  test('the product default warns at 80 % of the target', () => {
    expect(warned(new Simulator(chongqing, { facts: { ...town, level: 'L1' } }).pass(days), 'response')).toEqual([
      8 * minutes,
    ]);
  });
});

describe('where a promise does not apply', () => {
  test('S-4.4-c N-2.5-C-3: what is carried in has no arrival clock', () => {
    for (const [policy, visit] of [
      [chongqing, 'arrival'],
      [nanjing, 'onsite'],
    ] as const) {
      const { clocks } = new Simulator(policy, { facts: { channel: 'carry_in', ...town } }).state;
      expect(Object.keys(clocks)).not.toContain(visit);
    }
  });

  test('S-5.16-4a S-5.11-a: a level 4 fault that cannot be solved remotely gets its arrival clock, measured from the report (S-5.11-c)', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, channel: 'remote', level: 'L4' } });
    expect(sim.state.clocks.arrival).toBeUndefined();
    sim.pass(30 * minutes).act(agent, 'guide', { outcome: 'refused' });
    expect(sim.clock('arrival')).toMatchObject({ status: 'running', dueAt: sim.now - 30 * minutes + 6 * hours });
  });

  test('E-m4.2: solved online, nothing is passed on', () => {
    const sim = new Simulator(sendIn, { facts: { recordComplete: true, channel: 'remote' } });
    sim.act(agent, 'guide', { outcome: 'solved' });
    expect(sim.clock('handover')).toMatchObject({ status: 'cancelled', stoppedBecause: 'repaired' });
  });

  test('a clock that stops to apply is stopped with its escalation, its breach stays', () => {
    const sim = new Simulator(chongqing, { facts: { ...town, level: 'L1' } }).pass(3 * hours);
    sim.act(dispatcher, 'assess', { channel: 'remote', reason });
    expect(sim.clock('arrival')).toMatchObject({ status: 'breached', stoppedBecause: 'does_not_apply' });
    expect(sim.escalation('breach:arrival').status).toBe('settled');
  });
});
