/** Supplier agreements as the department works by them: the shipped policies are asked, no figure stands here. */
import { awardView, renewal, renewedUntil } from '../../../domain/partners/awards';
import { changeStanding, contactOn, type ContactField } from '../../../domain/partners/contact';
import { costFacts } from '../../../domain/partners/cost-facts';
import { returnFen, type Cost } from '../../../domain/partners/costs';
import {
  auditDuty,
  auditTold,
  lastDayOf,
  reportDuty,
  reportStatus,
  settlementDuty,
} from '../../../domain/partners/duties';
import { measuresOf } from '../../../domain/partners/measures';
import { countedGoods, returnStanding } from '../../../domain/partners/returns';
import { settle, settleBy, type SettlementRules, type Statement } from '../../../domain/partners/settlement';
import { compileDecisions } from '../../../domain/decision/compile';
import type { Question } from '../../../domain/decision/program';
import { askable } from '../../../policies/loader/ask';
import { shippedPolicies } from '../../rig/shipped-policies';

const policyOf = (id: string) => shippedPolicies().loaded.find(({ policy }) => policy.id === id)!.policy;
const agreementOf = (id: string) => askable(policyOf(id));
const agent = agreementOf('agent-agreement');
const dealer = agreementOf('dealer-agreement');

const cost = (reference: string, more: Partial<Cost> & Pick<Cost, 'kind' | 'fen'>): Cost => ({
  id: `id-${reference}`,
  reference,
  on: '2026-02-10',
  caseId: `R2026-00000${reference}`,
  facts: {},
  ...more,
});

describe('monthly reports', () => {
  it('C-AG-2.5: are due by the end of the fifth, the dealer’s (C-DL-2.4) by the end of the third', () => {
    expect(reportDuty(agent, 'monthly_quality_report', '2026-10')).toMatchObject({
      dueAt: '2026-11-05T23:59:59+08:00',
      role: 'agent_repair_lead',
      notify: ['principal_headquarters'],
      clauses: ['C-AG-2.5'],
    });
    expect(reportDuty(dealer, 'monthly_repair_report', '2026-12')).toMatchObject({
      dueAt: '2027-01-03T23:59:59+08:00',
      clauses: ['C-DL-2.4'],
    });
    expect(reportDuty(dealer, 'monthly_quality_report', '2026-12')).toBeUndefined();
  });

  it.each([
    ['2026-11-05', 'met'],
    ['2026-11-06', 'breached'],
  ])('C-AG-2.5: received on %s is %s', (on, status) => {
    expect(reportStatus(agent, 'monthly_quality_report', '2026-10', on)).toBe(status);
  });
});

describe('the period of a cost', () => {
  const rules: SettlementRules = { milestone: 'annual_settlement', fund: false, card: true };
  it.each([
    ['2026-12-30', '2027-01-15'],
    ['2026-12-31', '2028-01-15'],
  ])('C-AG-5-a, C-AG-5-b: a cost of %s is settled by %s', (on, by) => {
    expect(settleBy(agent, rules, on)).toBe(by);
    expect(settlementDuty(agent, 'annual_settlement', on)!.dueAt).toBe(`${by}T23:59:59+08:00`);
  });
  it.each([
    ['2026-01-01', '2026-03-31'],
    ['2026-03-31', '2026-03-31'],
    ['2026-04-01', '2026-06-30'],
  ])('C-DL-3.1-b: a dealer’s cost of %s is settled by %s', (on, by) => {
    expect(settleBy(dealer, { ...rules, milestone: 'quarter_settlement' }, on)).toBe(by);
  });
});

