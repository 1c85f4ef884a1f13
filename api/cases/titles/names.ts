/** What stands behind the ids of a case for those who may know it: colleagues’ names, and what people wrote. */
import type { ComplaintState } from '../../../domain/cases/complaint/state';
import type { Actor } from '../../../domain/cases/record';
import type { CaseState } from '../../../domain/cases/state';
import type { Words } from '../../../messages/bilingual';
import type { PrismaClient } from '../../../prisma/generated/client';
import { mayCall, seesCustomers } from '../../roles';

export type Names = ReadonlyMap<string, string>;

/** A choice of more could not be read on a phone; others are found by the staff directory. */
const CANDIDATES_AT_MOST = 500;

/** Names of people by id; without the staff directory only one's own. */
export async function peopleNames(
  prisma: PrismaClient,
  ids: Iterable<string | null | undefined>,
  actor: Actor,
): Promise<Names> {
  const mayKnow = (id: string): boolean => id === actor.id || mayCall('GET /v1/people/:id', actor.role);
  const wanted = [...new Set(ids)].filter((id): id is string => typeof id === 'string' && mayKnow(id));
  if (wanted.length === 0) return new Map();
  const people = await prisma.person.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  return new Map(people.map((p) => [p.id, p.name]));
}

/** A colleague by name; without it where the reader may not know it. */
export function personWords(names: Names, id: string): Words {
  const name = names.get(id);
  return name === undefined ? { zh: '同事', en: 'a colleague' } : { zh: name, en: name };
}

/** Names of customers by id, for the roles that need them. */
export async function customerNames(prisma: PrismaClient, ids: readonly string[], actor: Actor): Promise<Names> {
  if (!seesCustomers.includes(actor.role) || ids.length === 0) return new Map();
  const customers = await prisma.customer.findMany({ where: { id: { in: [...new Set(ids)] } } });
  return new Map(customers.map((c) => [c.id, c.name]));
}

/** The free texts of a case by id, for those who read texts. */
export async function textsOf(prisma: PrismaClient, caseId: string, actor: Actor): Promise<Names> {
  if (!mayCall('GET /v1/texts/:id', actor.role)) return new Map();
  const texts = await prisma.text.findMany({ where: { caseId }, select: { id: true, body: true } });
  return new Map(texts.map((t) => [t.id, t.body]));
}

/** People with their names, by what they may be named for. */
export type Candidates = Readonly<
  Record<'engineerId' | 'dispatcherId' | 'staff', readonly { id: string; name: string }[]>
>;

/**
 * Whom a case, or a part of one, may be given to, for those who may read the staff directory. The others name nobody but
 * themselves, as who was there for the company.
 */
export async function candidates(prisma: PrismaClient, actor: Actor): Promise<Candidates> {
  if (!mayCall('GET /v1/people', actor.role)) {
    const own = await prisma.person.findMany({ where: { id: actor.id }, select: { id: true, name: true } });
    return { engineerId: [], dispatcherId: [], staff: own };
  }
  const people = await prisma.person.findMany({
    where: { active: true },
    select: { id: true, name: true, role: true, qualified: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: CANDIDATES_AT_MOST,
  });
  const able = people.filter((p) => p.qualified);
  return {
    engineerId: able.filter((p) => p.role === 'engineer'),
    dispatcherId: able.filter((p) => p.role === 'dispatcher' || p.role === 'supervisor'),
    staff: people,
  };
}

/** The customers whom a complaint's recalls list, by name for those who may know them. */
export async function affectedNames(prisma: PrismaClient, state: CaseState, actor: Actor): Promise<Names> {
  const { lots = {} } = state as Partial<ComplaintState>;
  const ids = Object.values(lots).flatMap(({ recall }) => Object.keys(recall?.customers ?? {}));
  return customerNames(prisma, ids, actor);
}
