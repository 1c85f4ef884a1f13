/** What the routes of partners share: finding a partner with its agreement, dates as columns and texts. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { dateAt, startOfDate } from '../../domain/calendar/zone';
import { BadGiven } from '../../domain/decision/decide';
import type { Problem } from '../../domain/errors';
import { formatDate, parseDate } from '../../domain/time/date';
import { formatInstant, type Instant } from '../../domain/time/instant';
import type { Partner, Prisma } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import type { SupplierPolicy } from '../../policies/contract';

/** The partner and its agreement. Throws a refusal where either is not there. */
export async function partnerOf(
  { prisma, policies }: ApiDeps,
  id: string,
): Promise<{ partner: Partner; agreement: SupplierPolicy }> {
  const partner = await prisma.partner.findUnique({ where: { id } });
  if (!partner) throw refuse('not_found', '没有这个合作方', 'There is no such partner');
  return { partner, agreement: withParameters(agreementInForce(policies, partner.policyId), partner) };
}

/** Refuses a partner whose people's data were erased: no words about it are entered anew. */
export function insistKnown({ erasedAt }: Pick<Partner, 'erasedAt'>): void {
  if (erasedAt !== null) throw refuse('already_done', '合作方资料已删除', 'What was known of the partner was erased');
}

/**
 * Does work on a partner alone, in one transaction: what others write to its books waits for it. `at` is the time of this
 * work, taken under the lock and later than every settlement made before, so that an entry stands in a statement that was
 * made after it, or in the next one, never in none.
 */
export function aloneWith<T>(
  { prisma, clock }: Pick<ApiDeps, 'prisma' | 'clock'>,
  partnerId: string,
  work: (tx: Prisma.TransactionClient, at: Instant) => Promise<T>,
): Promise<T> {
  return prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM master."Partner" WHERE "id" = ${partnerId} FOR UPDATE`;
    const { _max: last } = await tx.settlement.aggregate({ where: { partnerId }, _max: { madeAt: true } });
    return work(tx, last.madeAt === null ? clock() : Math.max(clock(), last.madeAt.getTime() + 1));
  });
}

/**
 * The agreement of that id. Throws a refusal where none is in force; one that only waits for its figures says which, each
 * with its clause (R-MISSING), for nothing is reckoned by an agreement with blanks.
 */
export function agreementInForce(policies: ApiDeps['policies'], policyId: string): SupplierPolicy {
  const agreement = policies.supplier(policyId);
  if (agreement) return agreement;
  const blanks = policies.waitsFor(policyId);
  if (blanks.length === 0)
    throw refuse('requirement_missing', '没有生效的此协议', 'No such agreement is in force', { field: 'policyId' });
  throw new ApiError('requirement_missing', [
    {
      field: 'policyId',
      detail: {
        zh: `协议 ${policyId} 尚未发布，缺 ${blanks.length} 项数字，填写并发布后方可结算`,
        en: `The agreement ${policyId} is not published: it lacks ${blanks.length} figures; fill them in and publish it`,
      },
    },
    ...blanks.map(({ id, title, clauses }) => ({
      field: `parameters.${id}`,
      detail: { zh: `${title.zh}（${clauses.join(' ')}）`, en: `${title.en} (${clauses.join(' ')})` },
    })),
  ]);
}

/** What the agreement leaves blank is asked with what this partner's copy fills in. */
export function withParameters(agreement: SupplierPolicy, { parameters }: { parameters: unknown }): SupplierPolicy {
  const filled = parameters as Readonly<Record<string, unknown>>;
  return { ...agreement, ask: (question, given) => asking(() => agreement.ask(question, { ...filled, ...given })) };
}

/** Facts that an agreement cannot read are the caller's problem; callers send them as `facts`. */
export function asking<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw error instanceof BadGiven ? new ApiError('invalid_request', error.asProblems.map(asFact)) : error;
  }
}

function asFact(problem: Problem): Problem {
  return { ...problem, field: problem.field?.replace(/^given\./, 'facts.') };
}

/** The beginning of a date in the agreement's zone, as its questions take instants. */
export function instantOf({ policies }: ApiDeps, { policy }: SupplierPolicy, date: string): string {
  return formatInstant(startOfDate(zoneOf(policies, policy, Number(date.slice(0, 4))), parseDate(date)));
}

/** The date of an instant in the agreement's zone, YYYY-MM-DD. */
export function dateIn({ policies }: ApiDeps, { policy }: SupplierPolicy, at: Instant): string {
  return formatDate(dateAt(zoneOf(policies, policy, new Date(at).getUTCFullYear()), at));
}

function zoneOf(
  policies: ApiDeps['policies'],
  { timeZone, calendar }: SupplierPolicy['policy'],
  year: number,
): CalendarSnapshot['zone'] {
  return policies.source().calendars(timeZone, year)[calendar]!.zone;
}

export const asColumn = (date: string): Date => new Date(`${date}T00:00:00Z`);
export const asDate = (column: Date): string => column.toISOString().slice(0, 10);
