/** Erasure of a partner on real PostgreSQL: what was known of its people goes, with proof; books and cases stay. */
import { liftHold, placeHold } from '../../prisma/erasure/holds';
import { erasePartner } from '../../prisma/erasure/partners';
import { brokenProofs, type ErasedTable } from '../../prisma/erasure/proof';
import { testDatabase, type TestDatabase } from '../rig/database';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db?.drop());

const at = '2026-06-01T08:00:00.000Z';
const request = { subjectId: 'ag', reason: '合作终止后书面要求', by: 'admin-1', at };
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const secret = '钱七';
const refusal = (code: string, words: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(words) });

/** Every value of every table, as one text. */
async function everything(): Promise<string> {
  const tables = await db.prisma.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS "name" FROM information_schema.tables
    WHERE table_schema IN ('cases', 'master') AND table_type = 'BASE TABLE'`;
  const texts = [];
  for (const { name } of tables)
    texts.push(JSON.stringify(await db.prisma.$queryRawUnsafe(`SELECT t::text FROM ${name} t`)));
  return texts.join('\n');
}

async function partner(): Promise<void> {
  const { prisma } = db;
  const entered = { partnerId: 'ag', enteredBy: 'x', enteredAt: day('2026-02-01') };
  await prisma.partner.create({
    data: {
      ...{
        id: 'ag',
        name: `${secret}维修部`,
        policyId: 'agent-agreement',
        personId: 'p-ag',
        signedOn: day('2024-01-01'),
      },
      contact: { address: secret, phone: '13911112222', repairLead: secret, repairers: [secret] },
    },
  });
  await prisma.partnerChange.create({
    data: { ...entered, what: 'repairLead', value: secret, effectiveOn: day('2026-02-01'), toldOn: day('2026-01-20') },
  });
  await prisma.partnerAudit.create({
    data: {
      ...{ ...entered, id: 'audit', kind: 'random', auditedOn: day('2026-02-01'), inspection: 'failed' },
      ...{ findings: [{ text: `${secret}未按单收费`, clause: 'C-AG-3.3' }], correction: `${secret}已培训` },
    },
  });
  await prisma.partnerCost.create({
    data: {
      ...{ ...entered, id: 'k', reference: 'K1', kind: 'repair', costOn: day('2026-02-01'), fen: 12_000, facts: {} },
      completions: {
        create: { facts: { inWarranty: true }, reason: `${secret}来电`, enteredBy: 'x', enteredAt: day('2026-03-01') },
      },
    },
  });
  const settled = { policyHash: 'h', statement: { lines: [{ id: 'k' }] }, carryOutFen: 0, madeAt: day('2026-03-02') };
  await prisma.settlement.create({
    data: { id: 's', partnerId: 'ag', settleBy: day('2027-01-15'), madeBy: 'x', ...settled },
  });
  await prisma.filing.create({
    data: {
      ...{ id: 'f', policyId: 'p', kind: 'k', partnerId: 'ag', text: secret, answer: secret, filedBy: 'x' },
      filedAt: day('2026-03-01'),
    },
  });
  const notice = { template: 'partner_audit_failed', to: 'role:r', status: 'sent', createdAt: new Date(at) };
  await prisma.notice.create({
    data: { ...notice, key: 'n', params: { entries: [{ audit: 'audit', subject: 'audit_finding', at }] } },
  });
  await prisma.notice.createMany({
    data: [
      { ...notice, key: 'late', template: 'chore_late', params: { entries: [{ chore: 'partner_report/ag', at }] } },
      { ...notice, key: 'other', template: 'chore_late', params: { entries: [{ chore: 'report/x', at }] } },
      { ...notice, key: 'bare', template: 'case_closed', params: {} },
    ],
  });
  const mail = (key: string, words: string) => ({
    ...{ messageId: `<${key}>`, noticeKey: key, to: ['a@b.example'], subject: words, text: words, html: words },
  });
  await prisma.mail.createMany({
    data: [mail('n', secret), mail('late', secret), mail('other', '月报'), mail('bare', '结案')],
  });
  await prisma.partnerReturn.create({
    data: {
      ...{ id: 'r', partnerId: 'ag', appliedAt: day('2026-02-01'), appliedBy: 'x', written: true },
      list: [{ model: 'M', quantity: 2, serialNo: 'SN-1', reason: `${secret}不要了` }],
    },
  });
  const chore = {
    ...{ policyId: 'agent-agreement', owner: 'role:r', createdAt: day('2026-02-01'), dueAt: day('2026-02-15') },
    ...{ ladder: [], clauses: [] },
  };
  await prisma.chore.createMany({
    data: [
      {
        ...{ ...chore, key: 'partner_correction/audit', kind: 'partner_correction' },
        subject: { partnerId: 'ag', auditId: 'audit' },
      },
      { ...chore, key: 'partner_report/ag', kind: 'partner_report', status: 'done', subject: { partnerId: 'ag' } },
      { ...chore, key: 'report/x', kind: 'report', subject: { report: 'x' } },
    ],
  });
}

test('a partner is erased once its agreement has ended and its books are settled; they stay, and so does the proof', async () => {
  const { prisma } = db;
  await partner();
  expect(await everything()).toContain(secret);
  await expect(erasePartner(prisma, { ...request, subjectId: 'none' })).rejects.toEqual(
    refusal('not_found', /no such/),
  );
  await expect(erasePartner(prisma, request)).rejects.toEqual(refusal('requirement_missing', /not ended/));
  await prisma.partner.update({ where: { id: 'ag' }, data: { endsOn: day('2026-05-31') } });
  // The last day counts in full, in any zone.
  const early = { ...request, at: '2026-05-31T20:00:00.000Z' };
  await expect(erasePartner(prisma, early)).rejects.toEqual(refusal('requirement_missing', /not ended/));
  await expect(erasePartner(prisma, request)).rejects.toEqual(refusal('requirement_missing', /2027-01-15/));
  await prisma.settlement.update({ where: { id: 's' }, data: { confirmedAt: day('2026-05-01'), confirmedBy: 'y' } });
  const hold = await placeHold(prisma, { subject: 'partner', subjectId: 'ag', reason: '诉讼', by: 's', at });
  await expect(erasePartner(prisma, request)).rejects.toEqual(refusal('requirement_missing', RegExp(hold.id)));
  await liftHold(prisma, { id: hold.id, reason: '结案', by: 's', at });

  const books = () =>
    Promise.all([prisma.partnerCost.findMany(), prisma.settlement.findMany(), prisma.partnerChange.count()]);
  const before = await books();
  const proof = await erasePartner(prisma, request);
  expect(await everything()).not.toMatch(/钱七|13911112222/);
  expect(await books()).toEqual(before);
  expect(await prisma.partner.findUnique({ where: { id: 'ag' } })).toMatchObject({
    ...{ contact: {}, personId: null, erasedAt: new Date(at), policyId: 'agent-agreement' },
  });
  // What was found stays as a fact with its clause; the words about people are gone.
  expect(await prisma.partnerAudit.findUnique({ where: { id: 'audit' } })).toMatchObject({
    ...{ inspection: 'failed', auditedOn: day('2026-02-01'), findings: [{ clause: 'C-AG-3.3' }] },
  });
  expect(await prisma.chore.findUnique({ where: { key: 'partner_correction/audit' } })).toMatchObject({
    status: 'waived',
  });
  const what = Object.fromEntries((proof.what as unknown as ErasedTable[]).map((w) => [w.table, w.rows]));
  expect(what).toEqual({
    ...{
      Partner: 1,
      PartnerChange: 1,
      PartnerAudit: 1,
      PartnerCostCompletion: 1,
      PartnerReturn: 1,
      Filing: 1,
      Mail: 2,
    },
  });
  // Mails that do not name it stay; so does what was counted of a return.
  const kept = await prisma.mail.findMany({ where: { erasedAt: null }, orderBy: { noticeKey: 'asc' } });
  expect(kept.map(({ text }) => text)).toEqual(['结案', '月报']);
  expect((await prisma.partnerReturn.findUnique({ where: { id: 'r' } }))!.list).toMatchObject([
    { model: 'M', quantity: 2, serialNo: 'SN-1' },
  ]);
  expect(brokenProofs(await prisma.erasure.findMany({ orderBy: { n: 'asc' } }))).toEqual([]);
  await expect(erasePartner(prisma, request)).rejects.toEqual(refusal('already_done', /erased/));
});
