/**
 * Whom a complaint is about (S-8.3-b): they exist, do not enter it themselves, and are not the only people who could
 * answer for it. The workflow knows no roster, so this is checked here.
 */
import type { Actor } from '../../domain/cases/record';
import { namingRoles } from '../../domain/errors';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { PrismaClient } from '../../prisma/generated/client';
import { ApiError, refuse } from '../http/problem';
import { refusalInWords } from './titles/refusals';

const FIELD = 'concernedIds';

export interface Concern {
  /** Everybody whom the case is about, with those named before. */
  ids: readonly string[];
  actor: Actor;
  policy: CasePolicy;
  region?: string;
  /** Epoch milliseconds. */
  now: number;
}

/** Refuses people who are unknown, the actor themselves, and everybody who could answer at the end of a ladder. */
export async function checkConcerned(
  prisma: PrismaClient,
  { ids, actor, policy, region, now }: Concern,
): Promise<void> {
  if (ids.includes(actor.id))
    throw refuse('forbidden', '请由他人登记', 'Somebody else has to enter this', { field: FIELD });
  const known = await prisma.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  const unknown = ids.filter((id) => !known.some((person) => person.id === id));
  if (unknown.length > 0) {
    throw refuse(
      'invalid_request',
      `没有这些人员:${unknown.join('、')}`,
      `There are no such people: ${unknown.join(', ')}`,
      {
        field: FIELD,
      },
    );
  }
  const people = await peopleByRole(prisma, rolesOf(policy), policy.pins[0]!.id, region, now);
  for (const roles of chainsOf(policy)) {
    const all = new Set(roles.flatMap((role) => people.get(role) ?? []));
    const left = [...all].filter((id) => !ids.includes(id));
    if (all.size === 0 || left.length > 0) continue;
    const around = {
      zh: '被投诉人是{named}这一路线上唯一的人员;请先指定代理或上一级',
      en: 'Nobody else is on {named}: name a deputy or a further level first',
    };
    const problem = { field: FIELD, ...namingRoles(roles, around), allowed: { roles } };
    const refusal = new ApiError('requirement_missing', [problem]);
    const pinned = { policyHash: policy.pins[0]!.hash, state: { pins: policy.pins } };
    throw await refusalInWords(prisma, () => Promise.resolve(pinned), refusal);
  }
}

/** Each ladder, and the levels of review, as the roles that answer one after the other. */
function chainsOf({ ladders, complaints }: CasePolicy): string[][] {
  return [
    ...Object.values(ladders).map((levels) => levels.map(({ role }) => role)),
    ...(complaints ? [complaints.levels.map(({ role }) => role)] : []),
  ];
}

function rolesOf(policy: CasePolicy): string[] {
  return [...new Set(chainsOf(policy).flat())];
}

/** Who holds each role now, or stands in for a holder; somebody who is away for a while is there all the same. */
export async function peopleByRole(
  prisma: PrismaClient,
  roles: readonly string[],
  policyId: string,
  region: string | undefined,
  now: number,
): Promise<Map<string, string[]>> {
  const at = new Date(now);
  const duties = await prisma.duty.findMany({
    where: {
      role: { in: [...roles] },
      from: { lte: at },
      AND: [
        { OR: [{ policyId }, { policyId: null }] },
        { OR: [{ region: region ?? null }, { region: null }] },
        { OR: [{ until: null }, { until: { gt: at } }] },
      ],
    },
  });
  const ids = [...new Set(duties.flatMap(({ personId, deputyId }) => [personId, ...(deputyId ? [deputyId] : [])]))];
  const active = await prisma.person.findMany({ where: { id: { in: ids }, active: true }, select: { id: true } });
  const there = new Set(active.map(({ id }) => id));
  const held = new Map<string, string[]>();
  for (const { role, personId, deputyId } of duties) {
    const found = [personId, ...(deputyId ? [deputyId] : [])].filter((id) => there.has(id));
    held.set(role, [...(held.get(role) ?? []), ...found]);
  }
  return held;
}