describe('the agent’s settlement', () => {
  const settled = (...costs: Cost[]): Statement =>
    settle(
      agent,
      { milestone: 'annual_settlement', fund: false, card: true },
      {
        settleBy: '2027-01-15',
        costs,
        payments: [],
        carriedInFen: 0,
      },
    );

  it('C-AG-5-b: pays what is in warranty against the return card, and leaves open what has none', () => {
    const statement = settled(
      cost('1', { kind: 'repair', fen: 12_000, facts: { inWarranty: true }, cardNo: 'K-1' }),
      cost('2', { kind: 'repair', fen: 8_000, facts: { inWarranty: true } }),
    );
    expect(statement.principalOwesFen).toBe(12_000);
    expect(statement.lines.map(({ open, caseId }) => [caseId, open])).toEqual([
      ['R2026-000001', undefined],
      ['R2026-000002', 'card_missing'],
    ]);
    expect(statement.lines[0]!.clauses).toContain('C-AG-5-b');
  });

  it('C-AG-3.2, C-AG-3.3, C-AG-2.4: the user pays a fault of theirs and repairs out of warranty, the agent a redesign', () => {
    const [user, out, redesign] = settled(
      cost('1', { kind: 'repair', fen: 100, facts: { inWarranty: true, userFault: true } }),
      cost('2', { kind: 'repair', fen: 200, facts: { inWarranty: false } }),
      cost('3', { kind: 'repair', fen: 300, facts: { inWarranty: true, fault: 'unauthorised_redesign' } }),
    ).lines;
    expect([user!.userFen, out!.userFen, redesign!.partnerFen]).toEqual([100, 200, 300]);
  });

  it('C-AG-6: a part is free old for new, and bought without the old part', () => {
    const statement = settled(
      cost('1', { kind: 'part', fen: 6_000, facts: { inWarranty: true, oldPartReturned: true }, cardNo: 'K-1' }),
      cost('2', { kind: 'part', fen: 5_000, facts: { inWarranty: true, oldPartReturned: false } }),
    );
    expect([statement.principalOwesFen, statement.partnerOwesFen]).toEqual([6_000, 5_000]);
  });

  it('says which facts are missing instead of guessing', () => {
    const { lines, principalOwesFen } = settled(cost('1', { kind: 'part', fen: 6_000, cardNo: 'K' }));
    expect(lines[0]).toMatchObject({ open: 'facts_missing', openFen: 6_000 });
    expect(lines[0]!.missing).toContain('oldPartReturned');
    expect(principalOwesFen).toBe(0);
  });
});

describe('the dealer’s settlement', () => {
  const settled = (costs: Cost[], more: { paid?: number; carriedInFen?: number } = {}): Statement =>
    settle(
      dealer,
      { milestone: 'quarter_settlement', fund: true, card: false },
      {
        settleBy: '2026-03-31',
        costs,
        payments: [{ id: 'p', on: '2026-02-01', fen: more.paid ?? 50_000_000 }],
        carriedInFen: more.carriedInFen ?? 0,
      },
    );
  const repair = (fen: number): Cost => cost('1', { kind: 'repair', fen });

  it.each([
    [499_999, 0, 1],
    [500_000, 0, 0],
    [500_001, 1, 0],
  ])(
    'C-DL-3.1-a, C-DL-3.1-b: of 500,000 yuan paid, costs of %i fen leave %i to pay and %i to carry',
    (fen, overrun, out) => {
      const { fund, partnerOwesFen } = settled([repair(fen)]);
      expect(fund).toMatchObject({ fundFen: 500_000, overrunFen: overrun, carryOutFen: out });
      expect(partnerOwesFen).toBe(overrun);
    },
  );

  it('C-DL-3.1-c: what was carried in is used up before the dealer pays', () => {
    expect(settled([repair(600_000)], { carriedInFen: 80_000 }).fund).toMatchObject({
      overrunFen: 20_000,
      carryOutFen: 0,
    });
  });

  it('C-DL-5.2, C-DL-5.4, C-DL-5.5: splits freight by what was wrong and when', () => {
    const amounts = { inboundFreightCny: 30, outboundFreightCny: 20, refurbishPartsCny: 100 };
    const statement = settled([
      cost('1', { kind: 'return', fen: 15_000, on: '2026-02-04', facts: { ...amounts, goodsReceived: '2026-02-01' } }),
      cost('2', { kind: 'return', fen: 15_000, facts: { ...amounts, soldToCustomer: '2025-06-01' } }),
      cost('3', { kind: 'return', fen: 15_000, facts: { ...amounts, soldToCustomer: '2024-06-01' } }),
    ]);
    expect(statement.lines.map(({ principalFen, fundFen, partnerFen }) => [principalFen, fundFen, partnerFen])).toEqual(
      [
        [15_000, 0, 0],
        [2_000, 13_000, 0],
        [0, 15_000, 0],
      ],
    );
    expect(statement.fund!.spentFen).toBe(28_000);
  });

  it('C-DL-5.4, C-DL-5.5: a return costs the same by either name of freight and parts; more than was entered is nobody’s', () => {
    const facts = { soldToCustomer: '2024-06-01', returnFreightCny: 20, outboundFreightCny: 30, partsCostCny: 50.01 };
    expect(returnFen(facts)).toBe(10_001);
    expect(returnFen({ ...facts, inboundFreightCny: 30, refurbishPartsCny: 100 })).toBe(16_000);
    const shares = (fen: number) =>
      settled([cost('1', { kind: 'return', fen, facts })]).lines.map((l) => [l.fundFen, l.principalFen, l.openFen]);
    expect(shares(10_001)).toEqual([[10_001, 0, 0]]);
    expect(shares(5_000)).toEqual([[0, 0, 5_000]]);
  });

  it('C-AG-5-b: what a return cost is asked for under every agreement, also one that tells nothing of freight', () => {
    const asked = (id: string) => costFacts(compileDecisions(policyOf(id)));
    const freight = ['inboundFreightCny', 'outboundFreightCny'];
    expect(asked('agent-agreement')).toEqual(expect.arrayContaining([...freight, 'partsCostCny']));
    expect(asked('dealer-agreement')).toEqual(expect.arrayContaining([...freight, 'refurbishPartsCny']));
  });

  it('C-DL-4.2, C-DL-1.1: urgent freight and the way to a training are the dealer’s, beside the fund', () => {
    const statement = settled([
      cost('1', { kind: 'freight', fen: 4_500, facts: { partOrder: 'urgent' } }),
      cost('2', { kind: 'freight', fen: 4_500, facts: { partOrder: 'normal' } }),
      cost('3', { kind: 'training', fen: 45_000 }),
    ]);
    expect(statement).toMatchObject({ principalOwesFen: 4_500, partnerOwesFen: 49_500, fund: { spentFen: 0 } });
  });

  it('C-DL-3.3: parts are supplied as far as the fund reaches, the rest is charged, once', () => {
    const statement = settled([repair(450_000), cost('2', { kind: 'part', fen: 300_000, facts: {} })]);
    expect(statement.lines[1]).toMatchObject({ fundFen: 50_000, partnerFen: 250_000 });
    expect(statement).toMatchObject({
      partnerOwesFen: 250_000,
      fund: { spentFen: 500_000, overrunFen: 0, carryOutFen: 0 },
    });
  });

  it('C-DL-1.3: repairs of a dealer whose service failed the inspection are not paid', () => {
    const { lines } = settled([cost('1', { kind: 'repair', fen: 10_000, facts: { inspection: 'failed' } })]);
    expect(lines[0]).toMatchObject({ partnerFen: 10_000, fundFen: 0, principalFen: 0 });
  });

  it('C-DL-4.2, C-DL-5.4: freight and returns without their facts stay open; the fund is there for repairs (C-DL-3.1-a)', () => {
    const { lines, fund } = settled([
      cost('2', { kind: 'freight', fen: 4_500 }),
      cost('3', { kind: 'return', fen: 3_000, facts: { inboundFreightCny: 30 } }),
      repair(10_000),
    ]);
    expect(lines.map(({ open, fundFen, openFen }) => [open, fundFen, openFen])).toEqual([
      [undefined, 10_000, 0],
      ['facts_missing', 0, 4_500],
      ['facts_missing', 0, 3_000],
    ]);
    expect(lines[1]!.missing).toContain('partOrder');
    expect(lines[0]).toMatchObject({ missing: [], clauses: expect.arrayContaining(['C-DL-3.1-a']) });
    expect(fund!.spentFen).toBe(10_000);
  });

  it('accounts for every fen of every line', () => {
    const { lines } = settled([
      repair(123_457),
      cost('2', { kind: 'part', fen: 999_999 }),
      cost('3', { kind: 'freight', fen: 1, facts: { partOrder: 'urgent' } }),
    ]);
    for (const l of lines) expect(l.principalFen + l.partnerFen + l.userFen + l.fundFen + l.openFen).toBe(l.fen);
  });
});

