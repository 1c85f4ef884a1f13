/** A partner's file: how it is reached on a date, changes told ahead, audits with findings, awards, what it owes. */
import { z } from 'zod';
import { changeStanding, contactFields, contactOn, type Contact } from '../../domain/partners/contact';
import { auditTold } from '../../domain/partners/duties';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import { clauseTexts, textsOfClauses } from '../cases/titles/clause-texts';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { measuresOf, type MonthFigures } from '../../domain/partners/measures';
import { refuse } from '../http/problem';
import { idParams } from '../master/resource';
import type { SupplierPolicy } from '../../policies/contract';
import { route, type Route } from '../route';
import { outlookOf, outlookView } from './awards';
import { fileTitles, fileWords } from './file-words';
import { measureView, partnerView, toPartner, viewOf } from './routes';
import { asColumn, asDate, dateIn, insistKnown, partnerOf } from './records';

const text = z.string().trim().min(1).max(200);
const value = z.union([text, z.array(text).max(200)]);
const field = z.enum(contactFields);
const standing = z.object({
  status: z.enum(['met', 'breached']),
  latestNoticeDate: z.string().optional().describe('the last day on which it would have been told in time'),
  clauses: z.array(z.string()),
});
const finding = z.strictObject({
  text: z.string().trim().min(1).max(1000),
  clause: z.string().max(32).optional().describe('clause of the agreement that it is about'),
});
const audit = z.strictObject({
  kind: z.enum(['regular', 'random']),
  on: z.iso.date(),
  inspection: z.enum(['passed', 'failed']),
  findings: z.array(finding).max(100).default([]),
});

const auditView = audit.extend({
  id: z.string(),
  by: z.string(),
  correctedOn: z.string().nullable().describe('when what was found was put right'),
  correction: z.string().nullable(),
  titles: z.object({ kind: words, inspection: words, by: words }),
});

