/**
 * Another price than the fee table's (S-3.4-b), as somebody left its history who wanted it cheaper, or decided it alone: each
 * way is found and named; the honest one gives no alarm.
 */
import type { FindingKind } from '../../audit/finding';
import type { StepRecord } from '../../domain/cases/record';
import type { RepairState } from '../../domain/cases/repair/state';
import { chongqing } from '../domain/cases/policies';
import { people, reason, repairSetup } from '../domain/cases/simulator';
import { activity, audited, edit, removeUpdate, update } from './alter';
import { RecordedSimulator, type RawHistory } from './simulated';

const { agent, dispatcher, engineer, manager } = people;
const line = { fee: 'maintenance_contract', quantity: 24 };
const duty = 'customer_centre_manager';

/** A contract of CNY 3600 by the table, asked for at 3000, approved, quoted and accepted. */
function sold(): RawHistory {
  const facts = { kind: 'project', channel: 'remote', work: 'maintenance_contract', region: 'main_nine_districts' };
  return new RecordedSimulator<RepairState>(repairSetup(chongqing, { facts }))
    .act(dispatcher, 'respond')
    .act(dispatcher, 'assign', { engineerId: engineer.id })
    .act(dispatcher, 'askPrice', { ...line, amountFen: 300_000, reason })
    .act(manager, 'decidePrice', { decision: 'approved', duty })
    .act(dispatcher, 'quote', { lines: [line] })
    .act(agent, 'answerQuote', { accepted: true, by: 'phone' })
    .history();
}

interface Envelope {
  actor: { id: string; duties: readonly string[] };
  payload: Record<string, unknown>;
}
type Price = Record<string, unknown> & { approval: { askedBy: string; status: string; decisions: object[] } };

const asked = (action: string, change: (envelope: Envelope) => void) => (history: RawHistory) =>
  edit<Envelope>(update(history, action), change);
const step = (action: string, change: (step: StepRecord) => void) => (history: RawHistory) =>
  edit<StepRecord>(activity(history, 'record', `"name":"${action}"`), change);
const price = (action: string, change: (price: Price) => void) =>
  step(action, ({ changed }) => change(changed.price as Price));

const ways: [what: string, kind: FindingKind, about: string, alter: (history: RawHistory) => void][] = [
  // By whom it was decided
  [
    'whoever asked for it approves it',
    'self_approval',
    duty,
    asked('decidePrice', (e) => void (e.actor.id = dispatcher.id)),
  ],
  [
    'nobody approves it, and it is quoted all the same',
    'approval_out_of_order',
    duty,
    (h) => removeUpdate(h, 'decidePrice'),
  ],
  [
    'it was refused, and is quoted all the same',
    'claim_differs',
    'quote.customerFen',
    asked('decidePrice', ({ payload }) => void Object.assign(payload, { decision: 'refused', reason })),
  ],
  [
    'somebody approves it who does not hold the duty',
    'action_not_allowed',
    'duty',
    asked('decidePrice', (e) => void (e.actor.duties = [])),
  ],
  [
    'somebody approves it who holds the duty for another policy',
    'action_not_allowed',
    'duty',
    asked('decidePrice', (e) => void (e.actor.duties = [`${duty}@auto-equipment-nanjing`])),
  ],
  [
    'it is approved in another role than the policy names',
    'approval_out_of_order',
    'deputy_gm_logistics',
    asked('decidePrice', ({ payload }) => void Object.assign(payload, { duty: 'deputy_gm_logistics' })),
  ],
  [
    'it is kept as asked for by somebody else, so that the approver may have asked',
    'claim_differs',
    'price.approval.askedBy',
    price('askPrice', ({ approval }) => void (approval.askedBy = agent.id)),
  ],
  [
    'it is kept as approved before anybody decided',
    'claim_differs',
    'price.approval.status',
    price('askPrice', ({ approval }) => void (approval.status = 'approved')),
  ],
  [
    'another person is kept as the one who approved',
    'claim_differs',
    'price.approval.decisions.0.by',
    price('decidePrice', ({ approval }) => void Object.assign(approval.decisions[0]!, { by: agent.id })),
  ],
  // How much
  [
    'less was asked for than was approved',
    'claim_differs',
    'price.amountFen',
    asked('askPrice', ({ payload }) => void Object.assign(payload, { amountFen: 100_000 })),
  ],
  [
    'the approver is said to have set another amount',
    'claim_differs',
    'price.amountFen',
    asked('decidePrice', ({ payload }) => void Object.assign(payload, { amountFen: 100_000, reason })),
  ],
  [
    'another amount is kept than was approved',
    'claim_differs',
    'price.amountFen',
    price('decidePrice', (kept) => void (kept.amountFen = 100_000)),
  ],
  [
    'another amount is quoted than was approved',
    'claim_differs',
    'quote.customerFen',
    step('quote', ({ changed }) => void Object.assign(changed.quote as object, { customerFen: 100_000 })),
  ],
  [
    'it is approved for more points than were asked for',
    'claim_differs',
    'price.quantity',
    price('decidePrice', (kept) => void (kept.quantity = 48)),
  ],
  [
    'the amount is told otherwise in the step that decided it',
    'claim_differs',
    'amountFen',
    step('askPrice', ({ events }) => {
      Object.assign(events.find(({ type }) => type === 'price_asked')!.data!, { amountFen: 100_000 });
    }),
  ],
];

test('S-3.4-b: honest, it gives no alarm', () => {
  expect(audited([sold()]).findings.filter((f) => f.severity === 'alarm')).toEqual([]);
});

test.each(ways)('S-3.4-b R-APPROVE: %s: %s (%s)', (_what, kind, about, alter) => {
  const history = sold();
  alter(history);
  const alarms = audited([history]).findings.filter((f) => f.severity === 'alarm');
  const named = alarms.filter((f) => f.kind === kind).map(({ data }) => Object.values(data));
  expect(named.flat()).toContain(about);
});
