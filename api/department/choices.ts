/** Whom and what forms of the department let people choose, for those who may know it. */
import type { Actor } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';
import { choice, type Choice } from '../cases/titles/choices';
import { candidates } from '../cases/titles/names';
import { partnerReaders } from '../roles';
import { asNamed } from './forms';

/** A choice of more could not be read on a phone. */
const AT_MOST = 500;

/** Colleagues by name, for those who may read the staff directory. */
export async function staffChoices(prisma: PrismaClient, actor: Actor): Promise<Choice[]> {
  return (await candidates(prisma, actor)).staff.map(({ id, name }) => choice(id, asNamed(name)));
}

/**
 * Whom a filing may be about: everybody who works here but oneself. Whoever may complain of a colleague has to be able to
 * name them, so engineers and warehouse see the names too, and nothing but the names.
 */
export async function colleagueChoices(prisma: PrismaClient, { id: self }: Actor): Promise<Choice[]> {
  const rows = await prisma.person.findMany({
    where: { active: true, id: { not: self } },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: AT_MOST,
  });
  return rows.map(({ id, name }) => choice(id, asNamed(name)));
}

/** Partners by name, for those who may know them. */
export async function partnerChoices(prisma: PrismaClient, { role }: Actor): Promise<Choice[]> {
  if (!partnerReaders.includes(role)) return [];
  const rows = await prisma.partner.findMany({
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: AT_MOST,
  });
  return rows.map(({ id, name }) => choice(id, asNamed(name)));
}
