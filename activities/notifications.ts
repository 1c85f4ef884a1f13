/** Sends the notifications that steps owe: each business key once, by mail. */
import type { DeliverOutcome, DeliverStepOutcome } from '../domain/cases/record';
import { renderMail, type EntryLine, type MailSetting, type Value } from '../messages/render';
import { raiseAlarm, type AlarmDeps } from './alarms';
import { sha256 } from './canonical';
import { dutyNames } from '../prisma/duty-names';
import type { Notice as NoticeModel } from '../prisma/generated/client';
import type { Activities, DeliverRequest, DeliverStepRequest } from './contract';
import { databaseFailure } from './database';
import { loadContext, type CaseFacts } from './mail-context';
import type { IssueDocument } from './documents/issue';
import { ownEffect, type EffectDeps } from './owned-effects';
import type { MailAttachment, Mailer, OutgoingMail } from './mailer';
import { findRecipients } from './recipients';

export interface NoticeDeps extends AlarmDeps, EffectDeps {
  /** Makes papers of cases; absent where this worker keeps none. */
  issueDocument?: IssueDocument;
  mailer: Mailer;
  mail: MailSetting;
}

/** One notification, whoever owes it. */
interface Notice {
  key: string;
  caseId?: string;
  seq?: number;
  template: string;
  /** See `RecipientQuestion.to`. */
  to: string;
  params: Readonly<Record<string, Value>>;
  clauses: readonly string[];
  entries?: readonly EntryLine[];
  /** ISO 8601; the roster is read as of then. */
  owedAt: string;
  parties: DeliverRequest['parties'];
  policyIds: readonly string[];
  region?: string;
  /** Ids of files that go with the mail. */
  files?: readonly string[];
}

/**
 * Sends a case's notification; see `Activities.deliver`.
 * @param attempt which try this is, from 1; later tries wait longer
 * @throws ApplicationFailure `MailUnavailable` or `DatabaseUnavailable`, both retried.
 */
export function deliver(deps: NoticeDeps, request: DeliverRequest, attempt: number): Promise<DeliverOutcome> {
  const { notice, caseId, seq, owedAt, parties, policyId, region } = request;
  return send(deps, { ...notice, caseId, seq, owedAt, parties, region, policyIds: [policyId] }, attempt);
}

/** Sends the notifications of a step; see `Activities.deliverStep`. Whatever fails may succeed later. */
export async function deliverStep(
  deps: NoticeDeps,
  { notices, ...step }: DeliverStepRequest,
): Promise<DeliverStepOutcome> {
  const later = { result: 'later' } as const;
  const outcomes = notices.map((notice) => deliver(deps, { ...step, notice }, 1).catch(() => later));
  return { outcomes: await Promise.all(outcomes) };
}

const DESK_TEMPLATES = {
  digest: 'supervisor_digest',
  reminder: 'supervisor_reminder',
  deputy: 'deputy_forward',
} as const;

/** Mails what lies on a supervisor's desk to the supervisor, or (`deputy`) to those who stand in; see `Activities.deliverDesk`. */
export function deliverDesk(
  deps: NoticeDeps,
  request: Parameters<Activities['deliverDesk']>[0],
  attempt: number,
): Promise<DeliverOutcome> {
  const { key, personId, kind, at, entries } = request;
  const notice: Notice = {
    key,
    template: DESK_TEMPLATES[kind],
    to: kind === 'deputy' ? `deputies:${personId}` : `person:${personId}`,
    params: {},
    clauses: [],
    entries,
    owedAt: at,
    parties: { customerId: '' },
    policyIds: [...new Set(entries.map(({ policyId }) => policyId))],
  };
  return send(deps, notice, attempt);
}

/**
 * Sends a notice again that was refused or had nobody to go to, with the addresses of today and the same Message-ID;
 * for people who corrected an address. Answers undefined where there is no such notice, `already` where it was sent or
 * is being sent. Where the server is out of reach the notice stays as it was and the error is thrown.
 * @param at now, ISO 8601: the roster is read as of then
 */
