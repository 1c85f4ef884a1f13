/** Money of a case: entries are only ever added, and a second person confirms them. */
import { chongqing } from './policies';
import { days, people, reason, Simulator } from './simulator';

const { dispatcher, engineer, supervisor, manager, deputyGm, finance, otherFinance } = people;

/** A loaner with a deposit is out (S-4.5-f). */
function withDeposit(): Simulator {
  const sim = new Simulator(chongqing, {
    facts: { channel: 'carry_in', soldByUs: true, inWarranty: true, proofShown: true },
  });
  sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
  sim.act(engineer, 'receiveDevice', { ticketNo: 'T-1' }).act(dispatcher, 'requestLoaner', { reason });
  sim.act(manager, 'decideLoaner', { decision: 'approved', duty: 'customer_centre_manager' });
  sim.act(deputyGm, 'decideLoaner', { decision: 'approved', duty: 'deputy_gm_logistics' });
  return sim.act(dispatcher, 'issueLoaner', { unitId: 'U-1', depositFen: 50_000, agreementSigned: true });
}

test('S-4.5-e S-4.5-f: the deposit is entered with its clause, its approvals and who took it, and given back', () => {
  const sim = withDeposit();
  expect(sim.state.ledger.entries).toMatchObject([
    {
      ...{ no: 1, type: 'deposit', fen: 50_000, from: 'customer', to: 'company', by: dispatcher.id },
      approvedBy: [manager.id, deputyGm.id],
      clauses: expect.arrayContaining(['S-4.5-f']),
    },
  ]);
  expect(sim.steps.at(-1)!.ledger).toMatchObject([{ no: 1, fen: 50_000, at: expect.stringMatching(/Z$/) }]);
  sim.pass(days).act(dispatcher, 'returnLoaner', { complete: true });
  expect(sim.state.ledger.entries.map((e) => [e.type, e.from, e.to, e.fen])).toEqual([
    ['deposit', 'customer', 'company', 50_000],
    ['deposit_returned', 'company', 'customer', 50_000],
  ]);
});

test('a loaner that comes back incomplete leaves the deposit where it is', () => {
  const sim = withDeposit().act(dispatcher, 'returnLoaner', { complete: false });
  expect(sim.state.ledger.entries).toHaveLength(1);
});

test('S-4.5-f: a deposit is given back once: by the loaner’s return or by taking its entry back', () => {
  const reversed = withDeposit().act(supervisor, 'reverseEntry', { entry: 1, reason });
  reversed.act(dispatcher, 'returnLoaner', { complete: true });
  expect(reversed.state.ledger.entries.map(({ type }) => type)).toEqual(['deposit', 'deposit']);
  const returned = withDeposit().act(dispatcher, 'returnLoaner', { complete: true });
  expect(returned.refusal(supervisor, 'reverseEntry', { entry: 1, reason })).toBe('requirement_missing');
  returned.act(supervisor, 'reverseEntry', { entry: 2, reason });
  expect(returned.refusal(supervisor, 'reverseEntry', { entry: 1, reason })).toBeUndefined();
});

test('an entry is confirmed by another person, once; finance sees who', () => {
  const sim = withDeposit();
  expect(sim.refusal(finance, 'confirmEntry', { entry: 2 })).toBe('not_found');
  sim.act(finance, 'confirmEntry', { entry: 1 });
  expect(sim.steps.at(-1)!.ledger).toMatchObject([{ no: 1, confirmedBy: finance.id }]);
  expect(sim.refusal(otherFinance, 'confirmEntry', { entry: 1 })).toBe('already_done');
});

test('what was wrong is taken back by its opposite; nobody confirms what they reversed', () => {
  const sim = withDeposit().act(finance, 'confirmEntry', { entry: 1 });
  sim.act({ ...finance, role: 'supervisor' }, 'reverseEntry', { entry: 1, reason });
  expect(sim.state.ledger.entries[1]).toMatchObject({
    no: 2,
    reverses: 1,
    from: 'company',
    to: 'customer',
    fen: 50_000,
  });
  expect(sim.refusal(supervisor, 'reverseEntry', { entry: 1, reason })).toBe('already_done');
  expect(sim.refusal(supervisor, 'reverseEntry', { entry: 2, reason })).toBe('already_done');
  expect(sim.refusal(finance, 'confirmEntry', { entry: 2 })).toBe('forbidden');
  expect(sim.refusal(otherFinance, 'confirmEntry', { entry: 2 })).toBeUndefined();
});

test('S-5.6-b: where the policy gives the second step to finance, nobody else takes it, whatever their account', () => {
  const sim = withDeposit();
  for (const by of [supervisor, manager, { ...finance, duties: ['finance@another-policy'] }])
    expect(sim.refusal(by, 'confirmEntry', { entry: 1 })).toBe('forbidden');
  const own = { ...finance, duties: ['finance@security-projects-chongqing'] };
  expect(sim.refusal(own, 'confirmEntry', { entry: 1 })).toBeUndefined();
});

test('what takes money back is confirmed before what came after it, so that nothing is paid twice', () => {
  const sim = withDeposit()
    .act(finance, 'confirmEntry', { entry: 1 })
    .act(supervisor, 'reverseEntry', { entry: 1, reason });
  sim.act(dispatcher, 'returnLoaner', { complete: true }).act(dispatcher, 'requestLoaner', { reason });
  sim.act(manager, 'decideLoaner', { decision: 'approved', duty: 'customer_centre_manager' });
  sim.act(deputyGm, 'decideLoaner', { decision: 'approved', duty: 'deputy_gm_logistics' });
  sim.act(dispatcher, 'issueLoaner', { unitId: 'U-2', depositFen: 60_000, agreementSigned: true });
  expect(sim.refusal(finance, 'confirmEntry', { entry: 3 })).toBe('requirement_missing');
  sim.act(finance, 'confirmEntry', { entry: 2 });
  expect(sim.refusal(finance, 'confirmEntry', { entry: 3 })).toBeUndefined();
});

test('what takes back an entry that nobody confirmed needs no confirmation', () => {
  const sim = withDeposit().act(supervisor, 'reverseEntry', { entry: 1, reason });
  expect(sim.refusal(otherFinance, 'confirmEntry', { entry: 2 })).toBe('already_done');
});
