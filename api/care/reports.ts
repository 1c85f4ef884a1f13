/** Reports as they were made: the list, one with its figures, and its files. */
import { z } from 'zod';
import type { Report } from '../../prisma/generated/client';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, idParams, page, pageQuery } from '../master/resource';
import { route, type Route } from '../route';

const head = z
  .object({
    id: z.string(),
    policyId: z.string(),
    policyHash: z.string(),
    reportId: z.string(),
    from: z.string(),
    to: z.string(),
    madeAt: z.string(),
    sha256: z.string().describe('of the figures in canonical JSON: the same period reckoned again gives the same'),
    titles: z.object({ policy: words, report: words }),
  })
  .meta({ id: 'Report' });

export function reportRoutes({ prisma, policies }: ApiDeps): Route[] {
  const its = new PolicyWords(policies);
  const show = (report: Report): z.infer<typeof head> => {
    const { policyId, reportId } = report;
    const rule = policies
      .source()
      .get(policyId)
      ?.reports?.reports.find(({ id }) => id === reportId);
    return { ...plain(report), titles: { policy: its.policy(policyId), report: rule?.title ?? asNamed(reportId) } };
  };
  const shared = { tag: 'reports' };
  const find = async (id: string): Promise<Report> => {
    const report = await prisma.report.findUnique({ where: { id } });
    if (!report) throw refuse('not_found', '没有这份报表', 'There is no such report');
    return report;
  };
  return [
    route({
      ...shared,
      key: 'GET /v1/reports',
      summary: 'Reports made, the newest first',
      query: pageQuery.omit({ q: true }).extend({
        policyId: z.string().max(64).optional(),
        reportId: z.string().max(64).optional(),
      }),
      answers: { 200: z.object({ rows: z.array(head), next: z.string().nullable() }) },
      handle: async ({ query: { limit, cursor, ...filter } }) => {
        const rows = await prisma.report.findMany({
          where: { ...filter, ...after(cursor, 'madeAt', { descending: true }) },
          orderBy: [{ madeAt: 'desc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return { status: 200, body: page(rows, limit, (r) => r.madeAt.toISOString(), show) };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/reports/:id',
      summary: 'One report with its figures',
      params: idParams,
      answers: { 200: head.extend({ figures: z.unknown() }) },
      handle: async ({ params: { id } }) => {
        const report = await find(id);
        return { status: 200, body: { ...show(report), figures: report.figures } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/reports/:id/:format',
      summary: 'The report as PDF or XLSX, as it was mailed',
      params: idParams.extend({ format: z.enum(['pdf', 'xlsx']) }),
      answers: { 200: null },
      produces: 'application/octet-stream',
      handle: async ({ params: { id, format }, res }) => {
        const report = await find(id);
        const file = await prisma.file.findUniqueOrThrow({
          where: { id: format === 'pdf' ? report.pdfId : report.xlsxId },
        });
        res.attachment(file.name).type(file.type);
        return { status: 200, body: Buffer.from(file.body) };
      },
    }),
  ];
}

function plain({
  id,
  policyId,
  policyHash,
  reportId,
  from,
  to,
  madeAt,
  sha256,
}: Report): Omit<z.infer<typeof head>, 'titles'> {
  const date = (d: Date): string => d.toISOString().slice(0, 10);
  return { id, policyId, policyHash, reportId, from: date(from), to: date(to), madeAt: madeAt.toISOString(), sha256 };
}