export async function resend(
  deps: NoticeDeps,
  { key, at }: { key: string; at: string },
): Promise<DeliverOutcome | undefined> {
  const { prisma } = deps;
  const row = await prisma.notice.findUnique({ where: { key } });
  if (!row) return undefined;
  // Of two people who press the button at once one sends.
  const { count } = await prisma.notice.updateMany({
    where: { key, status: { in: ['refused', 'nobody'] } },
    data: { status: 'pending' },
  });
  if (count === 0) return { result: 'already', messageId: row.messageId ?? undefined };
  try {
    return await send(deps, await keptNotice(prisma, row, at), 1);
  } catch (error) {
    await prisma.notice.updateMany({
      where: { key, status: 'pending' },
      data: { status: row.status, reason: row.reason },
    });
    throw error;
  }
}

/** Whom the case is about, from its recorded state. */
function barredOf(state: unknown): readonly string[] | undefined {
  return ((state ?? {}) as { parties?: { barred?: readonly string[] } }).parties?.barred;
}

/**
 * Sends a notice that a pass has kept, as `deliver` does.
 * @throws ApplicationFailure `MailUnavailable` or `DatabaseUnavailable`, both retried.
 */
export async function deliverKept(
  deps: NoticeDeps,
  { key, at }: { key: string; at: string },
  attempt: number,
): Promise<DeliverOutcome> {
  const row = await deps.prisma.notice.findUniqueOrThrow({ where: { key } }).catch((error: unknown) => {
    throw databaseFailure(error);
  });
  return send(deps, await keptNotice(deps.prisma, row, at), attempt);
}

/** Lines about duties by what they are about; by their key where nothing is known of it. */
async function named(prisma: NoticeDeps['prisma'], entries: readonly EntryLine[]): Promise<EntryLine[]> {
  const names = await dutyNames(
    prisma,
    entries.flatMap(({ chore }) => chore ?? []),
    // Whoever a duty is told to answers for it, and has to know whom it is about.
    { customers: true, partners: true },
  );
  const labelled = entries.map((entry) => {
    if (entry.chore === undefined) return entry;
    const { caseId, about = '' } = names.get(entry.chore) ?? {};
    return { ...entry, caseId, label: about || (caseId === undefined ? entry.chore : undefined) };
  });
  return (await Promise.all(labelled.map((entry) => withFindings(prisma, entry)))).flat();
}

/** What a partner's audit found, a line each under its clause; they are kept with the audit only, and erased there. */
async function withFindings(prisma: NoticeDeps['prisma'], entry: EntryLine): Promise<EntryLine[]> {
  if (entry.audit === undefined) return [entry];
  const found = await prisma.partnerAudit.findUnique({ where: { id: entry.audit }, select: { findings: true } });
  const findings = (found?.findings ?? []) as { text: string; clause?: string }[];
  return findings.map(({ text, clause }) => ({ label: text, subject: clause ?? entry.subject, at: entry.at }));
}

/** What a notice's row says; the parties are those of its case, or the customer whom a pass meant. */
async function keptNotice(prisma: NoticeDeps['prisma'], row: NoticeModel, at: string): Promise<Notice> {
  const about = row.caseId === null ? null : await prisma.case.findUnique({ where: { id: row.caseId } });
  const { entries, ...params } = row.params as { entries?: EntryLine[] } & Record<string, Value>;
  return {
    key: row.key,
    caseId: row.caseId ?? undefined,
    seq: row.seq ?? undefined,
    template: row.template,
    to: row.to,
    clauses: row.clauses,
    params,
    entries: entries && (await named(prisma, entries)),
    owedAt: at,
    parties: {
      customerId: row.customerId ?? about?.customerId ?? '',
      engineerId: about?.engineerId ?? undefined,
      dispatcherId: about?.dispatcherId ?? undefined,
      barred: barredOf(about?.state),
    },
    policyIds: [row.policyId ?? about?.policyId ?? []].flat(),
    region: row.region ?? about?.region ?? undefined,
    files: row.files,
  };
}

