/**
 * What people wrote and what was mailed about cases: erased by themselves when they are old enough, and with their
 * customer. The cases stay, with their steps, clocks and hashes; findings do not need what is erased here.
 */
import { Prisma } from '../generated/client';
import { erasedTable, type ErasedTable } from './proof';

type Tx = Prisma.TransactionClient;

/** Bodies of the free texts of cases. Their hashes stay. */
export async function eraseTexts(db: Tx, caseIds: readonly string[], at: Date): Promise<ErasedTable[]> {
  const where = { caseId: { in: [...caseIds] }, erasedAt: null };
  const rows = await db.text.findMany({ where, select: { id: true, body: true }, orderBy: { id: 'asc' } });
  await db.text.updateMany({ where, data: { body: '', erasedAt: at } });
  return erasedTable('Text', rows);
}

/** Words of the filings about a person, a partner or cases, and of their decisions; who filed what, and when, stays. */
export async function eraseFilings(
  db: Tx,
  about: { personId: string } | { partnerId: string } | { caseIds: readonly string[] },
): Promise<ErasedTable[]> {
  const where = 'caseIds' in about ? { caseId: { in: [...about.caseIds] } } : about;
  const rows = await db.filing.findMany({
    where,
    select: { id: true, text: true, answer: true },
    orderBy: { id: 'asc' },
  });
  await db.filing.updateMany({ where, data: { text: '', answer: null } });
  return erasedTable('Filing', rows);
}

/**
 * Mails about cases, and the files that went with them. With a customer also those to the customer, and lists that name
 * one of the cases beside others: a list is a working paper and goes as a whole. That a mail was sent, when and under which
 * Message-ID, stays.
 */
export async function eraseMails(
  db: Tx,
  caseIds: readonly string[],
  at: Date,
  customerId: string | null = null,
): Promise<ErasedTable[]> {
  const notices = await db.$queryRaw<{ key: string; files: string[] }[]>`
    SELECT n."key", coalesce(n."files", '{}') AS "files" FROM cases."Notice" n
    WHERE n."caseId" = ANY(${[...caseIds]}::text[])
      OR (${customerId}::text IS NOT NULL AND (n."customerId" = ${customerId}::text
        OR EXISTS (SELECT FROM jsonb_array_elements(
          CASE jsonb_typeof(n."params"->'entries') WHEN 'array' THEN n."params"->'entries' ELSE '[]' END) e
          WHERE e->>'caseId' = ANY(${[...caseIds]}::text[]))))`;
  const files = [...new Set(notices.flatMap((n) => n.files))];
  return [
    ...(await eraseMailsOf(
      db,
      notices.map(({ key }) => key),
      at,
    )),
    ...(await eraseFiles(db, files)),
  ];
}

/** What was mailed for these notices. */
export async function eraseMailsOf(db: Tx, noticeKeys: readonly string[], at: Date): Promise<ErasedTable[]> {
  const where = { noticeKey: { in: [...noticeKeys] }, erasedAt: null };
  const mails = await db.mail.findMany({
    where,
    select: { messageId: true, to: true, subject: true, text: true, html: true },
    orderBy: { messageId: 'asc' },
  });
  await db.mail.updateMany({ where, data: { to: [], subject: '', text: '', html: '', erasedAt: at } });
  return erasedTable('Mail', mails);
}

/** The tables of movements that were mailed while cases were open: they name the customers of the day. */
export async function eraseDayTables(db: Tx, from: Date, to: Date): Promise<ErasedTable[]> {
  const notices = await db.notice.findMany({
    where: { template: 'plan_table', createdAt: { gte: from, lte: to } },
    select: { files: true },
  });
  return eraseFiles(db, [...new Set(notices.flatMap((n) => n.files))]);
}

async function eraseFiles(db: Tx, ids: readonly string[]): Promise<ErasedTable[]> {
  const where = { id: { in: [...ids] }, size: { gt: 0 } };
  const rows = await db.file.findMany({ where, select: { id: true, sha256: true }, orderBy: { id: 'asc' } });
  await db.file.updateMany({ where, data: { body: new Uint8Array(), size: 0 } });
  return erasedTable('File', rows);
}

/** Notes and words of calls and surveys; their figures stay. */
export async function eraseCare(db: Tx, customerId: string): Promise<ErasedTable[]> {
  const attempts = await db.careAttempt.findMany({
    where: { task: { customerId } },
    select: { taskId: true, no: true, note: true, answers: true },
    orderBy: [{ taskId: 'asc' }, { no: 'asc' }],
  });
  const tasks = await db.careTask.findMany({
    where: { customerId },
    select: { id: true, result: true, status: true },
    orderBy: { id: 'asc' },
  });
  const surveys = await db.survey.findMany({
    where: { customerId },
    select: { id: true, token: true, answers: true },
    orderBy: { id: 'asc' },
  });
  await db.careAttempt.updateMany({ where: { task: { customerId } }, data: { note: null, answers: Prisma.DbNull } });
  await db.careTask.updateMany({ where: { customerId }, data: { result: Prisma.DbNull } });
  for (const { id, answers } of surveys)
    await db.survey.update({
      where: { id },
      data: { token: `erased:${id}`, answers: answers === null ? Prisma.DbNull : figuresOf(answers) },
    });
  return [
    ...erasedTable('CareAttempt', attempts),
    ...erasedTable('CareTask', tasks),
    ...erasedTable('Survey', surveys),
  ];
}

/** Numbers and ticks of an answer; words are left out. */
function figuresOf(answers: Prisma.JsonValue): Prisma.InputJsonObject {
  return Object.fromEntries(
    Object.entries(answers as Record<string, Prisma.InputJsonValue>).filter(([, value]) => typeof value !== 'string'),
  );
}
