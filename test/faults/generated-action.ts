/** What somebody might try next on a repair: sensible as often as not, so that refusals are part of it. */
import type { Actor } from '../../domain/cases/record';
import { text } from '../rig/case-driver';
import type { Department } from '../rig/people';

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One attempt: who, what, with which payload. */
export interface Attempt {
  actor: Actor;
  action: string;
  payload: unknown;
}

/** The next attempt of a case whose numbers these are. */
export function attempt(people: Department, random: () => number): Attempt {
  const pick = <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)]!;
  const { dispatcher, supervisor, agent } = people;
  const engineers = [people.engineer, people.engineer, people.otherEngineer];
  const field = (action: string, payload: unknown = {}) => ({ actor: pick(engineers), action, payload });
  return pick<() => Attempt>([
    () => ({ actor: pick([agent, dispatcher]), action: 'respond', payload: {} }),
    () => ({ actor: dispatcher, action: 'assign', payload: { engineerId: pick(engineers).id, reason: text('改派') } }),
    () => ({ actor: dispatcher, action: 'assign', payload: { engineerId: people.engineer.id } }),
    () => field('accept'),
    () => field('depart'),
    () => field('arrive'),
    () => field('arrive'),
    () => field('diagnose', { finding: text('硬盘损坏'), partNeeded: random() < 0.5 }),
    () => field('waitForParts', { items: [{ partNo: 'HDD-2T', quantity: 1 }] }),
    () => ({ actor: people.warehouse, action: 'receiveParts', payload: {} }),
    () => field('complete', { resolved: random() < 0.8, tested: true }),
    () => field('signOff', { signed: true, quality: 5, attitude: 5 }),
    () => ({ actor: pick([agent, supervisor]), action: 'note', payload: { text: text('备注') } }),
    () => ({ actor: dispatcher, action: 'raise', payload: { ladder: 'supervisor', reason: text('需要支援') } }),
    () => ({ actor: supervisor, action: 'acknowledge', payload: { escalation: 'breach:response' } }),
    () => ({ actor: supervisor, action: 'extend', payload: { clock: 'arrival', by: 'PT1M', reason: text('大雪') } }),
  ])();
}
