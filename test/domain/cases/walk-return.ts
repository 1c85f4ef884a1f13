/** Random returns: who acts, and with which payloads. */
import { nextApprover } from '../../../domain/cases/approvals';
import { returnKind } from '../../../domain/cases/return';
import { acceptedGoods, returnReasons, wishes, type ReturnState } from '../../../domain/cases/return/state';
import { moneyParties } from '../../../domain/cases/ledger-rows';
import type { Actor } from '../../../domain/cases/record';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { people, reason, type CaseSimulator, type Setup } from './case-simulator';
import { application, returnSetup, sale } from './return-simulator';
import { flag, given, maybe, one, oneOf, rarely, someTime, type Gen, type Payload, type Walk } from './walk';

type Return = CaseSimulator<ReturnState>;

const secondAgent: Actor = { id: 'second-agent', role: 'agent', duties: [] };
const everybody: readonly Actor[] = [...Object.values(people), secondAgent];

/** Whoever is asked for an approval now; now and then one person for all of them. */
function approver(state: ReturnState): Actor {
  const duty = state.approval && nextApprover(state.approval);
  return duty === undefined ? people.manager : { id: `${duty}-holder`, role: 'approver', duties: [duty] };
}

function payloads(gen: Gen, { state, policy, now }: Return): Record<string, () => Payload> {
  const sold = state.sale?.lines ?? sale.lines;
  const gross = acceptedGoods(state).fen;
  const open = state.goods.lines.filter(({ accepted }) => accepted === undefined);
  const rules = policy.returns?.deductions ?? [];
  const off = (share: number): number => Math.floor(gross * share);
  return {
    checkDocuments: () => ({
      salesDocuments: !rarely(gen, 3),
      warrantyCertificate: maybe(gen, true),
      paymentSettled: maybe(gen, true),
      until: maybe(gen, someTime(gen, { now })),
    }),
    fileApplication: () => ({
      sale,
      items: [
        { line: 1, quantity: one(gen, [1, 4, 10, 11]), reason: one(gen, returnReasons) },
        ...(flag(gen) ? [{ line: 2, quantity: 1, reason: 'quality' }] : []),
      ],
      wants: one(gen, ['return', 'exchange', ...wishes]),
    }),
    assess: () => ({
      qualityProblem: maybe(gen, true),
      packagingComplete: maybe(gen, true),
      accessoriesComplete: maybe(gen, true),
      functionalFault: maybe(gen, flag(gen)),
      humanDamage: maybe(gen, false),
      resalable: maybe(gen, true),
      repairable: maybe(gen, flag(gen)),
      manufacturerConfirmed: maybe(gen, true),
      weightKg: maybe(gen, one(gen, [1, 80])),
      majorBatch: rarely(gen, 6) ? true : undefined,
    }),
    answerOffer: () => ({ accepted: !rarely(gen, 3), wants: maybe(gen, one(gen, wishes)) }),
    negotiate: () => ({ text: reason }),
    decideReturn: () => ({
      decision: rarely(gen, 8) ? 'refused' : 'approved',
      duty: (state.approval && nextApprover(state.approval)) ?? 'nobody',
      onSite: true,
      liable: one(gen, ['maker', 'dealer', 'company']),
      reason: maybe(gen, reason),
    }),
    planHandling: () => ({ liable: one(gen, moneyParties), cause: reason, plan: reason }),
    issueOrder: () => ({ orderNo: 'TH-1', route: one(gen, ['carry_in', 'pick_up', 'send_in', 'negotiated']) }),
    arrangePickUp: () => ({ at: someTime(gen, { now }) }),
    receiveGoods: () => ({
      items: state.items.map(({ line, quantity }) => ({
        line,
        received: rarely(gen, 4) ? one(gen, [0, quantity + 1]) : quantity,
      })),
    }),
    inspectItem: () => {
      const { line, received } = oneOf(gen, open) ?? { line: 1, received: 1 };
      const refused = rarely(gen, 3) ? one(gen, [1, received]) : 0;
      const refusal = refused > 0 ? oneOf(gen, policy.returns?.refusals ?? [])?.reason : undefined;
      return { line, accepted: Math.max(0, received - refused), refused, refusal, explained: !rarely(gen, 4) };
    },
    sendBack: () => ({ trackingNo: 'SF-1' }),
    proposeRefund: () => {
      const rule = rarely(gen, 2) ? oneOf(gen, rules) : undefined;
      const fen = rule ? off(rule.mostShare * one(gen, [0.5, 1, 1.5])) : 0;
      const deductions =
        rule && fen > 0 ? Array.from({ length: one(gen, [1, 1, 2]) }, () => ({ deduction: rule.id, fen })) : [];
      const net = gross - deductions.length * fen;
      return { amountFen: rarely(gen, 6) ? net + 1 : Math.max(0, net), deductions };
    },
    payRefund: () => ({ slipNo: 'P-1' }),
    shipReplacement: () => ({
      lines: state.items.map(({ line, quantity }) => {
        const found = sold.find((l) => l.line === line);
        const substitute = rarely(gen, 4);
        return given({
          line,
          model: substitute ? 'C-300' : (found?.model ?? 'A-100'),
          quantity: Math.max(1, state.goods.lines.find((l) => l.line === line)?.accepted ?? quantity),
          serialNo: maybe(gen, `SN-${line}-new`),
          priceFen: substitute ? (found?.unitFen ?? 1) : undefined,
        });
      }),
    }),
    claimSupplier: () => ({ of: one(gen, ['maker', 'dealer']), claimedFen: one(gen, [0, 10_000]) }),
    settleClaim: () => {
      const outcome = one(gen, ['paid', 'replaced', 'refused']);
      return { claim: one(gen, [1, 1, 2]), outcome, fen: outcome === 'paid' ? one(gen, [5_000, 10_001]) : 0 };
    },
  };
}

