/**
 * People whom an action names have to exist, work here and have the role; an engineer also the qualification (S-5.15:
 * only trained or certified staff may be dispatched). The workflow knows no master data, so this is checked here.
 */
import { dateAt } from '../../domain/calendar/zone';
import type { SystemRole } from '../../domain/cases/record';
import { holds, type Facts } from '../../domain/policy/rule';
import { DAY_MS } from '../../domain/time/date';
import type { Instant } from '../../domain/time/instant';
import type { Case, PrismaClient } from '../../prisma/generated/client';
import { dispatchPolicy } from '../../prisma/plan-queries';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';

const anybodyHere: readonly SystemRole[] = ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor', 'approver'];

/** The payload fields that name a person or several, and the roles that the person may have. */
const named: Readonly<Record<string, readonly SystemRole[]>> = {
  engineerId: ['engineer'],
  dispatcherId: ['dispatcher', 'supervisor'],
  handlerId: anybodyHere,
  taskPersonId: anybodyHere,
  correctionOwnerId: anybodyHere,
  companySide: anybodyHere,
};

/** Fields that send somebody out to customers. */
const dispatched = ['engineerId', 'dispatcherId'];

/** Refuses a payload that names customers who do not exist, such as on the list of a recall. */
export async function checkNamedCustomers(
  prisma: PrismaClient,
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { customerIds } = payload;
  if (!Array.isArray(customerIds) || customerIds.length === 0) return;
  const ids = customerIds as string[];
  const known = await prisma.customer.findMany({ where: { id: { in: ids } }, select: { id: true } });
  const unknown = ids.filter((id) => !known.some((customer) => customer.id === id));
  if (unknown.length === 0) return;
  throw refuse(
    'invalid_request',
    `没有这些客户:${unknown.join('、')}`,
    `There are no such customers: ${unknown.join(', ')}`,
    {
      field: 'customerIds',
    },
  );
}

/** Refuses a payload that names somebody unknown, gone, of another role or not qualified. */
export async function checkNamedPeople(
  prisma: PrismaClient,
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const [field, roles] of Object.entries(named)) {
    for (const id of [payload[field]].flat())
      if (typeof id === 'string') await checkPerson(prisma, { field, id, roles });
  }
}

/**
 * Refuses to send an engineer to a customer without the certificate that the policy's dispatch asks for, as a plan is
 * refused (C-SEC-n4). A certificate is good on its last day (R-DAYEND), in the policy's zone.
 */
export async function checkCertificates(
  { prisma, policies }: Pick<ApiDeps, 'prisma' | 'policies'>,
  { policyId, state }: Pick<Case, 'policyId' | 'state'>,
  { engineerId }: Readonly<Record<string, unknown>>,
  now: Instant,
): Promise<void> {
  const source = policies.source();
  if (typeof engineerId !== 'string' || !source.get(policyId)?.dispatch) return;
  const { facts = {} } = (state ?? {}) as { facts?: Facts };
  const { calendar, rules } = dispatchPolicy(source, policyId, now);
  const wanted = facts.channel === 'on_site' ? rules.certificates.filter(({ when }) => holds(when, facts)) : [];
  if (wanted.length === 0) return;
  const today = new Date(dateAt(calendar.zone, now) * DAY_MS);
  const valid = { OR: [{ expiresOn: null }, { expiresOn: { gte: today } }] };
  const held = await prisma.certificate.findMany({ where: { personId: engineerId, ...valid }, select: { kind: true } });
  const missing = wanted.find(({ kind }) => !held.some((certificate) => certificate.kind === kind));
  if (!missing) return;
  throw refuse(
    'requirement_missing',
    `无有效的「${missing.title.zh}」，不得派工`,
    `Without a valid certificate "${missing.title.en}" nobody is sent`,
    { field: 'engineerId' },
  );
}

async function checkPerson(
  prisma: PrismaClient,
  { field, id, roles }: { field: string; id: string; roles: readonly SystemRole[] },
): Promise<void> {
  const person = await prisma.person.findUnique({ where: { id } });
  if (!person || !roles.some((role) => role === person.role)) {
    throw refuse('invalid_request', `没有可担任此职的人员 ${id}`, `There is no such person in the role: ${id}`, {
      field,
      allowed: roles,
    });
  }
  if (!person.active)
    throw refuse('invalid_request', '该人员已停用', 'This person does not work here any more', { field });
  if (dispatched.includes(field) && !person.qualified)
    throw refuse(
      'requirement_missing',
      '未经培训或无岗位资质,不得派工',
      'Not qualified: only trained or certified staff may be dispatched (S-5.15)',
      { field },
    );
}
