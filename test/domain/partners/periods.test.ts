/** In which settlement a cost stands that was left open, completed or entered late; the shipped agreements are asked. */
import {
  costsOf,
  entriesOf,
  standsIn,
  type EnteredCost,
  type MadeStatement,
  type Periods,
} from '../../../domain/partners/periods';
import { opensAs, settle, settleBy, type SettlementRules, type Statement } from '../../../domain/partners/settlement';
import { askable } from '../../../policies/loader/ask';
import { shippedPolicies } from '../../rig/shipped-policies';

const agreementOf = (id: string) => askable(shippedPolicies().loaded.find(({ policy }) => policy.id === id)!.policy);
const agent = agreementOf('agent-agreement');
const dealer = agreementOf('dealer-agreement');
const yearly: SettlementRules = { milestone: 'annual_settlement', fund: false, card: true };
const quarterly: SettlementRules = { milestone: 'quarter_settlement', fund: true, card: false };
const at = (text: string): number => Date.parse(`${text}T12:00:00+08:00`);

const cost = (id: string, more: Partial<EnteredCost>): EnteredCost => ({
  ...{ id, reference: id, kind: 'repair', fen: 10_000, on: '2026-03-02', facts: {} },
  ...{ enteredAt: at('2026-03-03'), completions: [] },
  ...more,
});

/** Books in which one statement is made after the other. */
class Year {
  readonly made: MadeStatement[] = [];
  constructor(
    readonly agreement: typeof agent,
    readonly rules: SettlementRules,
    readonly costs: EnteredCost[],
  ) {}

  get periods(): Periods {
    return {
      made: this.made,
      periodOf: (date) => settleBy(this.agreement, this.rules, date)!,
      settles: (one) => opensAs(this.agreement, this.rules, one) === undefined,
    };
  }

  statement(by: string, asOf: number): Statement {
    const costs = costsOf(this.periods, by, this.costs, asOf);
    return settle(this.agreement, this.rules, { settleBy: by, costs, payments: [], carriedInFen: 0 });
  }

  make(by: string, on: string): Statement {
    const statement = this.statement(by, at(on));
    const open = new Set(statement.lines.filter((l) => l.open !== undefined).map(({ id }) => id));
    this.made.push({ settleBy: by, madeAt: at(on), open });
    return statement;
  }
}

const shown = ({ lines, principalOwesFen }: Statement) => ({
  lines: lines.map(({ id, open, earlier }) => [id, open, earlier]),
  principalOwesFen,
});

describe('C-AG-5-a, C-AG-5-b: a line that was left open', () => {
  const open = cost('1', { facts: { inWarranty: true } });
  const carded = { ...open, completions: [{ facts: {}, cardNo: 'K-1', at: at('2027-02-01') }] };

  test('is settled in the next statement once its card is there; the one that was made stays as it was', () => {
    const year = new Year(agent, yearly, [carded]);
    const first = year.make('2027-01-15', '2027-01-10');
    expect(shown(first)).toEqual({ lines: [['1', 'card_missing', undefined]], principalOwesFen: 0 });
    expect(shown(year.statement('2028-01-15', at('2027-06-01')))).toEqual({
      lines: [['1', undefined, '2027-01-15']],
      principalOwesFen: 10_000,
    });
    expect(year.statement('2027-01-15', at('2027-01-10'))).toEqual(first);
  });

  test('is settled in its own period when it is completed before that is made', () => {
    const year = new Year(agent, yearly, [
      { ...open, completions: [{ facts: {}, cardNo: 'K-1', at: at('2027-01-09') }] },
    ]);
    expect(shown(year.make('2027-01-15', '2027-01-10'))).toEqual({
      lines: [['1', undefined, undefined]],
      principalOwesFen: 10_000,
    });
    expect(year.statement('2028-01-15', at('2027-06-01')).lines).toEqual([]);
  });

  test('waits until everything is there, and is settled once', () => {
    const bare = cost('1', {
      completions: [
        { facts: { inWarranty: true }, at: at('2027-02-01') },
        { facts: {}, cardNo: 'K-1', at: at('2028-02-01') },
      ],
    });
    const year = new Year(agent, yearly, [bare]);
    expect(shown(year.make('2027-01-15', '2027-01-10')).lines).toEqual([['1', 'facts_missing', undefined]]);
    expect(year.make('2028-01-15', '2028-01-10').lines).toEqual([]);
    expect(shown(year.make('2029-01-15', '2029-01-10'))).toEqual({
      lines: [['1', undefined, '2027-01-15']],
      principalOwesFen: 10_000,
    });
    expect(standsIn(year.periods, bare)).toEqual(['2027-01-15', '2029-01-15']);
    expect(year.statement('2030-01-15', at('2029-06-01')).lines).toEqual([]);
  });
});

test('C-DL-3.1-b: a cost entered after its quarter was settled stands in the next statement, and draws on its fund', () => {
  const late = cost('late', { on: '2026-03-31', enteredAt: at('2026-04-02') });
  const year = new Year(dealer, quarterly, [late]);
  expect(year.make('2026-03-31', '2026-04-01').lines).toEqual([]);
  expect(year.statement('2026-06-30', at('2026-05-01')).lines).toMatchObject([
    { id: 'late', earlier: '2026-03-31', fundFen: 10_000 },
  ]);
});

test('C-DL-3.1-a: a payment entered after its quarter was settled is the base of the next fund', () => {
  const payments = [{ on: '2026-03-31', enteredAt: at('2026-04-02') }];
  const year = new Year(dealer, quarterly, []);
  year.make('2026-03-31', '2026-04-01');
  expect(entriesOf(year.periods, '2026-03-31', payments, at('2026-05-01'))).toEqual([]);
  expect(entriesOf(year.periods, '2026-06-30', payments, at('2026-05-01'))).toHaveLength(1);
  expect(entriesOf(year.periods, '2026-06-30', payments, at('2026-04-01'))).toEqual([]);
});