describe('special returns', () => {
  const papers = { written: true, listAttached: true, sent: false };
  it('C-DL-5.6: wait for the maker, are granted, blocked without a list, refused at the dealer’s loss when sent unasked', () => {
    expect(returnStanding(dealer, papers)).toMatchObject({ decision: 'pending', waitingFor: 'manufacturer' });
    expect(returnStanding(dealer, { ...papers, approved: true })).toMatchObject({
      decision: 'granted',
      clauses: ['C-DL-5.6'],
    });
    expect(returnStanding(dealer, { ...papers, listAttached: false })).toMatchObject({
      decision: 'blocked',
      missing: ['return_list'],
    });
    expect(returnStanding(dealer, { ...papers, approved: false, sent: true })).toMatchObject({
      decision: 'refused',
      lossPayer: 'dealer',
    });
    expect(returnStanding(agent, papers)).toBeUndefined();
  });

  it('C-DL-5.7-a, C-DL-5.7-b: without a clear list the count received stands; incomplete goods may be refused', () => {
    expect(countedGoods(dealer, { list: 'none', claimed: 10, received: 8, complete: true })).toMatchObject({
      counted: 8,
      mayRefuse: 0,
    });
    expect(countedGoods(dealer, { list: 'clear', claimed: 10, received: 8, complete: true }).counted).toBe(10);
    expect(countedGoods(dealer, { list: 'unclear', claimed: 10, received: 8, complete: false })).toMatchObject({
      counted: 8,
      mayRefuse: 8,
    });
  });
});

