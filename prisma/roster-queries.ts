/** The duty roster of a role, as `domain/roster` reads it. */
import type { RosterDuty } from '../domain/roster';
import type { Duty } from './generated/client';
import type { Db } from './plan-queries';

/** The duties of a role with the absences of those concerned, and who of them works here. */
export interface Roster {
  duties: readonly RosterDuty[];
  active: ReadonlySet<string>;
}

/** The roster of a role under a policy from an instant (ISO 8601) on: what ended before is not read. */
export async function rosterFrom(
  db: Db,
  { role, policyId, at }: { role: string; policyId: string; at: string },
): Promise<Roster> {
  const lasting = { OR: [{ until: null }, { until: { gt: at } }] };
  const held = await db.duty.findMany({ where: { role, AND: [lasting, { OR: [{ policyId }, { policyId: null }] }] } });
  if (held.length === 0) return { duties: [], active: new Set() };
  const involved = [...new Set(held.flatMap(({ personId, deputyId }) => [personId, deputyId ?? []].flat()))];
  // One after the other: a transaction has one connection.
  const people = await db.person.findMany({ where: { id: { in: involved }, active: true }, select: { id: true } });
  // An absence counts whichever of the person's duties it was noted on.
  const absences = await db.duty.findMany({
    where: { ...lasting, personId: { in: involved }, awayFrom: { not: null }, id: { notIn: held.map(({ id }) => id) } },
  });
  return { duties: [...held, ...absences].map(toRoster), active: new Set(people.map(({ id }) => id)) };
}

function toRoster(duty: Duty): RosterDuty {
  return {
    id: duty.id,
    personId: duty.personId,
    role: duty.role,
    policyId: duty.policyId ?? undefined,
    region: duty.region ?? undefined,
    from: duty.from.getTime(),
    until: duty.until?.getTime(),
    deputyId: duty.deputyId ?? undefined,
    awayFrom: duty.awayFrom?.getTime(),
    awayUntil: duty.awayUntil?.getTime(),
  };
}
