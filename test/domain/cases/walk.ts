/**
 * A random walk through a case of any kind: any action by anybody, with a payload that its schema takes, at any time. What
 * the kinds add stands beside it: `walk-repair.ts` and its like.
 */
import fc, { type GeneratorValue } from 'fast-check';
import { allowedActions, type KindDef } from '../../../domain/cases/kind';
import type { Actor } from '../../../domain/cases/record';
import type { CaseState } from '../../../domain/cases/state';
import { readyForms } from '../../../domain/documents/forms';
import { Refusal } from '../../../domain/errors';
import { formatInstant } from '../../../domain/time/instant';
import { days, hours, minutes, reason, type CaseSimulator } from './case-simulator';

/** Heavier by this factor in the long run (`npm run test:long`). */
export const runs = Number(process.env.SANBAO_RUNS ?? 1);

export type Gen = GeneratorValue;
export type Payload = Record<string, unknown>;

/** How people go through a kind of case. */
export interface Walk<S extends CaseState> {
  table: KindDef;
  everybody: readonly Actor[];
  /** Who mostly acts as the case stands. */
  usual(sim: CaseSimulator<S>): readonly Actor[];
  /** Actions beside the work or that end it: seldom taken, so that walks get far. */
  seldom: readonly string[];
  /** Payloads of the kind's own actions, such as people would send, right or wrong; those not named need a reason or nothing. */
  payloads(gen: Gen, sim: CaseSimulator<S>): Readonly<Record<string, () => Payload>>;
}

export function maybe<T>(gen: Gen, value: T): T | undefined {
  return gen(fc.boolean) ? value : undefined;
}

/** Drops what was left out, as JSON does. */
export function given(payload: Payload): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
}

export function flag(gen: Gen): boolean {
  return gen(fc.boolean);
}

/** One of them. Throws where there is none. */
export function one<T>(gen: Gen, from: readonly T[]): T {
  return from[gen(fc.nat, from.length - 1)]!;
}

/** One of them, where there is any. */
export function oneOf<T>(gen: Gen, from: readonly T[]): T | undefined {
  return from.length === 0 ? undefined : one(gen, from);
}

/** Once in so many times. */
export function rarely(gen: Gen, times: number): boolean {
  return gen(fc.nat, times - 1) === 0;
}

/** A moment, now and then as a page in China writes it. */
export function someTime(gen: Gen, sim: { now: number }): string {
  const at = sim.now + one(gen, [-hours, 10 * minutes, hours, 6 * hours, days, 6 * days]);
  return at % 3 === 0 ? formatInstant(at + 8 * hours).replace('Z', '+08:00') : formatInstant(at);
}

/** A valid payload of an action: such as people would send, right or wrong for the state of the case. */
export function payloadFor<S extends CaseState>(
  gen: Gen,
  action: string,
  sim: CaseSimulator<S>,
  walk: Walk<S>,
): Payload {
  const payload = { ...sharedPayloads(gen, sim), ...walk.payloads(gen, sim) }[action];
  if (payload) return given(payload());
  const def = walk.table.actions.find(({ name }) => name === action);
  return def?.payload.safeParse({}).success ? {} : { reason };
}

