/** A report of a period: figures reckoned, printed, kept, and owed to the policy's roles; each period once. */
import { toPdf } from '../../documents/pdf';
import { toXlsx } from '../../documents/xlsx';
import { dateAt, wallTime } from '../../domain/calendar/zone';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import type { PolicyReport } from '../../domain/policy/schema-reports';
import { reportDuty } from '../../domain/reports/duty';
import { coveredOn } from '../../domain/reports/periods';
import type { ReportFigures } from '../../domain/reports/figures';
import { DAY_MS, formatDate } from '../../domain/time/date';
import { parseInstant } from '../../domain/time/instant';
import type { Prisma, PrismaClient } from '../../prisma/generated/client';
import { canonicalJson, sha256 } from '../canonical';
import { databaseFailure } from '../database';
import { keepFile } from '../files';
import { overlays, publishedPolicy, zoneOf } from '../published';
import { finishChore, openChores } from '../recurring/chores';
import { oweNotices } from '../recurring/owed-notices';
import type { ReportOutcome, ReportRequest } from './contract';
import { periodFigures } from './figures';
import type { Judge } from './judged';
import { policyNames, reportContent } from './report-content';

const TYPES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/**
 * See `CareActivities.makeReport`. The duty stands before the work begins: a report that fails is chased.
 * @param judge the auditor's; where there is none, promises are those of the read model, and the report says so
 */
export async function makeReport(prisma: PrismaClient, request: ReportRequest, judge?: Judge): Promise<ReportOutcome> {
  const { policyId, reportId, at } = request;
  try {
    const { policy, hash } = await publishedPolicy(prisma, policyId, at);
    const report = reportOf(policy, reportId);
    const period = coveredOn(report, dateAt(zoneOf(policy), parseInstant(at)));
    const from = formatDate(period.from);
    const key = `report/${policyId}/${reportId}/${from}`;
    await openChores(prisma, [reportDuty(policy, report, key, parseInstant(at))]);
    const kept =
      (await prisma.report.findUnique({
        where: { policyId_reportId_from: { policyId, reportId, from: new Date(period.from * DAY_MS) } },
        select: { sha256: true },
      })) ??
      (await keep(
        prisma,
        { policy, hash, report, key, at },
        await periodFigures(prisma, policy, period, judge, parseInstant(at)),
      ));
    await owe(prisma, policy, report, key, at);
    await finishChore(prisma, key, at);
    return { from, to: formatDate(period.to), sha256: kept.sha256, batch: key };
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** The report of that id. Throws a RangeError where the policy has none. */
export function reportOf(policy: Policy, id: string): PolicyReport {
  const found = policy.reports?.reports.find((report) => report.id === id);
  if (!found) throw new RangeError(`Policy ${policy.id} has no report ${id}`);
  return found;
}

interface Made {
  policy: Policy;
  hash: string;
  report: PolicyReport;
  key: string;
  at: string;
}

async function keep(prisma: PrismaClient, made: Made, figures: ReportFigures): Promise<{ sha256: string }> {
  const { policy, hash, report, key, at } = made;
  const digest = sha256(canonicalJson(figures));
  const content = reportContent({ policy, report, madeAt: localMinute(policy, at), sha256: digest }, figures, {
    titles: policyNames(policy, await overlays(prisma, at)),
    people: await peopleOf(prisma, figures),
    local: (instant) => localMinute(policy, instant),
  });
  const [pdf, xlsx] = await Promise.all([toPdf(content, new Date(at)), toXlsx(content)]);
  const name = `${report.title.zh} ${figures.from}`;
  return prisma.$transaction(async (db) => {
    const pdfId = await keepFile(db, { id: `${key}.pdf`, name: `${name}.pdf`, type: TYPES.pdf, body: pdf });
    const xlsxId = await keepFile(db, { id: `${key}.xlsx`, name: `${name}.xlsx`, type: TYPES.xlsx, body: xlsx });
    const row = {
      policyId: policy.id,
      policyHash: hash,
      reportId: report.id,
      from: new Date(`${figures.from}T00:00:00Z`),
      to: new Date(`${figures.to}T00:00:00Z`),
      madeAt: new Date(at),
      figures: figures as unknown as Prisma.InputJsonObject,
      sha256: digest,
      xlsxId,
      pdfId,
    };
    await db.report.createMany({ data: row, skipDuplicates: true });
    return { sha256: digest };
  });
}

async function peopleOf(
  prisma: PrismaClient,
  { engineers, answers, partners = [] }: ReportFigures,
): Promise<Map<string, string>> {
  const ids = [
    ...engineers.map(({ engineerId }) => engineerId),
    ...answers.flatMap(({ by, of }) => (by === 'engineer' && of !== null ? [of] : [])),
  ];
  const people = await prisma.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  const firms = await prisma.partner.findMany({
    where: { id: { in: [...new Set(partners.map(({ partnerId }) => partnerId))] } },
    select: { id: true, name: true },
  });
  return new Map([...people, ...firms].map(({ id, name }) => [id, name]));
}

function localMinute(policy: Policy, at: string): string {
  return new Date(wallTime(zoneOf(policy), parseInstant(at))).toISOString().slice(0, 16).replace('T', ' ');
}

async function owe(prisma: PrismaClient, policy: Policy, report: PolicyReport, key: string, at: string): Promise<void> {
  await oweNotices(
    prisma,
    report.to.map((role) => ({
      key: `${key}/${role}`,
      batch: key,
      template: 'report_ready',
      to: `role:${role}`,
      params: { report: report.id },
      clauses: clausesOf(report),
      at,
      policyId: policy.id,
      files: [`${key}.pdf`, `${key}.xlsx`],
    })),
  );
}
