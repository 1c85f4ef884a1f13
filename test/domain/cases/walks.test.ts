/** Whatever people do and whenever: what holds of every repair. */
import fc from 'fast-check';
import { repairKind } from '../../../domain/cases/repair';
import { deviceIsHere, repairStatuses, type RepairState } from '../../../domain/cases/repair/state';
import { waitedMs } from '../../../domain/cases/repair/parts';
import { isOwed, milestoneOf, type Clock } from '../../../domain/sla/clock';
import { simulate, type CaseSimulator } from './case-simulator';
import { people, reason } from './simulator';
import { happen, runs } from './walk';
import { policies, repairWalk, someRepair } from './walk-repair';

const steps = 60;
type Law = (sim: CaseSimulator<RepairState>, before: RepairState) => void;

/** What has to hold of one clock at any time. */
function consistent(clock: Clock, sim: CaseSimulator<RepairState>): void {
  const { status, dueAt, metAt, breachedAt, stoppedBecause, pauses } = clock;
  const openPauses = pauses.filter((p) => p.to === undefined).length;
  if (metAt !== undefined && status === 'met') {
    expect(breachedAt).toBeUndefined();
    if (dueAt !== undefined) expect(metAt).toBeLessThanOrEqual(dueAt);
  }
  if (status === 'breached') expect(breachedAt).toBe(dueAt);
  else expect(breachedAt).toBeUndefined();
  if (status === 'breached' && metAt !== undefined) expect(metAt).toBeGreaterThan(breachedAt!);
  if (status === 'running') {
    expect(openPauses).toBe(0);
    if (milestoneOf(sim.policy, clock.milestone).nature === 'deadline') expect(dueAt).toBeGreaterThanOrEqual(sim.now);
  }
  if (status === 'paused') expect(openPauses).toBe(1);
  if (status === 'pending') expect(dueAt).toBeUndefined();
  if (status === 'waived' || status === 'cancelled') expect(stoppedBecause).toBeDefined();
  for (const pause of pauses) expect(pause.to ?? pause.from).toBeGreaterThanOrEqual(pause.from);
}