/** Payloads of the actions that every kind has. */
function sharedPayloads<S extends CaseState>(gen: Gen, sim: CaseSimulator<S>): Record<string, () => Payload> {
  const { state, policy } = sim;
  const clock = (): string => one(gen, [...Object.keys(state.clocks), 'none']);
  const escalation = (): string => one(gen, [...Object.keys(state.escalations), 'none']);
  return {
    respond: () => ({ by: one(gen, ['phone', 'email']) }),
    callBack: () => {
      const reached = flag(gen);
      return {
        callback: one(gen, [...policy.callbacks.map(({ id }) => id), 'none']),
        reached,
        satisfied: reached ? flag(gen) : undefined,
      };
    },
    raise: () => ({ ladder: one(gen, [...Object.keys(policy.ladders), 'nowhere']), reason }),
    acknowledge: () => ({ escalation: escalation() }),
    resolveEscalation: () => ({ escalation: escalation(), reason }),
    extend: () => ({ clock: clock(), by: one(gen, ['PT1H', 'P1D']), reason }),
    excuse: () => ({ clock: clock(), reason }),
    approveExcuse: () => ({ clock: clock() }),
    correct: () => ({ clock: clock(), metAt: formatInstant(sim.now - one(gen, [0, minutes, hours])), reason }),
    confirmEntry: () => ({ entry: someEntry(gen, state) }),
    reverseEntry: () => ({ entry: someEntry(gen, state), reason }),
    note: () => ({ text: reason }),
    complained: () => ({ complaint: one(gen, ['C-1', 'C-2']) }),
    handOver: () => ({ dispatcherId: 'dispatcher-2' }),
    merge: () => ({ into: one(gen, ['R-1', 'R-2']), reason }),
    absorb: () => ({
      duplicate: one(gen, ['R-2', 'R-3']),
      clocks: Object.values(state.clocks).map(({ milestone, startedAt }) => ({
        milestone,
        startedAt: formatInstant(startedAt - one(gen, [0, minutes, hours])),
      })),
    }),
    link: () => ({ caseId: one(gen, ['R-1', 'R-2']), relation: 'related' }),
    issueDocument: () => ({ form: one(gen, [...readyForms(state), 'repair_ticket']) }),
    attach: () => ({ attachment: { id: 'file-1', sha256: 'f'.repeat(64) }, about: 'damage' }),
  };
}

/** The number of an entry that is there, or of the one after the last. */
function someEntry(gen: Gen, { ledger }: CaseState): number {
  return gen(fc.nat, ledger.entries.length) + 1;
}

/** One thing that happens: time, an action that is offered, or one that is not. Answers what was refused. */
export function happen<S extends CaseState>(gen: Gen, sim: CaseSimulator<S>, walk: Walk<S>): Refusal | undefined {
  const what = gen(fc.nat, 9);
  if (what === 0) sim.pass(one(gen, [minutes, 20 * minutes, 3 * hours, days, 5 * days, 8 * days]));
  else if (what === 1) sim.until((sim.timers()[0]?.at ?? sim.now) + one(gen, [-1, 0, 1]));
  else if (what === 2 && gen(fc.nat, 2) === 0) sim.sleep(one(gen, [1, minutes, 2 * hours, 5 * days])).pass(0);
  else return tryAction(gen, sim, walk);
  return undefined;
}

/** A few attempts at something; the last refusal where none was allowed. */
function tryAction<S extends CaseState>(gen: Gen, sim: CaseSimulator<S>, walk: Walk<S>): Refusal | undefined {
  let refused: Refusal | undefined;
  for (let attempt = 0; attempt < 4; attempt++) {
    refused = tryOnce(gen, sim, walk);
    if (!refused) return undefined;
  }
  return refused;
}

function someActor<S extends CaseState>(gen: Gen, sim: CaseSimulator<S>, walk: Walk<S>): Actor {
  if (gen(fc.nat, 2) === 0) return one(gen, walk.everybody);
  return one(gen, walk.usual(sim));
}

function tryOnce<S extends CaseState>(gen: Gen, sim: CaseSimulator<S>, walk: Walk<S>): Refusal | undefined {
  const actor = someActor(gen, sim, walk);
  const offered = allowedActions(walk.table, sim.state, actor);
  const work = offered.filter((a) => !walk.seldom.includes(a.name));
  const usual = work.length > 0 && gen(fc.nat, 9) > 1 ? work : offered;
  const from = usual.length > 0 && gen(fc.nat, 19) > 0 ? usual : walk.table.actions;
  const action = one(gen, from).name;
  const late = gen(fc.nat, 5) === 0 ? one(gen, [1, 1000, 2 * minutes, hours]) : 0;
  const slow = gen(fc.nat, 7) === 0 ? one(gen, [1, minutes, 3 * hours, 6 * days]) : 0;
  const payload = payloadFor(gen, action, sim, walk);
  // The system was down in between: the action is accepted before the timers that were due.
  sim.sleep(slow);
  try {
    sim.act(actor, action, payload, { receivedAt: sim.now - late });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sim.pass(0);
    return error;
  }
  sim.pass(0);
  return undefined;
}
