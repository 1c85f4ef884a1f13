/** Dates of care: N-2.1-4, S-5.13-a, S-5.14, C-SEC-1.2, C-SEC-2-f, C-SEC-2-g, C-SEC-3.2, O-9.2, C-M4-2. */
import { careDates, type CareFacts } from '../../domain/care/dates';
import { careTasks, type CarePolicy, type CareUnit } from '../../domain/care/tasks';
import { careSection, type CareRule } from '../../domain/policy/schema-care';
import { formatDate, parseDate } from '../../domain/time/date';

const d = parseDate;
const zone = { zone: 'Asia/Shanghai', transitions: [[0, 480]] as [number, number][] };
const unit: CareFacts = { product: 'camera', installedOn: d('2026-01-31') };
const dates = (
  rule: Parameters<typeof careDates>[0],
  facts: CareFacts,
  since: string,
  until: string,
  term?: string,
): string[] => careDates(rule, facts, term, { since: d(since), until: d(until) }).map(formatDate);

describe('dates of a care rule', () => {
  test('a monthly date counts from its anchor, not from the shortened date (N-2.1-4, C-SEC-2-f, R-MONTH)', () => {
    const monthly = { from: 'installed', every: 'P1M' } as const;
    expect(dates(monthly, unit, '2026-01-31', '2026-05-31')).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
    expect(dates(monthly, { ...unit, installedOn: d('2027-12-31') }, '2028-02-01', '2028-03-01')).toEqual([
      '2028-02-29',
    ]);
  });

  test('it begins in the middle of a long series exactly where counting through would come to', () => {
    const every = { from: 'installed', every: 'P3M' } as const;
    const through = dates(every, unit, '2026-01-31', '2036-01-31');
    expect(through).toHaveLength(40);
    for (let i = 0; i < through.length - 1; i++)
      expect(dates(every, unit, through[i]!, through[i + 1]!)).toEqual([through[i + 1]]);
  });

  test('calls end with the warranty, the last date included; a unit without a term has none', () => {
    const rule = { from: 'installed', every: 'P1M', until: 'warranty_end' } as const;
    const facts = { ...unit, installedOn: d('2026-03-15'), warrantyMonths: 2 };
    expect(dates(rule, facts, '2026-03-15', '2026-12-31')).toEqual(['2026-04-15', '2026-05-15']);
    expect(dates(rule, unit, '2026-01-31', '2026-12-31')).toEqual([]);
    expect(dates(rule, { ...unit, installedOn: d('2026-03-15') }, '2026-03-15', '2026-12-31', 'P1M')).toEqual([
      '2026-04-15',
    ]);
  });

  test('the expiry notice stands one month before the end, at a month end too (S-5.13-a)', () => {
    const rule = { from: 'warranty_end', offset: '-P1M' } as const;
    expect(
      dates(
        rule,
        { product: 'project', warrantyFrom: d('2025-03-31'), warrantyMonths: 12 },
        '2026-01-01',
        '2026-12-31',
      ),
    ).toEqual(['2026-02-28']);
  });

  test('three quiet months count anew from the last repair, and from the warranty where there was none (S-5.14)', () => {
    const rule = { from: 'last_repair', every: 'P3M', until: 'warranty_or_contract' } as const;
    const facts = { ...unit, warrantyFrom: d('2026-01-10'), warrantyMonths: 12 };
    expect(dates(rule, facts, '2026-01-10', '2026-07-31')).toEqual(['2026-04-10', '2026-07-10']);
    expect(dates(rule, { ...facts, lastRepairOn: d('2026-03-20') }, '2026-01-10', '2026-07-31')).toEqual([
      '2026-06-20',
    ]);
    expect(dates(rule, { ...facts, contractUntil: d('2028-01-10') }, '2027-12-01', '2028-12-31')).toEqual([
      '2028-01-10',
    ]);
    expect(dates(rule, { product: 'camera' }, '2026-01-10', '2026-07-31')).toEqual([]);
  });

  test('training is in May and October of each year (C-SEC-1.2)', () => {
    expect(dates({ from: 'calendar', months: [10, 5] }, unit, '2026-05-01', '2027-05-01')).toEqual([
      '2026-10-01',
      '2027-05-01',
    ]);
  });
});

const rule = (over: Partial<CareRule> & Pick<CareRule, 'id' | 'task'>): unknown => ({
  title: { zh: '规则', en: 'rule' },
  role: 'agent',
  ladder: 'supervisor',
  default: true,
  ...over,
});
const policyOf = (...rules: unknown[]): CarePolicy => ({
  id: 'p',
  products: [{ id: 'camera', title: { zh: '摄', en: 'c' }, warranty: 'P1Y' }],
  care: careSection.parse({ at: { time: '07:00', default: true }, rules }),
});
const camera: CareUnit = { assetId: 'a1', product: 'camera', installedOn: d('2026-01-15') };

describe('tasks of a pass', () => {
  const policy = policyOf(
    rule({ id: 'visit', task: 'visit', from: 'installed', every: 'P3M', ahead: 'P14D', within: 'P5D' }),
    rule({ id: 'notice', task: 'notice', before: { rule: 'visit', lead: 'P7D' }, template: 'visit_ahead' }),
  );
  const tasks = (since: string, until: string): { id: string; due: string; about?: string }[] =>
    careTasks(policy, 'c1', [camera], { since: d(since), until: d(until) }, zone).map((t) => ({
      id: t.id,
      due: new Date(t.dueAt).toISOString(),
      ...(t.about !== undefined && { about: formatDate(t.about) }),
    }));

  test('a visit shows ahead of its date and is due at the end of its last one (C-SEC-2-g)', () => {
    expect(tasks('2026-03-31', '2026-04-01')).toEqual([
      { id: 'care/p/visit/a1/2026-04-15', due: '2026-04-20T15:59:59.999Z' },
    ]);
  });

  test('the notice goes out seven days before the visit and names its date (C-SEC-3.2)', () => {
    expect(tasks('2026-04-07', '2026-04-08')).toEqual([
      { id: 'care/p/notice/a1/2026-04-08', due: '2026-04-08T15:59:59.999Z', about: '2026-04-15' },
    ]);
    expect(tasks('2026-04-08', '2026-04-09')).toEqual([]);
  });

  test('day by day and in one go after an outage a pass makes the same tasks', () => {
    const whole = tasks('2026-01-15', '2027-01-15').map((t) => t.id);
    const daily: string[] = [];
    for (let day = d('2026-01-15'); day < d('2027-01-15'); day++)
      daily.push(...tasks(formatDate(day), formatDate(day + 1)).map((t) => t.id));
    expect(daily.sort()).toEqual(whole.sort());
    expect(new Set(whole).size).toBe(whole.length);
  });

  test('a rule for the customer makes one task, whatever they have (O-9.2, S-5.14)', () => {
    const per = policyOf(rule({ id: 'call', task: 'call', from: 'last_repair', every: 'P3M', per: 'customer' }));
    const units = [camera, { ...camera, assetId: 'a2', lastRepairOn: d('2026-02-01') }];
    const found = careTasks(per, 'c1', units, { since: d('2026-01-01'), until: d('2026-06-30') }, zone);
    expect(found.map((t) => t.id)).toEqual(['care/p/call/c1/2026-05-01']);
    expect(found[0]!.assetId).toBeUndefined();
  });
});
