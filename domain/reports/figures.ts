/** The figures of a report as they are kept: plain JSON, rates unrounded, spans in milliseconds, money fen. */

export interface VolumeRow {
  kind: string;
  product: string | null;
  opened: number;
  closed: number;
  /** Not ended when the period ended. */
  open: number;
}

export interface PromiseRow {
  kind: string;
  milestone: string;
  kept: number;
  broken: number;
  /** Mean from start to being met, of those kept; null where none was. */
  meanMs: number | null;
}

export interface RepairRow {
  product: string | null;
  repaired: number;
  /** Repaired at the first visit, and for the first time. */
  firstTime: number;
  /** The same unit had been repaired within the report's span before. */
  repeated: number;
  meanMs: number | null;
  medianMs: number | null;
}

export interface CallRow {
  /** A callback of cases, or a rule of care. */
  source: 'case' | 'care';
  id: string;
  /** Fell due in the period: kept, or late or not done. */
  kept: number;
  late: number;
  attempts: number;
  reached: number;
  satisfied: number;
}

export interface SurveyRow {
  survey: string;
  sent: number;
  byForm: number;
  byRecord: number;
  key: number;
  keyByForm: number;
  keyByRecord: number;
  bad: number;
  score: number | null;
}

/** Mean of a scale or share of yes, 0 to 1, for all, a product or an engineer. */
export interface AnswerRow {
  survey: string;
  question: string;
  by: 'all' | 'product' | 'engineer';
  of: string | null;
  answers: number;
  value: number;
}

export interface ComplaintRow {
  caseId: string;
  openedAt: string;
  event: string;
  at: string;
}

export interface EscalationFigure {
  cause: string;
  subject: string;
  raised: number;
  answered: number;
  meanAnswerMs: number | null;
}

export interface EngineerRow {
  engineerId: string;
  kind: string;
  visits: number;
  repaired: number;
  onSiteMs: number;
  answered: number;
  satisfied: number;
}

/** A month as a partner reported it; null where it did not, or did not say. */
export interface PartnerRow {
  partnerId: string;
  milestone: string;
  /** YYYY-MM */
  month: string;
  /** YYYY-MM-DD */
  receivedOn: string | null;
  late: boolean;
  repairs: number | null;
  calledBack: number | null;
  answered: number | null;
  satisfied: number | null;
}

/** What is counted for KPIs; see `measureFacts`. */
export interface Counts {
  answered: number;
  satisfied: number;
  customersInWarranty: number;
  customersCalledInWarranty: number;
  repaired: number;
  repairedCalledBack: number;
  shipped: number;
  shippedRight: number;
  files: number;
  filesComplete: number;
}

export interface KpiFigure {
  id: string;
  value: number | null;
  target: number | null;
  /** Null where it has no target or could not be measured (R-MISSING). */
  passed: boolean | null;
}

export interface ReportFigures {
  /** First and last date, YYYY-MM-DD. */
  from: string;
  to: string;
  volumes: VolumeRow[];
  /** The kinds of case whose promises the auditor judged from histories; those of others are the read model's. */
  audited: string[];
  promises: PromiseRow[];
  repairs: RepairRow[];
  calls: CallRow[];
  surveys: SurveyRow[];
  answers: AnswerRow[];
  complaints: ComplaintRow[];
  corrective: ComplaintRow[];
  escalations: EscalationFigure[];
  engineers: EngineerRow[];
  /** Absent where the policy has no partners. */
  partners?: PartnerRow[];
  counts: Counts;
  kpis: KpiFigure[];
}

/** A share, null where there was nothing to share. */
export function rate(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
