/** What the maker or dealer is asked to bear of goods that are their fault. */
import type { z } from 'zod';
import { post } from '../ledger';
import { insist } from '../refuse';
import type { Actor } from '../record';
import type * as p from './payloads';
import type { ReturnWork } from './intake';
import type { ReturnState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** N-2.3-5a, C-AG-6, C-DL-5: the maker or dealer bears what is their fault. */
export function claimSupplier(work: ReturnWork, { of, claimedFen, oldGoodsSent }: In<typeof p.claimSupplier>): void {
  const no = work.state.claims.length + 1;
  work.put('claims', [...work.state.claims, { no, of, claimedFen, oldGoodsSent, at: work.at }]);
  work.mark('supplier_claimed', { claim: no, payer: of, amountFen: claimedFen });
}

export function claimGuard(state: ReturnState, _actor: Actor, { of }: In<typeof p.claimSupplier>): void {
  insist(
    state.liable === of,
    'requirement_missing',
    '须先认定其责任',
    'They are not found liable',
    'of',
    state.liable === undefined ? [] : [state.liable],
  );
}

/** What was recovered is entered; a claim that was refused stays with the company. */
export function settleClaim(work: ReturnWork, { claim, outcome, fen }: In<typeof p.settleClaim>): void {
  const settled = { at: work.at, outcome, fen };
  work.put(
    'claims',
    work.state.claims.map((c) => (c.no === claim ? { ...c, settled } : c)),
  );
  const { of } = work.state.claims.find((c) => c.no === claim)!;
  const clauses = work.policy.returns?.supplier?.clauses ?? [];
  post(work, { type: 'recovery', fen, from: of, to: 'company', clauses });
  work.mark('supplier_settled', { claim, outcome, amountFen: fen });
}

export function settleClaimGuard(
  state: ReturnState,
  _actor: Actor,
  { claim, outcome, fen }: In<typeof p.settleClaim>,
): void {
  const found = state.claims.find((c) => c.no === claim);
  const open = state.claims.filter((c) => c.settled === undefined).map((c) => c.no);
  insist(
    found !== undefined && open.includes(claim),
    'not_found',
    '没有此项索赔',
    'There is no such open claim',
    'claim',
    open,
  );
  insist(
    fen <= found.claimedFen && (outcome === 'paid') === fen > 0,
    'invalid_request',
    '金额与结果不符，或高于索赔额',
    'The amount does not fit the outcome, or is above the claim',
    'fen',
    { maximum: found.claimedFen },
  );
}
