/** A partner's books as its settlements read them: costs with what was brought later, payments, statements made. */
import { costKinds } from '../../domain/partners/costs';
import { costsOf, entriesOf, type EnteredCost, type MadeStatement, type Periods } from '../../domain/partners/periods';
import { opensAs, settle, settleBy, type Payment, type Statement } from '../../domain/partners/settlement';
import type { Instant } from '../../domain/time/instant';
import type { Partner, Prisma } from '../../prisma/generated/client';
import { refuse } from '../http/problem';
import type { SupplierPolicy } from '../../policies/contract';
import { asDate, asking } from './records';

export interface Books {
  agreement: SupplierPolicy;
  costs: readonly EnteredCost[];
  payments: readonly (Payment & { enteredAt: Instant })[];
  made: readonly (MadeStatement & { carryOutFen: number })[];
}

type CostRow = Prisma.PartnerCostGetPayload<{ include: { completions: true } }>;

/** Reads everything that a settlement of the partner may rest on. */
export async function booksOf(
  { prisma }: { prisma: Prisma.TransactionClient },
  partner: Partner,
  agreement: SupplierPolicy,
): Promise<Books> {
  const where = { partnerId: partner.id };
  const costs = await prisma.partnerCost.findMany({
    where,
    include: { completions: { orderBy: { enteredAt: 'asc' } } },
  });
  const payments = await prisma.partnerPayment.findMany({ where });
  const settled = await prisma.settlement.findMany({ where });
  return {
    agreement,
    costs: costs.map(toEnteredCost),
    payments: payments.map((p) => ({ id: p.id, on: asDate(p.paidOn), fen: p.fen, enteredAt: p.enteredAt.getTime() })),
    made: settled.map(({ settleBy: by, madeAt, statement, carryOutFen }) => ({
      settleBy: asDate(by),
      madeAt: madeAt.getTime(),
      carryOutFen,
      open: new Set((statement as unknown as Statement).lines.filter((l) => l.open !== undefined).map((l) => l.id)),
    })),
  };
}

/** A cost of the database in the terms of the settlement. */
export function toEnteredCost(row: CostRow): EnteredCost {
  const { id, reference, kind, costOn, fen, facts, caseId, cardNo, enteredAt, completions } = row;
  return {
    ...{ id, reference, fen, on: asDate(costOn), enteredAt: enteredAt.getTime() },
    kind: costKinds.find((known) => known === kind)!,
    facts: facts as Record<string, unknown>,
    ...(caseId !== null && { caseId }),
    ...(cardNo !== null && { cardNo }),
    completions: completions.map((c) => ({
      facts: c.facts as Record<string, unknown>,
      at: c.enteredAt.getTime(),
      ...(c.cardNo !== null && { cardNo: c.cardNo }),
    })),
  };
}

/** How the agreement settles. Throws a refusal where it does not. */
export function rulesOf({
  policy,
}: SupplierPolicy): NonNullable<NonNullable<SupplierPolicy['policy']['partners']>['settlement']> {
  const rules = policy.partners?.settlement;
  if (!rules) throw refuse('illegal_transition', '协议没有结算', 'The agreement knows no settlement');
  return rules;
}

/** The period of a date, named by its day of settlement. */
export function periodOf(agreement: SupplierPolicy, date: string): string {
  return settleBy(agreement, rulesOf(agreement), date)!;
}

/** What the books say of periods; each date is asked of the agreement once. */
export function periodsOf({ agreement, made }: Pick<Books, 'agreement' | 'made'>): Periods {
  const rules = rulesOf(agreement);
  const known = new Map<string, string>();
  return {
    made,
    settles: (cost) => opensAs(agreement, rules, cost) === undefined,
    periodOf: (date) => {
      const period = known.get(date) ?? periodOf(agreement, date);
      known.set(date, period);
      return period;
    },
  };
}

/** The statement of a period as the books stood at an instant; as of the instant at which it was made it is the one kept. */
export function statementOf(books: Books, by: string, asOf: Instant): Statement {
  const { agreement, costs, payments, made } = books;
  const before = made.filter(({ settleBy: period, madeAt }) => period < by && madeAt < asOf);
  const last = before.reduce<Books['made'][number] | undefined>(
    (latest, one) => (latest && latest.settleBy > one.settleBy ? latest : one),
    undefined,
  );
  return asking(() => {
    const periods = periodsOf(books);
    return settle(agreement, rulesOf(agreement), {
      settleBy: by,
      costs: costsOf(periods, by, costs, asOf),
      payments: entriesOf(periods, by, payments, asOf),
      carriedInFen: last?.carryOutFen ?? 0,
    });
  });
}