describe('the measures of a month', () => {
  it('C-AG-2.7: callbacks as a share of the repairs are measured and not judged; satisfaction is (C-AG-7.2)', () => {
    const month = { repairs: 120, callbacks: 30, satisfied: 97, answered: 100 };
    expect(measuresOf(agent, month)).toEqual([
      { id: 'callbacks', value: 0.25, target: null, passed: null, clauses: expect.arrayContaining(['C-AG-2.7']) },
      { id: 'satisfaction', value: 0.97, target: 0.98, passed: false, clauses: expect.arrayContaining(['C-AG-7.2']) },
    ]);
    expect(measuresOf(agent, { repairs: 0, callbacks: 0, satisfied: 1 })).toEqual([]);
    expect(measuresOf(dealer, month)).toEqual([]);
  });
});

describe('changes of a partner', () => {
  it.each([
    ['C-DL-2.2', dealer, '2026-05-01', 'met', '2026-05-01'],
    ['C-DL-2.2', dealer, '2026-05-02', 'breached', '2026-05-01'],
    ['C-AG-2.2', agent, '2026-05-11', 'met', '2026-05-11'],
    ['C-AG-2.2', agent, '2026-05-12', 'breached', '2026-05-11'],
  ] as const)('%s: one from 11 May that was told on %s', (clause, agreement, toldOn, status, latestNoticeDate) => {
    const standing = changeStanding(agreement, 'change_notice', { effectiveOn: '2026-05-11', toldOn });
    expect(standing).toEqual({ status, latestNoticeDate, clauses: [clause] });
  });

  it('C-AG-2.2, C-DL-2.2: counts from its date on, whenever it was told', () => {
    const change = (what: ContactField, value: string | string[], effectiveOn: string) =>
      ({ what, value, effectiveOn, toldOn: '2026-01-01' }) as const;
    const changes = [
      change('phone', '2', '2026-05-11'),
      change('phone', '3', '2026-04-01'),
      change('repairers', ['a'], '2026-06-01'),
    ];
    const base = { phone: '1', address: '南京' };
    expect(contactOn(base, changes, '2026-03-31')).toEqual(base);
    expect(contactOn(base, changes, '2026-05-10')).toMatchObject({ phone: '3', address: '南京' });
    expect(contactOn(base, changes, '2026-05-11')).toMatchObject({ phone: '2' });
    expect(contactOn(base, changes, '2026-06-01')).toEqual({ phone: '2', address: '南京', repairers: ['a'] });
  });
});

describe('audits and the term', () => {
  const filled = {
    ask: (question: Question, given: object) =>
      agent.ask(question, { auditInterval: 'P3M', agreementTerm: 'P2Y', ...given }),
  };
  const signed = '2026-01-15T00:00:00+08:00';

  it('C-AG-1.4: are due by the interval after the last regular one; without an interval there is no date', () => {
    expect(auditDuty(filled, 'supplier_audit', { signed })).toMatchObject({
      dueAt: '2026-04-15T23:59:59+08:00',
      role: 'principal_headquarters',
    });
    expect(auditDuty(filled, 'supplier_audit', { signed, lastAudit: '2026-04-02' })!.dueAt).toBe(
      '2026-07-02T23:59:59+08:00',
    );
    expect(auditDuty(agent, 'supplier_audit', { signed })).toBeUndefined();
  });

  it('C-AG-1.4, C-DL-1.3: one that was not passed goes to the principal', () => {
    expect([auditTold(agent, 'failed'), auditTold(dealer, 'failed')]).toEqual([
      'principal_headquarters',
      'manufacturer',
    ]);
  });

  it('C-AG-9: the last day follows from the signing and the term', () => {
    expect(lastDayOf(filled, signed)).toBe('2028-01-15');
    expect(lastDayOf(dealer, signed)).toBeUndefined();
  });
});

describe('the award', () => {
  it.each([
    [980, true],
    [979, false],
  ])('C-AG-7.2: %i of 1000 satisfied passes: %s', (satisfied, passed) => {
    const view = awardView(agent, {
      satisfied,
      answered: 1000,
      lateReports: 0,
      complaints: 1,
      failedAudits: 0,
      lateChanges: 0,
    });
    expect(view).toMatchObject({ passed, target: 0.98, clauses: expect.arrayContaining(['C-AG-7.2']) });
  });

  it('C-AG-8: two years running give priority for five years', () => {
    expect(renewal(agent, [2025, 2024])).toMatchObject({ term: 'P5Y', priority: true });
    expect(renewal(agent, [2023, 2025])).toMatchObject({ term: 'P2Y', priority: false });
    expect(renewedUntil('2028-02-29', 'P5Y')).toBe('2033-02-28');
  });

  it('C-AG-7.2: of nobody asked there is nothing to judge', () => {
    const none = { satisfied: 0, answered: 0, lateReports: 0, complaints: 0, failedAudits: 0, lateChanges: 0 };
    const { rate, passed } = awardView(agent, none);
    expect([rate, passed]).toEqual([undefined, undefined]);
  });
});
