/** Erases what a policy no longer keeps of its ended cases. */
import type { DocumentStore } from '../documents/store/store';
import { addMonths } from '../domain/time/date';
import { parseDuration } from '../domain/time/duration';
import { parseInstant } from '../domain/time/instant';
import { dateAt, startOfDate } from '../domain/calendar/zone';
import { policyFrom, type PolicySource } from '../domain/policy/source';
import type { Policy } from '../domain/policy/schema';
import { retain } from '../prisma/erasure/retention';
import type { PrismaClient } from '../prisma/generated/client';
import type { Activities } from './contract';
import { databaseFailure } from './database';
import { zoneOf } from './published';

/**
 * See `Activities.retainRecords`.
 * @throws ApplicationFailure `DatabaseUnavailable`, retried.
 */
export async function retainRecords(
  { prisma, policies, documents }: { prisma: PrismaClient; policies: PolicySource; documents?: DocumentStore },
  { policyId, at }: Parameters<Activities['retainRecords']>[0],
): ReturnType<Activities['retainRecords']> {
  const policy = policyFrom(policies, policyId);
  const { texts, mails, papers } = policy.records?.keep ?? {};
  const limit = (term: string | undefined): Date | undefined =>
    term === undefined ? undefined : limitOf(policy, term, at);
  try {
    const limits = { textsBefore: limit(texts), mailsBefore: limit(mails), papersBefore: limit(papers) };
    return await retain(prisma, { policyId, at, ...limits }, documents);
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** The beginning of the date so long ago, in the policy's zone: what was closed before it is no longer kept. */
function limitOf(policy: Policy, term: string, at: string): Date {
  const zone = zoneOf(policy);
  const { months, days } = parseDuration(term);
  return new Date(startOfDate(zone, addMonths(dateAt(zone, parseInstant(at)), -months) - days));
}