const laws: Record<string, Law> = {
  'nothing but refusals is thrown; a step is numbered one after the other, in a known status, and can be written': (
    sim,
    before,
  ) => {
    expect(repairStatuses).toContain(sim.state.status);
    const taken = sim.steps.slice(before.seq);
    expect(taken.map((s) => s.seq)).toEqual(taken.map((_, i) => before.seq + i + 1));
    expect(JSON.parse(JSON.stringify(taken))).toEqual(taken);
    const keys = taken.flatMap((s) => s.notices.map((n) => n.key));
    expect(new Set(keys).size).toBe(keys.length);
  },

  'R-CAP N-2.6-3b: all waits for parts together never exceed 120 h, and a case waits only while it says so': (sim) => {
    const { parts, status } = sim.state;
    const open = parts.waits.filter((w) => w.to === undefined);
    expect(waitedMs(parts, sim.now)).toBeLessThanOrEqual(120 * 3_600_000);
    const last = sim.steps.slice(-3).map((s) => s.cause.name);
    expect([status, last, open.length]).toEqual([status, last, status === 'waiting_parts' ? 1 : 0]);
    expect(parts.waits.every((w) => (w.to ?? w.from) >= w.from)).toBe(true);
    if (waitedMs(parts, sim.now) === 120 * 3_600_000 && open.length === 0 && parts.waits.at(-1)!.ended === 'cap')
      expect(parts.capReachedAt).toBeDefined();
  },

  'a clock says the same everywhere: met in time, broken after, paused once, due ahead while it runs': (sim) => {
    for (const clock of Object.values(sim.state.clocks)) consistent(clock, sim);
  },

  'a breach is never erased, but where what was received in time disproves it, or a person corrects the instant': (
    sim,
    before,
  ) => {
    for (const clock of Object.values(before.clocks)) {
      const after = sim.state.clocks[clock.key]!;
      if (clock.breachedAt === undefined || after.breachedAt !== undefined) continue;
      const withdrawn = sim.steps.filter(
        (s) => s.seq > before.seq && s.events.some((e) => e.type === 'breach_withdrawn' && e.data?.clock === clock.key),
      );
      const { cause } = withdrawn[0]!;
      const disproved = cause.receivedAt !== undefined && Date.parse(cause.receivedAt) <= clock.breachedAt;
      const keptInTime = after.metAt !== undefined && after.metAt <= clock.breachedAt;
      if (!disproved && !keptInTime && cause.name !== 'correct')
        throw new Error(`${cause.type} ${cause.name} took back ${JSON.stringify([clock, after])}`);
    }
  },

  'an escalation ends once, and until somebody answers it always has a next instant': (sim, before) => {
    for (const [key, was] of Object.entries(before.escalations)) {
      const is = sim.state.escalations[key]!;
      if (was.endedAt !== undefined)
        expect({ ...is, people: 0, told: 0, levelAt: 0, nextAt: 0 }).toEqual({
          ...was,
          people: 0,
          told: 0,
          levelAt: 0,
          nextAt: 0,
        });
      if (was.acknowledgedAt !== undefined) expect(is.acknowledgedAt).toBe(was.acknowledgedAt);
    }
    for (const e of Object.values(sim.state.escalations)) {
      if (e.status === 'open') expect(e.nextAt).toBeGreaterThan(sim.now);
      else expect(e.nextAt).toBeUndefined();
      if (e.status === 'settled' || e.status === 'resolved') expect(e.endedBecause).toBeDefined();
    }
  },

  'a case closes by itself only when the work is over; whoever closes it, no loaner is out': (sim, before) => {
    const { state } = sim;
    if (state.status !== 'closed' || before.status === 'closed') return;
    expect(state.loaner?.status).not.toBe('issued');
    const closing = sim.steps.find((s) => s.seq > before.seq && s.events.some((e) => e.type === 'closed'))!;
    if (closing.cause.name === 'close' && closing.cause.actor!.role === 'supervisor') return;
    expect(deviceIsHere(state)).toBe(false);
    expect(state.facts.resolved === true || state.quote?.answer === 'declined').toBe(true);
    const callbacks = Object.values(state.clocks).filter((c) => milestoneOf(sim.policy, c.milestone).callback);
    expect(callbacks.filter(isOwed)).toEqual([]);
  },

  'when a case has ended nothing is waited for but answers to escalations': (sim) => {
    const keys = sim.timers().map((t) => t.key);
    if (repairKind.ended.includes(sim.state.status)) expect(keys.filter((k) => !k.startsWith('ladder:'))).toEqual([]);
    if (sim.state.status === 'closed')
      expect(keys.filter((k) => !/^(ladder:|closing|clock:(sheet|result|old_parts))/.test(k))).toEqual([]);
    expect(sim.timers().filter((t) => t.at <= sim.now)).toEqual([]);
  },
};

/** The first walk that broke each law. */
const broken = new Map<string, unknown>();

beforeAll(() => {
  const outcome = fc.check(
    fc.property(fc.gen(), (gen) => {
      const sim = someRepair(gen, policies[gen(fc.nat, policies.length - 1)]!, simulate);
      for (let step = 0; step < steps; step++) {
        const before = sim.state;
        const taken = sim.steps.length;
        const refused = happen(gen, sim, repairWalk);
        if (refused && sim.steps.slice(taken).some((s) => s.cause.type === 'action'))
          throw new Error('a refused action left a step');
        for (const [law, holds] of Object.entries(laws)) {
          try {
            holds(sim, before);
          } catch (error) {
            if (!broken.has(law)) broken.set(law, error);
            throw error;
          }
        }
      }
    }),
    { numRuns: 60 * runs, endOnFailure: true },
  );
  if (outcome.failed && broken.size === 0) throw outcome.errorInstance;
}, 120_000 * runs);

test.each(Object.keys(laws))('%s', (law) => {
  if (broken.has(law)) throw broken.get(law);
});

test('left alone, every case comes to rest: at the top of its ladders, told at the latest every day', () => {
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      const sim = someRepair(gen, policies[gen(fc.nat, policies.length - 1)]!, simulate);
      for (let step = 0; step < 30; step++) happen(gen, sim, repairWalk);
      sim.pass(40 * 86_400_000);
      for (const e of Object.values(sim.state.escalations).filter((e) => e.status === 'open'))
        expect(e.level).toBe(sim.policy.ladders[e.ladder]!.length);
      for (const key of Object.keys(sim.state.escalations))
        if (sim.state.escalations[key]!.status === 'open')
          sim.act(people.supervisor, 'resolveEscalation', { escalation: key, reason });
      expect(sim.timers().length).toBeLessThan(20);
    }),
    { numRuns: 10 * runs },
  );
});
