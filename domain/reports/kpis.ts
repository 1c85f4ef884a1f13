/** KPIs of a policy from the counts of a period: value, target, passed. Without a target measured and not judged. */
import type { ZoneSnapshot } from '../calendar/snapshot';
import { compileDecisions } from '../decision/compile';
import { decide } from '../decision/decide';
import type { Policy } from '../policy/schema';
import type { Measure } from '../policy/schema-reports';
import type { Counts, KpiFigure, PartnerRow, SurveyRow } from './figures';

type Counted = { counts: Counts; surveys: readonly SurveyRow[]; partners?: readonly PartnerRow[] };

/** The facts that a measure gives to a KPI's expression. Nothing counted gives none, so that no rate is made of it. */
const facts: Readonly<Record<Measure, (counted: Counted) => Readonly<Record<string, number>> | undefined>> = {
  satisfaction: ({ counts: c }) => some(c.answered, { satisfied: c.satisfied, answered: c.answered }),
  warranty_callbacks: ({ counts: c }) =>
    some(c.customersInWarranty, { calledBack: c.customersCalledInWarranty, inWarranty: c.customersInWarranty }),
  repair_callbacks: ({ counts: c }) => some(c.repaired, { calledBack: c.repairedCalledBack, total: c.repaired }),
  parts_accuracy: ({ counts: c }) => some(c.shipped, { correct: c.shippedRight, shipped: c.shipped }),
  customer_files: ({ counts: c }) => some(c.files, { complete: c.filesComplete, total: c.files }),
  survey_return: ({ surveys }) =>
    some(sum(surveys, 'sent'), {
      sent: sum(surveys, 'sent'),
      returned: sum(surveys, 'byForm'),
      completedByPhoneRecord: sum(surveys, 'byRecord'),
    }),
  key_customers: ({ surveys }) =>
    some(sum(surveys, 'key'), {
      keyCustomers: sum(surveys, 'key'),
      keyCustomersReplied: sum(surveys, 'keyByForm'),
      keyCustomersVisited: sum(surveys, 'keyByRecord'),
    }),
  partner_callbacks: ({ partners }) => shareOf(partners, 'calledBack', 'repairs', 'total'),
  partner_satisfaction: ({ partners }) => shareOf(partners, 'satisfied', 'answered', 'answered'),
};

/** Added up over the months that say both. */
function shareOf(
  partners: readonly PartnerRow[] = [],
  part: 'calledBack' | 'satisfied',
  whole: 'repairs' | 'answered',
  as: string,
): Readonly<Record<string, number>> | undefined {
  const told = partners.filter((row) => row[part] !== null && row[whole] !== null);
  const total = (field: typeof part | typeof whole): number => told.reduce((all, row) => all + row[field]!, 0);
  return some(total(whole), { [part]: total(part), [as]: total(whole) });
}

function some(whole: number, given: Readonly<Record<string, number>>): Readonly<Record<string, number>> | undefined {
  return whole > 0 ? given : undefined;
}

function sum<K extends keyof SurveyRow>(rows: readonly SurveyRow[], field: K): number {
  return rows.reduce((total, row) => total + Number(row[field]), 0);
}

/** The KPIs that the policy's reports name, in order. */
export function kpiFigures(policy: Policy, counted: Counted, zone: ZoneSnapshot): KpiFigure[] {
  const program = compileDecisions(policy);
  // Rates reckon with numbers only; a calendar is asked for nothing but its zone.
  const closed = { '1': [], '2': [], '3': [], '4': [], '5': [], '6': [], '7': [] };
  const calendar = { id: program.calendar, version: '', zone, week: closed, workday: [], days: {}, knownYears: [] };
  return (policy.reports?.kpis ?? []).map(({ kpi: id, from }) => {
    const kpi = program.kpis.find((k) => k.id === id);
    if (!kpi) throw new RangeError(`Policy ${policy.id} has no KPI ${id}`);
    const given = facts[from](counted);
    const only = { ...program, decisions: {}, kpis: [{ ...kpi, as: {} }] };
    const answer = given ? decide(only, 'kpi', given, { [program.calendar]: calendar }).answer : {};
    return {
      id,
      value: numberOf(answer.value),
      target: kpi.target ?? null,
      passed: typeof answer.passed === 'boolean' ? answer.passed : null,
    };
  });
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