/** The Message-ID of a notice, the same on every try: receivers recognise a mail that reaches them twice. */
export function messageIdOf(key: string, domain: string): string {
  return `<${sha256(key).slice(0, 32)}@${domain}>`;
}

async function send(deps: NoticeDeps, notice: Notice, attempt: number): Promise<DeliverOutcome> {
  const messageId = messageIdOf(notice.key, deps.mailer.domain);
  try {
    const { facts, ...before } = await claim(deps, notice);
    if (notice.to.startsWith('form:')) return await issueOwed(deps, notice);
    if (before.status === 'sent') return { result: 'already', messageId: before.messageId ?? messageId };
    if (before.status === 'refused') return { result: 'refused', messageId, reason: before.reason ?? undefined };

    const done = await owed(deps, notice);
    if (done) return done;
    const { to, owedAt, parties, policyIds, region } = notice;
    const found = await findRecipients(deps.prisma, { to, at: owedAt, parties, policyId: policyIds[0] ?? '', region });
    if (found.missing !== undefined) {
      await mark(deps, notice.key, { status: 'nobody', reason: found.missing });
      return { result: 'nobody', reason: found.missing };
    }
    const mail = await keep(deps, notice, {
      messageId,
      to: found.addresses,
      ...(await render(deps, { ...notice, facts }, found)),
    });
    const sent = await deps.mailer.send({ ...mail, attachments: await attached(deps, notice) }, attempt);
    await mark(deps, notice.key, { status: sent.result, messageId: mail.messageId, reason: sent.reason });
    return { messageId: mail.messageId, ...sent };
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** What the notice asks for beside a mail; what a case would not take that must not get lost is told to the operator. */
async function owed(deps: NoticeDeps, notice: Notice): Promise<DeliverOutcome | undefined> {
  const outcome = await ownEffect(deps, notice);
  if (!outcome || outcome.result === 'already') return outcome;
  const { key, caseId, template, to, owedAt } = notice;
  if (template === 'absorb' && outcome.reason !== undefined)
    await raiseAlarm(deps, {
      key: `merge/${key}`,
      kind: 'merge_not_taken',
      caseId,
      at: owedAt,
      detail: { to, reason: outcome.reason },
    });
  await mark(deps, key, { status: outcome.result, reason: outcome.reason });
  return outcome;
}

/** The notice is a paper of the case: made again it is the same one, so its outcome says which also on a retry. */
async function issueOwed(
  deps: NoticeDeps,
  { key, caseId = '', seq = 0, to, params, owedAt }: Notice,
): Promise<DeliverOutcome> {
  const form = to.slice('form:'.length);
  const outcome: DeliverOutcome = deps.issueDocument
    ? await deps.issueDocument({ caseId, form, seq, by: String(params.by), owedAt })
    : { result: 'nobody', reason: 'no_store' };
  if (outcome.result !== 'already') await mark(deps, key, { status: outcome.result, reason: outcome.reason });
  return outcome;
}

async function attached({ prisma }: NoticeDeps, { files = [] }: Notice): Promise<MailAttachment[]> {
  if (files.length === 0) return [];
  const found = await prisma.file.findMany({ where: { id: { in: [...files] } } });
  return files.flatMap((id) =>
    found
      .filter((file) => file.id === id)
      .map(({ name, type, body }) => ({ filename: name, contentType: type, content: Buffer.from(body) })),
  );
}

/** How far a notice came, and what the read model has of its case. */
interface Claimed {
  status: string;
  messageId: string | null;
  reason: string | null;
  facts?: CaseFacts;
}

/** Makes sure that the notice has its row, also where its step could not be recorded, and counts the attempt. */
async function claim(deps: NoticeDeps, notice: Notice): Promise<Claimed> {
  const { key, caseId, seq, template, to, clauses, owedAt, entries } = notice;
  const params = JSON.stringify(entries ? { ...notice.params, entries } : notice.params);
  const [row] = await deps.prisma.$queryRaw<
    (Claimed & { [K in keyof CaseFacts]: CaseFacts[K] | null })[]
  >`/* prepared */
    WITH claimed AS (
      INSERT INTO cases."Notice" ("key", "caseId", "seq", "template", "to", "params", "clauses", "createdAt", "attempts")
      VALUES (${key}, ${caseId ?? null}, ${seq ?? null}::int, ${template}, ${to}, ${params}::jsonb, ${[...clauses]}::text[],
        ${owedAt}::timestamptz, 1)
      ON CONFLICT ("key") DO UPDATE
        SET "attempts" = "Notice"."attempts" + CASE WHEN "Notice"."status" IN ('sent', 'refused') THEN 0 ELSE 1 END
      RETURNING "status", "messageId", "reason"
    )
    SELECT claimed.*, c."customerId", c."siteId", c."assetId", c."state"->'pins' AS "pins", c."state"->'texts' AS "texts"
    FROM claimed LEFT JOIN cases."Case" c ON c."id" = ${caseId ?? null}`;
  const { status, messageId, reason, customerId, ...about } = row!;
  return { status, messageId, reason, facts: customerId === null ? undefined : { customerId, ...about } };
}

async function render(
  deps: NoticeDeps,
  notice: Notice & Pick<Claimed, 'facts'>,
  { audience, languages }: Awaited<ReturnType<typeof findRecipients>>,
): Promise<Omit<ReturnType<typeof renderMail>, 'known'>> {
  const { template, caseId, params, clauses, entries, policyIds, parties, to, facts } = notice;
  const engineerId = to === 'engineer' ? parties.engineerId : undefined;
  const context = await loadContext(deps.prisma, {
    template,
    audience,
    facts,
    policyIds,
    params,
    engineerId,
    customerId: parties.customerId,
  });
  const { known, ...mail } = renderMail(
    { template, audience, languages, caseId, params, clauses, entries, ...context },
    deps.mail,
  );
  if (!known) {
    const key = `template/${template}/${audience}`;
    await raiseAlarm(deps, {
      key,
      kind: 'template_unknown',
      caseId,
      at: notice.owedAt,
      detail: { template, audience, notice: notice.key },
    });
  }
  return mail;
}

/**
 * Keeps what is about to be sent: afterwards nobody could tell what was said. The Message-ID of an earlier try stays,
 * also where the sender's domain was changed since.
 */
async function keep(deps: NoticeDeps, { key, caseId }: Notice, mail: OutgoingMail): Promise<OutgoingMail> {
  const { messageId, to, subject, text, html } = mail;
  const [kept] = await deps.prisma.$queryRaw<{ messageId: string }[]>`/* prepared */
    INSERT INTO master."Mail" ("noticeKey", "messageId", "to", "subject", "text", "html", "caseId")
    VALUES (${key}, ${messageId}, ${[...to]}::text[], ${subject}, ${text}, ${html}, ${caseId ?? null})
    ON CONFLICT ("noticeKey") DO UPDATE
      SET "to" = EXCLUDED."to", "subject" = EXCLUDED."subject", "text" = EXCLUDED."text", "html" = EXCLUDED."html",
        "caseId" = EXCLUDED."caseId"
    RETURNING "messageId"`;
  return { ...mail, messageId: kept!.messageId };
}

async function mark(
  deps: NoticeDeps,
  key: string,
  to: { status: 'sent' | 'refused' | 'nobody'; messageId?: string; reason?: string },
): Promise<void> {
  const { status, messageId, reason } = to;
  await deps.prisma.$executeRaw`/* prepared */
    WITH mail AS (UPDATE master."Mail" SET "sentAt" = now() WHERE "noticeKey" = ${key} AND ${status} = 'sent')
    UPDATE cases."Notice" SET "status" = ${status}, "messageId" = ${messageId ?? null}, "reason" = ${reason ?? null},
      "sentAt" = CASE WHEN ${status} = 'sent' THEN now() END
    WHERE "key" = ${key}`;
}
