/** When each policy's reports are made, of which period, and who gets them. */
import { careSchedules } from '../../domain/care/schedules';
import { coveredOn } from '../../domain/reports/periods';
import { formatDate, parseDate } from '../../domain/time/date';
import { shipped } from '../rig/shipped-policies';

const found = (id: string, report: string) => {
  const { policy } = shipped(id);
  const rule = policy.reports!.reports.find((one) => one.id === report)!;
  const entry = careSchedules(policy).find((one) => one.id === `report-${report}/${id}`);
  const covers = (date: string) => {
    const { from, to } = coveredOn(rule, parseDate(date));
    return [formatDate(from), formatDate(to)];
  };
  return { rule, entry, covers };
};

test('E-m5.5: complaints and repairs of the week and of the month go to those in charge, by mail', () => {
  const weekly = found('electronics-send-in', 'weekly');
  expect(weekly.entry).toMatchObject({ workflowType: 'report', times: { weekdays: [1], hour: 8 }, missed: 'each' });
  expect(weekly.covers('2026-03-09')).toEqual(['2026-03-02', '2026-03-08']);
  expect(weekly.rule.parts).toEqual(expect.arrayContaining(['complaints', 'corrective']));
  const monthly = found('electronics-send-in', 'monthly');
  expect(monthly.entry).toMatchObject({ times: { daysOfMonth: [1], hour: 8 } });
  expect(monthly.covers('2026-03-01')).toEqual(['2026-02-01', '2026-02-28']);
  expect(monthly.rule.parts).toEqual(expect.arrayContaining(['repairs', 'complaints']));
  for (const { rule } of [weekly, monthly]) expect(rule.to).toEqual(['company_lead', 'service_centre_manager']);
});

test('O-12.2: after each quarter the sales department has the surveys with their distance from the target', () => {
  const { rule, entry, covers } = found('office-supplies-lubricants', 'survey_analysis');
  expect(entry).toMatchObject({ times: { daysOfMonth: [15], months: [1, 4, 7, 10], hour: 8 } });
  expect(covers('2026-04-15')).toEqual(['2026-01-01', '2026-03-31']);
  expect(rule.to).toContain('sales_department');
  expect(rule.parts).toEqual(expect.arrayContaining(['surveys', 'kpis']));
  const { policy } = shipped('office-supplies-lubricants');
  expect(policy.reports!.kpis.map(({ from }) => from)).toEqual(['survey_return', 'key_customers']);
});
