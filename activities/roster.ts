/** Reads the duty roster as it stood at an instant. */
import { resolveDuties } from '../domain/roster';
import { parseInstant } from '../domain/time/instant';
import type { PrismaClient } from '../prisma/generated/client';
import { rosterFrom } from '../prisma/roster-queries';
import { databaseFailure } from './database';

/** Which role at which instant (ISO 8601); see `resolveDuties`. */
export interface RoleQuestion {
  role: string;
  policyId: string;
  region?: string;
  at: string;
  /** People who are never called: a duty of theirs falls to the deputy. */
  barred?: readonly string[];
}

/**
 * The ids of the people who hold the role then, deputies standing in; empty where nobody does.
 * @throws ApplicationFailure `DatabaseUnavailable`.
 */
export async function callOut(prisma: PrismaClient, question: RoleQuestion): Promise<{ people: string[] }> {
  const { role, policyId, region, at, barred = [] } = question;
  try {
    const { duties, active } = await rosterFrom(prisma, { role, policyId, at });
    const people = resolveDuties(
      { role, policyId, region, at: parseInstant(at) },
      duties,
      new Set([...active].filter((id) => !barred.includes(id))),
    );
    return { people };
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** The deputies of a person at an instant, over all duties in force; without those who no longer work here. */
export async function deputiesOf(prisma: PrismaClient, personId: string, at: string): Promise<string[]> {
  const duties = await prisma.duty.findMany({
    where: { personId, deputyId: { not: null }, from: { lte: at }, OR: [{ until: null }, { until: { gt: at } }] },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
  });
  const ids = [...new Set(duties.flatMap((duty) => duty.deputyId ?? []))];
  const active = await prisma.person.findMany({ where: { id: { in: ids }, active: true }, select: { id: true } });
  return ids.filter((id) => active.some((person) => person.id === id));
}
