/**
 * Erases what is known of a partner's people, on request, once its agreement has ended: its name, how it was reached, who
 * repaired there, and what was written about them. Costs, payments, settlements, returns and awards stay by the partner's
 * id, and so do the cases: the books can still be added up.
 */
import { Refusal } from '../../domain/errors';
import { Prisma, type Erasure, type PrismaClient } from '../generated/client';
import { eraseFilings, eraseMailsOf } from './case-records';
import { holdsOn, insistNotHeld } from './holds';
import { erasedTable, prove, type ErasedTable } from './proof';
import { erasedName, insistNone, insistThere, options, type ErasureRequest } from './subjects';

/**
 * Erases a partner. Throws `Refusal`: unknown, erased before, a legal hold in force, an agreement that has not ended, a
 * settlement that was made and not confirmed.
 */
export async function erasePartner(prisma: PrismaClient, request: ErasureRequest): Promise<Erasure> {
  const { subjectId: id } = request;
  const at = new Date(request.at);
  return prisma.$transaction(async (db) => {
    const partner = await db.partner.findUnique({ where: { id } });
    insistThere(partner);
    insistNotHeld(await holdsOn(db, 'partner', id));
    // The last day counts in full, in any zone.
    if (partner.endsOn === null || partner.endsOn.getTime() + dayMs > at.getTime())
      throw new Refusal('requirement_missing', {
        detail: { zh: '协议尚未终止，不能删除', en: 'The agreement has not ended: nothing is erased before' },
        allowed: 'after the last day of the agreement',
      });
    const unsettled = await db.settlement.findMany({ where: { partnerId: id, confirmedAt: null } });
    insistNone(
      unsettled.map(({ settleBy }) => settleBy.toISOString().slice(0, 10)),
      '结算尚未确认',
      'Settlements are not confirmed',
    );
    const what = [
      ...erasedTable('Partner', [{ id, name: partner.name, contact: partner.contact, personId: partner.personId }]),
      ...(await eraseFile(db, id)),
      ...(await eraseFilings(db, { partnerId: id })),
      ...(await erasePartnerMails(db, id, at)),
    ];
    await db.partner.update({ where: { id }, data: { name: erasedName, contact: {}, personId: null, erasedAt: at } });
    // Nobody is left who could do them.
    await db.chore.updateMany({
      where: { status: 'open', subject: { path: ['partnerId'], equals: id } },
      data: { status: 'waived', doneAt: at, nextAt: null },
    });
    return prove(db, { subject: 'partner', ...request, what });
  }, options);
}

const dayMs = 86_400_000;

/** Values of changes, words of audits, reasons of completions and returns; dates, kinds, results and clauses stay. */
async function eraseFile(db: Prisma.TransactionClient, partnerId: string): Promise<ErasedTable[]> {
  const orderBy = { id: 'asc' } as const;
  const where = { partnerId };
  const changes = await db.partnerChange.findMany({ where, select: { id: true, value: true }, orderBy });
  const audits = await db.partnerAudit.findMany({
    where,
    select: { id: true, findings: true, correction: true },
    orderBy,
  });
  const completions = await db.partnerCostCompletion.findMany({
    where: { cost: where },
    select: { id: true, reason: true },
    orderBy,
  });
  const returns = await db.partnerReturn.findMany({
    where: { ...where, list: { not: Prisma.DbNull } },
    select: { id: true, list: true },
    orderBy,
  });
  await db.partnerChange.updateMany({ where, data: { value: erasedName } });
  for (const { id, findings, correction } of audits)
    await db.partnerAudit.update({
      where: { id },
      data: { findings: withoutWords(findings), correction: correction === null ? null : erasedName },
    });
  await db.partnerCostCompletion.updateMany({ where: { cost: where }, data: { reason: erasedName } });
  for (const { id, list } of returns)
    await db.partnerReturn.update({ where: { id }, data: { list: withoutReasons(list) } });
  return [
    ...erasedTable('PartnerChange', changes),
    ...erasedTable('PartnerAudit', audits),
    ...erasedTable('PartnerCostCompletion', completions),
    ...erasedTable('PartnerReturn', returns),
  ];
}

function withoutWords(findings: Prisma.JsonValue): Prisma.InputJsonArray {
  return (findings as { clause?: string }[]).map(({ clause }) => ({
    text: erasedName,
    ...(clause !== undefined && { clause }),
  }));
}

/** Models, quantities and serial numbers stay: the goods were counted by them. */
function withoutReasons(list: Prisma.JsonValue): Prisma.InputJsonArray {
  return (list as Prisma.InputJsonObject[]).map((line) => ({ ...line, reason: erasedName }));
}

/** The mails about its duties, which name it, and those that told of audits with what they found. */
async function erasePartnerMails(db: Prisma.TransactionClient, partnerId: string, at: Date): Promise<ErasedTable[]> {
  const notices = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT n."key" FROM cases."Notice" n
    CROSS JOIN LATERAL jsonb_array_elements(
      CASE jsonb_typeof(n."params"->'entries') WHEN 'array' THEN n."params"->'entries' ELSE '[]' END) e
    LEFT JOIN cases."Chore" c ON c."key" = e->>'chore'
    LEFT JOIN master."PartnerAudit" a ON a."id" = e->>'audit'
    WHERE c."subject"->>'partnerId' = ${partnerId} OR a."partnerId" = ${partnerId}`;
  return eraseMailsOf(
    db,
    notices.map(({ key }) => key),
    at,
  );
}
