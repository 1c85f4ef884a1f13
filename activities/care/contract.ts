/**
 * What the care of installed products, surveys and reports may ask of the world. Arguments and results stand in
 * histories: ids, instants (ISO 8601 UTC) and figures, never personal data.
 */

/** A pass over everything under one policy, at its scheduled time. */
export interface PolicyPass {
  policyId: string;
  at: string;
}

export interface CarePassOutcome {
  /** Units looked at. */
  units: number;
  /** Tasks that are new, those that fell away, notices owed. */
  created: number;
  dropped: number;
  notices: number;
  /** See `deliverOwed`. */
  batch: string;
}

export interface SurveyPassOutcome {
  sent: number;
  reminded: number;
  /** Not back in time: owed by phone or visit from now on. */
  overdue: number;
  batch: string;
}

export interface ReportRequest extends PolicyPass {
  reportId: string;
}

export interface ReportOutcome {
  /** First and last date of the period. */
  from: string;
  to: string;
  sha256: string;
  batch: string;
}

export interface CareActivities {
  /** Makes every care task whose time has come since the last pass, and drops those that became pointless. */
  carePass(request: PolicyPass): Promise<CarePassOutcome>;
  /** Notices that were sent are done; those without an address stay for somebody to post. Answers how many were sent. */
  settleCareNotices(request: { batch: string; at: string }): Promise<number>;
  /** Sends the surveys that are due, reminds of those that are out, hands over those that did not come back. */
  surveyPass(request: PolicyPass): Promise<SurveyPassOutcome>;
  /** Makes and keeps the report of the period that has ended, once; owes its mails. */
  makeReport(request: ReportRequest): Promise<ReportOutcome>;
}
