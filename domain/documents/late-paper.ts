/** A paper of a case that has ended: which, who asks for it, and when that was received: ISO 8601 UTC. */
export interface LatePaperRequest {
  caseId: string;
  form: string;
  /** The last step of the case. */
  seq: number;
  by: string;
  askedAt: string;
}