/** How people go through a return. */
export const returnWalk: Walk<ReturnState> = {
  table: returnKind,
  everybody,
  usual: ({ state }) =>
    state.status === 'waiting_approval'
      ? [approver(state), approver(state), people.dispatcher]
      : [people.agent, secondAgent, people.dispatcher, people.warehouse, people.warehouse, people.supervisor],
  seldom: [
    ...['cancel', 'merge', 'close', 'withdraw', 'handOver', 'issueDocument', 'link', 'note', 'raise', 'complained'],
    ...['acknowledge', 'resolveEscalation', 'respond', 'negotiate', 'planHandling', 'checkDocuments', 'assess'],
    ...['reverseEntry', 'reopen', 'extend', 'excuse', 'correct'],
  ],
  payloads,
};

/** Where walks seldom get by themselves: goods inspected and accepted. What the policy refuses on the way is left out. */
function toInspected(sim: Return, wants: string): void {
  const { agent, dispatcher, warehouse } = people;
  sim.refusal(agent, 'respond');
  sim.refusal(agent, 'checkDocuments', { salesDocuments: true, warrantyCertificate: true, paymentSettled: true });
  sim.refusal(agent, 'fileApplication', { ...application, wants });
  sim.refusal(agent, 'assess', { qualityProblem: true, packagingComplete: true, accessoriesComplete: true });
  sim.refusal(agent, 'negotiate', { text: reason });
  sim.refusal(agent, 'submit');
  for (let i = 0; i < 4 && sim.state.status === 'waiting_approval'; i++) {
    const by = approver(sim.state);
    sim.refusal(by, 'decideReturn', { decision: 'approved', duty: by.duties[0], onSite: true, liable: 'maker' });
  }
  sim.refusal(dispatcher, 'planHandling', { liable: 'maker', cause: reason, plan: reason });
  sim.refusal(agent, 'issueOrder', { orderNo: 'TH-1', route: 'carry_in' });
  sim.refusal(warehouse, 'receiveGoods', {
    items: sim.state.items.map(({ line, quantity: received }) => ({ line, received })),
  });
  for (const { line, received } of sim.state.goods.lines)
    sim.refusal(warehouse, 'inspectItem', { line, accepted: received });
}

/** A return somewhere in a random situation, made by `create` from how it begins. */
export function someReturn<C extends Return>(
  gen: Gen,
  policy: CasePolicy,
  create: (setup: Setup<ReturnState>) => C,
): C {
  const nobody = rarely(gen, 5);
  const wants = one(gen, ['return', ...wishes]);
  const sim = create(
    returnSetup({
      policy,
      at: one(gen, ['2026-03-02T09:00', '2026-02-13T23:59', '2026-03-06T17:30']),
      facts: given({
        customerWants: wants,
        requestDate: '2026-03-02',
        saleDate: one(gen, ['2026-02-28', '2026-02-20', '2025-12-01']),
        deliveredOn: maybe(gen, '2026-02-28'),
        stage: rarely(gen, 4) ? one(gen, ['acceptance', 'delivery']) : undefined,
        qualityProblem: maybe(gen, true),
        packagingComplete: maybe(gen, true),
        keyAccount: maybe(gen, true),
        product: policy.products?.length ? maybe(gen, one(gen, policy.products)) : undefined,
        region: policy.regions.length > 0 ? maybe(gen, one(gen, policy.regions)) : undefined,
      }) as Record<string, string | boolean>,
      roster: (role) => (nobody ? [] : [role]),
    }),
  );
  if (flag(gen)) toInspected(sim, wants);
  return sim;
}
