/**
 * A paper that somebody asks for once the case has ended. The case's own workflow takes no more steps, so the paper has
 * this short one: it waits for a store that is away, and its history has who asked, when, and the paper's hash.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract';
import type { DeliverOutcome } from '../domain/cases/record';
import type { LatePaperRequest } from '../domain/documents/late-paper';

/** A paper takes a fraction of a second; a database or store that is down for a weekend is waited for. */
const { issueLatePaper } = proxyActivities<Pick<Activities, 'issueLatePaper'>>({
  startToCloseTimeout: '45s',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** Has one paper made; the outcome's reason is its id, or why there is none. */
export async function latePaper(request: LatePaperRequest): Promise<DeliverOutcome> {
  return issueLatePaper(request);
}
