/**
 * A case that another one owes: opened like a mail is sent, once per key, tried again while something is down. The new
 * case is linked to the one it follows.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { DeliverOutcome } from '../domain/cases/record';
import type { CaseKind } from '../domain/policy/rule';
import type { DeliverRequest } from './contract';

/** What the opening is made from. */
export interface FollowRequest {
  /** The notice's business key: the same case however often it is asked for. */
  key: string;
  kind: CaseKind;
  /** The case that it follows. */
  of: string;
  parties: DeliverRequest['parties'];
  policyId: string;
  params: Readonly<Record<string, unknown>>;
  /** ISO 8601: the receipt of the new case. */
  owedAt: string;
}

/** Opens it, or says why it cannot be opened; throws where it may succeed later. */
export type OpenFollowing = (request: FollowRequest) => Promise<{ caseId: string } | { refused: string }>;

/** The outcome as the notice keeps it: its reason is the number of the case that was opened, or why none was. */
export async function follow(open: OpenFollowing | undefined, request: FollowRequest): Promise<DeliverOutcome> {
  if (!open) return { result: 'nobody', reason: 'no_opening' };
  try {
    const opened = await open(request);
    return 'caseId' in opened
      ? { result: 'sent', reason: opened.caseId }
      : { result: 'refused', reason: opened.refused };
  } catch (error) {
    throw ApplicationFailure.create({
      type: 'OpeningUnavailable',
      message: 'a case that follows could not be opened now',
      cause: error instanceof Error ? error : undefined,
    });
  }
}