export function partnerFileRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    route({
      key: 'GET /v1/partners/:id',
      tag: 'partners',
      summary: 'A partner’s file: contact data on a date, changes with whether they were told in time, audits, awards',
      params: idParams,
      query: z.strictObject({ on: z.iso.date().optional().describe('today where absent') }),
      answers: {
        200: z.object({
          partner: partnerView.extend({ titles: fileTitles }),
          contact: z.partialRecord(field, value),
          changes: z.array(
            z
              .object({
                id: z.string(),
                what: field,
                value,
                effectiveOn: z.string(),
                toldOn: z.string(),
                by: z.string(),
                titles: z.object({ what: words, by: words }),
              })
              .extend(standing.partial().shape),
          ),
          audits: z.array(auditView),
          reports: z.array(
            z.object({
              milestone: z.string(),
              month: z.string(),
              receivedOn: z.string(),
              measures: z.array(measureView.extend({ title: words })),
              titles: z.object({ milestone: words }),
            }),
          ),
          awards: z.array(z.int()),
          renewal: outlookView,
          clauseTexts,
        }),
      },
      handle: async ({ params, query, now }, actor) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        const where = { partnerId: partner.id };
        const [rows, audits, awards, reports] = await Promise.all([
          prisma.partnerChange.findMany({ where, orderBy: [{ effectiveOn: 'asc' }, { enteredAt: 'asc' }] }),
          prisma.partnerAudit.findMany({ where, orderBy: [{ auditedOn: 'asc' }, { enteredAt: 'asc' }] }),
          prisma.partnerAward.findMany({ where, orderBy: { year: 'asc' } }),
          prisma.partnerReport.findMany({ where, orderBy: [{ month: 'asc' }, { milestone: 'asc' }] }),
        ]);
        const inWords = await fileWords(deps, partner, agreement, actor, [
          ...rows.map(({ enteredBy }) => enteredBy),
          ...audits.map(({ enteredBy }) => enteredBy),
        ]);
        const changes = rows.map((c) => ({
          ...{ id: c.id, what: field.parse(c.what), value: value.parse(c.value), by: c.enteredBy },
          ...{ effectiveOn: asDate(c.effectiveOn), toldOn: asDate(c.toldOn) },
        }));
        const renewal = await outlookOf(deps, partner, agreement);
        const on = query.on ?? dateIn(deps, agreement, now);
        return {
          status: 200,
          body: {
            partner: { ...toPartner(partner), titles: inWords.partner },
            contact: contactOn(partner.contact as Contact, changes, on) as Record<string, z.infer<typeof value>>,
            changes: changes.map((change) => ({
              ...change,
              ...standingOf(agreement, change),
              titles: { what: inWords.value(change.what, 'what'), by: inWords.person(change.by) },
            })),
            audits: audits.map((a) => ({
              ...{ id: a.id, kind: audit.shape.kind.parse(a.kind), on: asDate(a.auditedOn), by: a.enteredBy },
              inspection: audit.shape.inspection.parse(a.inspection),
              findings: audit.shape.findings.parse(a.findings),
              correctedOn: a.correctedOn && asDate(a.correctedOn),
              correction: a.correction,
              titles: {
                kind: inWords.value(a.kind, 'kind'),
                inspection: inWords.value(a.inspection, 'inspection'),
                by: inWords.person(a.enteredBy),
              },
            })),
            reports: reports.map(({ milestone, month, receivedOn, figures }) => ({
              ...{ milestone, month, receivedOn: asDate(receivedOn) },
              measures: viewOf(measuresOf(agreement, figures as MonthFigures)).map((measure) => ({
                ...measure,
                title: inWords.measure(measure.id),
              })),
              titles: { milestone: inWords.milestone(milestone) },
            })),
            awards: awards.map((a) => a.year),
            renewal,
            clauseTexts: textsOfClauses([
              ...changes.flatMap((change) => standingOf(agreement, change)?.clauses ?? []),
              ...reports.flatMap(({ figures }) =>
                measuresOf(agreement, figures as MonthFigures).flatMap((m) => m.clauses),
              ),
              ...(renewal?.clauses ?? []),
            ]),
          },
        };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/changes',
      tag: 'partners',
      summary:
        'A partner tells of a change of its address, phone, repair lead or repairers; it counts from its date on',
      params: idParams,
      headers: idempotencyHeaders,
      body: z.strictObject({ what: field, value, effectiveOn: z.iso.date(), toldOn: z.iso.date() }),
      answers: { 201: standing.extend({ id: z.string() }) },
      handle: async (call, actor) => {
        const { params, body, now } = call;
        const { partner, agreement } = await partnerOf(deps, params.id);
        if (Array.isArray(body.value) !== (body.what === 'repairers'))
          throw refuse('invalid_request', '维修人员为名单，其他为文字', 'Repairers are a list, anything else a text', {
            field: 'value',
          });
        insistKnown(partner);
        notLater(body.toldOn, dateIn(deps, agreement, now), 'toldOn');
        const stands = standingOf(agreement, body);
        if (!stands) throw refuse('illegal_transition', '协议没有变动通知', 'The agreement says nothing of changes');
        const data = {
          ...{ partnerId: partner.id, what: body.what, value: body.value },
          effectiveOn: asColumn(body.effectiveOn),
          toldOn: asColumn(body.toldOn),
          enteredBy: actor.id,
          enteredAt: new Date(now),
        };
        const { id } = await once(
          prisma,
          { route: 'POST /v1/partners/:id/changes', actor, call },
          {
            make: (db, changeId) => db.partnerChange.create({ data: { ...data, id: changeId } }),
            find: (changeId) => prisma.partnerChange.findUnique({ where: { id: changeId } }),
          },
        );
        return { status: 201, body: { id, ...stands } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/audits',
      tag: 'partners',
      summary:
        'The principal looked at the partner’s service, by its interval or at random: the result with its findings',
      params: idParams,
      headers: idempotencyHeaders,
      body: audit,
      answers: {
        201: z.object({ id: z.string(), tell: z.string().nullable().describe('role that a failed one goes to') }),
      },
      handle: async (call, actor) => {
        const { params, body, now } = call;
        const { partner, agreement } = await partnerOf(deps, params.id);
        if (!agreement.policy.partners?.audits)
          throw refuse('illegal_transition', '协议没有服务调查', 'The agreement knows no audits');
        insistKnown(partner);
        notLater(body.on, dateIn(deps, agreement, now), 'on');
        if (body.inspection === 'failed' && body.findings.length === 0)
          throw refuse('invalid_request', '不合格须写明所见', 'One that was not passed says what was found', {
            field: 'findings',
          });
        const data = {
          ...{ partnerId: partner.id, kind: body.kind, inspection: body.inspection },
          auditedOn: asColumn(body.on),
          findings: body.findings,
          enteredBy: actor.id,
          enteredAt: new Date(now),
        };
        const { id } = await once(
          prisma,
          { route: 'POST /v1/partners/:id/audits', actor, call },
          {
            make: (db, auditId) => db.partnerAudit.create({ data: { ...data, id: auditId } }),
            find: (auditId) => prisma.partnerAudit.findUnique({ where: { id: auditId } }),
          },
        );
        const tell = body.inspection === 'failed' ? auditTold(agreement, 'failed') : undefined;
        return { status: 201, body: { id, tell: tell ?? null } };
      },
    }),
  ];
}

function standingOf(
  agreement: SupplierPolicy,
  change: { effectiveOn: string; toldOn: string },
): z.infer<typeof standing> | undefined {
  const rule = agreement.policy.partners?.changes;
  const stands = rule && changeStanding(agreement, rule.milestone, change);
  return stands && { ...stands, clauses: [...stands.clauses] };
}

/** What has happened is entered, not what is planned. */
export function notLater(date: string, today: string, at: string): void {
  if (date > today)
    throw refuse('invalid_request', '日期在今天之后', 'The date lies in the future', {
      field: at,
      allowed: `..${today}`,
    });
}
