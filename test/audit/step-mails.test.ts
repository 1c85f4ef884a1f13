/** The mails of a step that were sent by one activity, as the auditor reads them (decision 0020). */
import { readRun } from '../../audit/history';
import { expectedRows } from '../../audit/reconcile';
import { timelineOf } from '../../audit/timeline';
import type { DeliverStepOutcome, NoticeRow } from '../../domain/cases/record';
import { formatInstant } from '../../domain/time/instant';
import { pack } from './simulated';

const notices = ['customer', 'engineer', 'dispatcher'].map((to): NoticeRow => ({
  ...{ key: `R1/1/told/${to}/0`, template: 'told', to, params: {}, clauses: [] },
}));
const mails = { caseId: 'R1', seq: 1, owedAt: formatInstant(0), policyId: 'p', parties: { customerId: 'c' } };
const step = { caseId: 'R1', seq: 1, recordedAt: formatInstant(0), cause: { type: 'open', name: 'open' } };
const recorded = { ...step, head: {}, changed: {}, events: [], clocks: [], escalations: [], notices };

/** A case whose first step owes three mails, with this answer to their activity; without one it is under way, or failed. */
function historyOf(answer?: DeliverStepOutcome | 'failed', alone?: NoticeRow): object {
  const rows: [type: string, attributes: object][] = [
    ['WORKFLOW_EXECUTION_STARTED', { workflowType: { name: 'repair' }, originalExecutionRunId: 'run' }],
    ['ACTIVITY_TASK_SCHEDULED', { activityType: { name: 'record' }, input: { payloads: [pack(recorded)] } }],
    ['ACTIVITY_TASK_COMPLETED', { scheduledEventId: '2', result: { payloads: [pack({ result: 'recorded' })] } }],
    ['ACTIVITY_TASK_SCHEDULED', { activityType: { name: 'deliverStep' }, input: asked({ ...mails, notices }) }],
    ['ACTIVITY_TASK_STARTED', { scheduledEventId: '4', attempt: 1 }],
  ];
  if (answer === 'failed') rows.push(['ACTIVITY_TASK_TIMED_OUT', { scheduledEventId: '4' }]);
  else if (answer) rows.push(['ACTIVITY_TASK_COMPLETED', { scheduledEventId: '4', result: asked(answer) }]);
  if (alone)
    rows.push(
      ['ACTIVITY_TASK_SCHEDULED', { activityType: { name: 'deliver' }, input: asked({ ...mails, notice: alone }) }],
      ['ACTIVITY_TASK_COMPLETED', { scheduledEventId: '7', result: asked({ result: 'sent', messageId: 'alone' }) }],
    );
  return {
    events: rows.map(([type, attributes], i) => ({
      eventId: String(i + 1),
      eventTime: formatInstant(i * 10),
      eventType: `EVENT_TYPE_${type}`,
      [`${type.toLowerCase().replace(/_(.)/g, (_, c: string) => c.toUpperCase())}EventAttributes`]: attributes,
    })),
  };
}

const asked = (value: object): object => ({ payloads: [pack(value)] });

function read(...history: Parameters<typeof historyOf>): { asked: string[]; rows: unknown[] } {
  const timeline = timelineOf([readRun(historyOf(...history))]);
  const effects = timeline.effects.filter(({ name }) => name !== 'record');
  const { notice } = expectedRows(timeline);
  return {
    asked: effects.map(({ name, request, result, ended }) => {
      const { notice: of, seq } = request as { notice: NoticeRow; seq: number };
      return `${name} ${seq} ${of.to} ${(result as { result?: string } | undefined)?.result ?? '-'} ${ended?.event ?? '-'}`;
    }),
    rows: notices.map(({ key }) => {
      const { row, underWay } = notice.get(key)!;
      return [row.status, row.messageId ?? row.reason, underWay];
    }),
  };
}

test('each mail has its own answer, as if it had been asked for alone', () => {
  const outcomes = [
    { result: 'sent', messageId: 'm1' },
    { result: 'refused', reason: '550' },
    { result: 'nobody', reason: 'no_person' },
  ] as const;
  expect(read({ outcomes })).toEqual({
    asked: ['deliver 1 customer sent 6', 'deliver 1 engineer refused 6', 'deliver 1 dispatcher nobody 6'],
    rows: [
      ['sent', 'm1', false],
      ['refused', '550', false],
      ['nobody', 'no_person', false],
    ],
  });
});

test('one that is to be tried later is asked for when it is asked for alone', () => {
  const outcomes = [{ result: 'sent', messageId: 'm1' }, { result: 'later' }, { result: 'already' }] as const;
  expect(read({ outcomes }, notices[1])).toEqual({
    asked: ['deliver 1 customer sent 6', 'deliver 1 dispatcher already 6', 'deliver 1 engineer sent 8'],
    rows: [
      ['sent', 'm1', false],
      ['sent', 'alone', false],
      ['sent', undefined, false],
    ],
  });
});

test('under way all of them may have been sent; where the worker was lost none was asked for yet', () => {
  const underWay = read();
  expect(underWay.asked).toHaveLength(3);
  expect(underWay.rows).toEqual(notices.map(() => ['pending', undefined, true]));
  expect(read('failed')).toEqual({ asked: [], rows: notices.map(() => ['pending', undefined, false]) });
});
