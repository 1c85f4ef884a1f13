/** Papers that are asked for once their case has ended: each is made by a workflow of its own. */

/** The type of that workflow. */
export const latePaperType = 'latePaper';

/** A paper of a case that has ended: which, who asks for it, and when that was received: ISO 8601 UTC. */
export interface LatePaperRequest {
  caseId: string;
  form: string;
  /** The last step of the case. */
  seq: number;
  by: string;
  askedAt: string;
}

/** How the ids of the workflows begin that make late papers of this case. */
export function latePaperIds(caseId: string): string {
  return `paper-${caseId}-`;
}

/** The case of which the workflow of this id makes a paper; undefined where the id is none of such a workflow. */
export function caseOfLatePaper(workflowId: string): string | undefined {
  return /^paper-(.+)-[^-]+$/.exec(workflowId)?.[1];
}
