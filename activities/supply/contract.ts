/** What the workflows of parts, files and partners may ask of the world. */
export interface SupplyActivities {
  /**
   * One pass over a policy's customer files, part requests, robbed stock units, loaners and partners as of an instant
   * (ISO 8601 UTC): opens what is owed and closes what was done. Repeated with the same time it finds nothing to do.
   */
  supplyPass(request: { policyId: string; at: string }): Promise<{ opened: number; done: number }>;
}
