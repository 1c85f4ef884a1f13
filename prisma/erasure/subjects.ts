/**
 * Erases what is known of a customer or of a member of staff, on request. Ids stay, for histories, cases and reports
 * refer to them for good; names, addresses, numbers and words go. One transaction, with its proof.
 */
import type { DocumentStore } from '../../documents/store/store';
import { Refusal } from '../../domain/errors';
import type { Erasure, Prisma, PrismaClient } from '../generated/client';
import { eraseCare, eraseDayTables, eraseFilings, eraseMails, eraseTexts } from './case-records';
import { erasePapers, removeErasedBytes } from './papers';
import { holdsOn, insistNotHeld } from './holds';
import { erasedTable, prove, type ErasedTable } from './proof';

/** Who asked, why, and when (ISO 8601 UTC). */
export interface ErasureRequest {
  subjectId: string;
  reason: string;
  by: string;
  at: string;
}

/** What stands in the place of a name. */
export const erasedName = '已删除 Erased';
/** A customer of many years has thousands of mails. */
export const options = { timeout: 60_000 };
const dayMs = 86_400_000;

/**
 * Erases a customer, their papers and attachments out of the store too. Throws `Refusal`: unknown, erased before, a legal
 * hold in force, open cases, which cannot be served without knowing for whom, or papers and no store.
 */
export async function eraseCustomer(
  prisma: PrismaClient,
  request: ErasureRequest,
  store?: DocumentStore,
): Promise<Erasure> {
  const { subjectId: id } = request;
  const at = new Date(request.at);
  let erasedCases: string[] = [];
  const proof = await prisma.$transaction(async (db) => {
    const customer = await db.customer.findUnique({ where: { id }, include: { sites: true, assets: true } });
    insistThere(customer);
    const cases = await db.case.findMany({ where: { customerId: id }, orderBy: { id: 'asc' } });
    const caseIds = cases.map((c) => c.id);
    insistNotHeld(await holdsOn(db, 'customer', id, caseIds));
    insistNone(
      cases.filter((c) => c.closedAt === null).map((c) => c.id),
      '客户还有未结案件',
      'The customer has open cases',
    );
    const { sites, assets, ...own } = customer;
    await dropTasks(db, id, at);
    const what = [
      ...erasedTable('Customer', [own]),
      ...erasedTable('Site', sites),
      ...erasedTable(
        'Asset',
        assets.map((asset) => ({ id: asset.id, attributes: asset.attributes })),
      ),
      ...(await eraseTexts(db, caseIds, at)),
      ...(await eraseFilings(db, { caseIds })),
      ...(await erasePapers(db, caseIds, at, store)),
      ...(await eraseMails(db, caseIds, at, id)),
      ...(await eraseTablesOf(db, cases)),
      ...(await eraseCare(db, id)),
    ];
    const nobody = { name: erasedName, phone: null };
    await db.customer.update({
      where: { id },
      data: { ...nobody, email: null, address: null, wishes: null, ref: null, erasedAt: at },
    });
    await db.site.updateMany({ where: { customerId: id }, data: { ...nobody, address: erasedName, contact: null } });
    await db.asset.updateMany({ where: { customerId: id }, data: { attributes: {} } });
    erasedCases = caseIds;
    return prove(db, { subject: 'customer', ...request, what });
  }, options);
  if (store) await removeErasedBytes(prisma, store, erasedCases);
  return proof;
}

/**
 * Erases a member of staff, and closes their account. Throws `Refusal`: unknown, erased before, a legal hold in force,
 * still active, or on duty.
 */
export async function erasePerson(prisma: PrismaClient, request: ErasureRequest): Promise<Erasure> {
  const { subjectId: id } = request;
  const at = new Date(request.at);
  return prisma.$transaction(async (db) => {
    const person = await db.person.findUnique({ where: { id }, include: { certificates: true, absences: true } });
    insistThere(person);
    insistNotHeld(await holdsOn(db, 'person', id));
    if (person.active)
      throw new Refusal('requirement_missing', {
        detail: { zh: '在职人员不能删除，请先停用', en: 'The person is active: make them inactive first' },
      });
    const duties = await db.duty.findMany({
      where: { personId: id, OR: [{ until: null }, { until: { gt: at } }] },
      select: { id: true },
    });
    insistNone(
      duties.map((duty) => duty.id),
      '仍有值班安排',
      'The person still has duties',
    );
    const account = await db.authUser.findUnique({ where: { personId: id }, include: { sessions: true } });
    const { certificates, absences, ...own } = person;
    const what = [
      ...erasedTable('Person', [own]),
      ...erasedTable('Certificate', certificates),
      ...erasedTable('Absence', absences),
      ...erasedTable('AuthUser', account ? [{ id: account.id, name: account.name, email: account.email }] : []),
      ...(await eraseFilings(db, { personId: id })),
    ];
    await db.person.update({ where: { id }, data: { name: erasedName, email: null, phone: null, erasedAt: at } });
    await db.certificate.updateMany({ where: { personId: id }, data: { number: null } });
    await db.absence.updateMany({ where: { personId: id }, data: { reason: null } });
    await db.authUser.deleteMany({ where: { personId: id } });
    return prove(db, { subject: 'person', ...request, what });
  }, options);
}

/** Calls and visits that are still owed fall away: there is nobody left to call. */
async function dropTasks(db: Prisma.TransactionClient, customerId: string, at: Date): Promise<void> {
  const open = { customerId, status: { in: ['open', 'unreached'] } };
  const tasks = await db.careTask.findMany({ where: open, select: { id: true } });
  await db.careTask.updateMany({ where: open, data: { status: 'dropped' } });
  await db.chore.updateMany({
    where: { key: { in: tasks.map(({ id }) => id) }, status: 'open' },
    data: { status: 'waived', doneAt: at, nextAt: null },
  });
}

async function eraseTablesOf(
  db: Prisma.TransactionClient,
  cases: readonly { openedAt: Date; closedAt: Date | null }[],
): Promise<ErasedTable[]> {
  if (cases.length === 0) return [];
  const from = Math.min(...cases.map((c) => c.openedAt.getTime()));
  const to = Math.max(...cases.map((c) => (c.closedAt ?? c.openedAt).getTime())) + dayMs;
  return eraseDayTables(db, new Date(from), new Date(to));
}

export function insistThere<T extends { erasedAt: Date | null }>(found: T | null): asserts found is T {
  if (found === null)
    throw new Refusal('not_found', { detail: { zh: '没有这条记录', en: 'There is no such record' }, field: 'id' });
  if (found.erasedAt !== null)
    throw new Refusal('already_done', {
      detail: { zh: '已于此前删除', en: `It was erased at ${found.erasedAt.toISOString()}` },
    });
}

export function insistNone(ids: readonly string[], zh: string, en: string): void {
  if (ids.length > 0)
    throw new Refusal('requirement_missing', {
      detail: { zh: `${zh}：${ids.join('、')}`, en: `${en}: ${ids.join(', ')}` },
    });
}
