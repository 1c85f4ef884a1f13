/** What a case knows already of a form that somebody opens: it stands there to be checked, instead of being typed. */
import { isReversed } from '../../../domain/cases/ledger-rows';
import type { JobState } from '../../../domain/cases/job/state';
import type { RepairState } from '../../../domain/cases/repair/state';
import { acceptedGoods, wishes, type ReturnState } from '../../../domain/cases/return/state';
import type { CaseState } from '../../../domain/cases/state';
import type { FormContext } from './choices';

type Values = Readonly<Record<string, unknown>>;
type Known<S extends CaseState> = Readonly<Record<string, (state: S, context: FormContext) => Values>>;

/** The values by field of the action; money in fen. Fields of which nothing is known are left out. */
export function filledFor(action: string, context: FormContext): Values {
  const { state } = context;
  const known = (): Values | undefined => {
    if (state.kind === 'repair') return repair[action]?.(state as RepairState, context);
    if (state.kind === 'return') return goods[action]?.(state as ReturnState, context);
    return state.kind === 'job' ? job[action]?.(state as JobState, context) : undefined;
  };
  return Object.fromEntries(Object.entries(known() ?? {}).filter(([, value]) => value !== undefined));
}

const repair: Known<RepairState> = {
  receiveDevice: ({ caseId }) => ({ ticketNo: caseId }),
  waitForParts: ({ diagnosis }) => ({
    items: someOf((diagnosis?.parts ?? []).map((partNo) => ({ partNo, quantity: 1 }))),
  }),
  complete: ({ diagnosis }) => ({ replacedParts: someOf(diagnosis?.parts ?? []) }),
  issueLoaner: (_state, { loaners }) => {
    const [deposit, ...others] = new Set(loaners.map(({ depositFen }) => depositFen));
    return { depositFen: others.length === 0 ? deposit : undefined };
  },
  quote: ({ price }) => {
    const set = price?.approval.status === 'approved' && !price.quoted ? price : undefined;
    return { lines: set && [{ fee: set.fee, quantity: set.quantity }] };
  },
  remit: ({ quote }) => ({ amountFen: quote?.customerFen }),
  signOff: ({ quote }) => ({ chargedFen: quote?.answer === 'accepted' ? quote.customerFen : undefined }),
  fileSheet: ({ outcome }) => ({ amountFen: outcome?.chargedFen }),
  handInMoney: ({ charges = [], ledger }) => {
    const held = charges.filter((c) => c.collected && !c.handedIn && !isReversed(ledger, c.entry));
    return { amountFen: held.length > 0 ? held.reduce((sum, { fen }) => sum + fen, 0) : undefined };
  },
};

const goods: Known<ReturnState> = {
  fileApplication: ({ facts }) => ({ wants: wishes.find((wish) => wish === facts.customerWants) }),
  issueOrder: ({ caseId, entitlement }) => ({
    orderNo: caseId,
    route: entitlement?.route,
    freightPayer: entitlement?.freightPayer,
  }),
  proposeRefund: (state) => ({ amountFen: acceptedGoods(state).fen }),
  shipReplacement: ({ sale, items, goods: { receivedAt, lines } }) => {
    const owed = items.map(({ line, quantity }) => ({
      line,
      model: sale?.lines.find((l) => l.line === line)?.model,
      quantity: receivedAt === undefined ? quantity : (lines.find((l) => l.line === line)?.accepted ?? 0),
    }));
    return { lines: someOf(owed.filter(({ quantity }) => quantity > 0)) };
  },
};

const job: Known<JobState> = {
  checkSite: (_state, { policy }) => ({
    items: someOf((policy?.jobs?.items?.checkSite ?? []).map((item) => ({ item }))),
  }),
  checkGoods: ({ parties }, { unit }) => ({
    companySide: someOf([parties.engineerId].filter((id) => id !== undefined)),
    goods: unit && [{ item: unit.model }],
  }),
  recordAcceptance: ({ parties }) => ({ companySide: someOf([parties.engineerId].filter((id) => id !== undefined)) }),
};

function someOf<T>(list: readonly T[]): T[] | undefined {
  return list.length === 0 ? undefined : [...list];
}
