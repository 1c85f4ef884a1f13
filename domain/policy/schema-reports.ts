/** The section `reports:` of a policy file: which figures go to whom, for which period, and by when. */
import { z } from 'zod';
import { timeOfDayText } from './schema-care';
import { duration, id, origin, text } from './schema-parts';

/** What a report can hold. `kpis` are those of the policy, each from the measure that it names. */
export const reportParts = [
  'volumes',
  'promises',
  'repairs',
  'satisfaction',
  'callbacks',
  'care',
  'surveys',
  'complaints',
  'corrective',
  'escalations',
  'engineers',
  'parts',
  'partners',
  'kpis',
] as const;
export type ReportPart = (typeof reportParts)[number];

/** What can be counted for a KPI; the facts that each gives stand in `domain/reports/kpis.ts`. */
export const measures = [
  'satisfaction',
  'warranty_callbacks',
  'repair_callbacks',
  'parts_accuracy',
  'customer_files',
  'survey_return',
  'key_customers',
  'partner_callbacks',
  'partner_satisfaction',
] as const;
export type Measure = (typeof measures)[number];

const report = z.strictObject({
  id,
  title: text,
  /** The period that it covers: the last one that has ended when it is made. */
  period: z.enum(['day', 'week', 'month', 'quarter', 'year']),
  /**
   * When it is made: so many dates after the period's last, at a local time. Never on the last date itself, for what
   * happens later that day would be in no report.
   */
  made: z.strictObject({ after: duration.default('P1D'), time: timeOfDayText, ...origin }),
  parts: z.array(z.enum(reportParts)).min(1),
  /** Who gets it. */
  to: z.array(id).min(1),
  /** Who answers for it when it does not come, and by when after its making. */
  owner: id,
  due: z.strictObject({ within: duration, ...origin }),
  ladder: id,
  ...origin,
});

export const reportsSection = z.strictObject({
  /** From which figures each KPI is reckoned. */
  kpis: z.array(z.strictObject({ kpi: id, from: z.enum(measures) })).default([]),
  /** A unit that was repaired again within this is a repeated repair; dates. */
  repeatWithin: z.strictObject({ dates: duration, ...origin }).default({ dates: 'P30D', default: true }),
  reports: z.array(report).min(1),
});

export type PolicyReport = z.infer<typeof report>;
