/** What a pass did; `told` falls below a reorder level, and audits that were not passed, are in the mails of `batch`. */
export interface SupplyOutcome {
  opened: number;
  done: number;
  told: number;
  batch: string;
}

/** What the workflows of parts, files and partners may ask of the world. */
export interface SupplyActivities {
  /**
   * One pass over a policy's customer files, part requests, robbed stock units, low stock, loaners and partners as of an instant
   * (ISO 8601 UTC): opens what is owed, closes what was done and owes mails about stock that fell
   * below its level and audits that were not passed. Repeated with the same time it finds nothing to do.
   */
  supplyPass(request: { policyId: string; at: string }): Promise<SupplyOutcome>;
}
