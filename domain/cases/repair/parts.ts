/**
 * Waiting for parts, never more than the cap over all waits of a case (R-CAP): at the cap the case leaves the wait by
 * itself, the supervisor is told, and other ways are offered.
 */
import type { z } from 'zod';
import { Refusal } from '../../errors';
import { formatInstant, parseInstant, type Instant } from '../../time/instant';
import type { CasePolicy } from '../../policy/case-policy';
import { insist } from '../refuse';
import type { Actor } from '../record';
import type { RepairWork } from './intake';
import type * as p from './payloads';
import { workplace, type Parts, type RepairState } from './state';
import { insistOnConsent } from './quoting';

type In<T extends z.ZodType> = z.infer<T>;

/** Milliseconds waited so far, counting an open wait up to `now`. */
export function waitedMs(parts: Parts, now: Instant): number {
  return parts.waits.reduce((sum, w) => sum + Math.max(0, (w.to ?? now) - w.from), 0);
}

/**
 * When the open wait reaches the cap; undefined while nothing is waited for. The cap is on the waits together, or, as
 * the policy may read it, on the whole workshop repair that waits.
 */
export function capInstant(
  policy: CasePolicy,
  { parts, done }: Pick<RepairState, 'parts' | 'done'>,
): Instant | undefined {
  const open = parts.waits.find((w) => w.to === undefined);
  if (!open) return undefined;
  if (policy.parts.capOf === 'wholeRepair' && done.device_received !== undefined)
    return Math.max(open.from, done.device_received + policy.parts.capMs);
  return (
    open.from +
    Math.max(0, policy.parts.capMs - waitedMs({ ...parts, waits: parts.waits.filter((w) => w !== open) }, open.from))
  );
}

/** When the policy's parts warning is due in the open wait, before the cap. */
export function capWarning(policy: CasePolicy, state: Pick<RepairState, 'parts' | 'done'>): Instant | undefined {
  const cap = capInstant(policy, state);
  const { warnMs, capMs } = policy.parts;
  return cap === undefined || warnMs === undefined || state.parts.warned ? undefined : cap - (capMs - warnMs);
}

export function waitForParts(work: RepairWork, { items, expectedAt }: In<typeof p.waitForParts>): void {
  const { parts } = work.state;
  work.put('parts', {
    ...parts,
    items: [...parts.items, ...items],
    expectedAt: expectedAt === undefined ? undefined : parseInstant(expectedAt),
    waits: [...parts.waits, { from: work.at }],
  });
  work.pause('waiting_parts');
  work.mark(
    'parts_wait_started',
    expectedAt === undefined ? {} : { expectedAt: formatInstant(parseInstant(expectedAt)) },
  );
  work.status('waiting_parts');
}

export function waitForPartsGuard(state: RepairState, _actor: Actor, _payload: unknown, policy: CasePolicy): void {
  const used = state.parts.waits.reduce((sum, w) => sum + ((w.to ?? w.from) - w.from), 0);
  if (state.parts.capReachedAt === undefined && used < policy.parts.capMs) {
    insistOnConsent(state);
    return;
  }
  throw new Refusal('parts_cap', {
    detail: {
      zh: '本案等件累计已达上限,不能再等',
      en: 'All waits of this case together have reached the cap: it cannot wait again',
    },
    allowed: insteadOfWaiting(policy),
  });
}

/** What is offered where waiting is over. */
export function insteadOfWaiting(policy: CasePolicy): string[] {
  return [
    ...(policy.parts.emergency ? ['useStockUnit'] : []),
    ...(policy.loaner.available ? ['requestLoaner'] : []),
    'sendToMaker',
    'receiveParts',
  ];
}

/** Ends the wait that stands, if one does, never after the cap. */
function endWait(
  work: RepairWork,
  ended: NonNullable<Parts['waits'][number]['ended']>,
  changes: Partial<Parts> = {},
): void {
  const { parts } = work.state;
  const to = Math.min(work.at, capInstant(work.policy, work.state) ?? work.at);
  work.put('parts', {
    ...parts,
    ...changes,
    expectedAt: undefined,
    waits: parts.waits.map((w) => (w.to === undefined ? { ...w, to: Math.max(to, w.from), ended } : w)),
  });
  work.resume('waiting_parts', to);
  if (work.state.status === 'waiting_parts') work.status(workplace(work.state));
}

/** The case ends while it waits. */
export function stopWaiting(work: RepairWork): void {
  if (work.state.parts.waits.some((w) => w.to === undefined)) endWait(work, 'not_needed');
}

/** The cap was reached before this step, unseen while the system was down: it is told first. */
function noteCap(work: RepairWork): void {
  const cap = capInstant(work.policy, work.state);
  if (cap !== undefined && cap < work.at) reachCap(work);
}

/** The part came. The wrong one does not end the wait; it is fetched or ordered anew inside the same cap. */
export function receiveParts(work: RepairWork, { correct }: In<typeof p.receiveParts>): void {
  work.event('parts_delivered', { correct });
  if (!correct) return;
  noteCap(work);
  if (work.state.parts.waits.some((w) => w.to === undefined)) endWait(work, 'arrived');
  work.mark('parts_wait_ended');
}

/** The emergency source: a part out of a unit in stock; sales is told first, the part is ordered for the unit. */
export function useStockUnit(work: RepairWork, { serialNo }: In<typeof p.useStockUnit>): void {
  const { emergency } = work.policy.parts;
  noteCap(work);
  for (const role of emergency!.notify) work.notify('stock_unit_used', role, { serialNo }, emergency!.clauses);
  endWait(work, 'stock_unit', { stockUnit: { serialNo, at: work.at, reordered: false } });
  work.mark('stock_unit_used', { serialNo });
  work.mark('parts_wait_ended');
}

export function useStockUnitGuard(state: RepairState, _actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insist(
    policy.parts.emergency !== undefined,
    'illegal_transition',
    '此制度没有拆取新机配件',
    'This policy knows no part from a unit in stock',
  );
  const missing = state.status === 'waiting_parts' || state.parts.capReachedAt !== undefined;
  insist(missing, 'illegal_transition', '当前不缺配件', 'No part is missing now');
}

/** At the cap: the wait ends by itself, the repair clock runs on, the supervisor is told (R-CAP). */
export function reachCap(work: RepairWork): void {
  endWait(work, 'cap', { capReachedAt: capInstant(work.policy, work.state) ?? work.at });
  work.mark('parts_cap_reached', { offers: insteadOfWaiting(work.policy).join(',') });
  work.escalate({
    key: 'parts_cap',
    cause: 'partsCap',
    subject: 'parts_cap_reached',
    ladder: work.policy.parts.ladder,
    targetMs: work.policy.parts.capMs,
    clauses: work.policy.parts.clauses,
  });
}

/** The wait comes close to the cap. */
export function warnOfCap(work: RepairWork): void {
  work.put('parts', { ...work.state.parts, warned: true });
  const dueAt = formatInstant(capInstant(work.policy, work.state)!);
  work.event('parts_cap_warning', { dueAt }, work.policy.parts.clauses);
  work.notify('parts_waiting', 'dispatcher', { dueAt }, work.policy.parts.clauses);
}

export function returnOldParts(work: RepairWork, { count }: In<typeof p.returnOldParts>): void {
  work.put('parts', { ...work.state.parts, oldPartsReturned: work.state.parts.oldPartsReturned + count });
  work.mark('old_part_returned', { count });
}
