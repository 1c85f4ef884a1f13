/** The mails of a step that were sent by one activity, as the auditor reads them (decision 0020). */
import { readRun } from '../../audit/history';
import { expectedRows } from '../../audit/reconcile';
import { timelineOf } from '../../audit/timeline';
import type { DeliverStepOutcome, NoticeRow } from '../../domain/cases/record';
import { formatInstant } from '../../domain/time/instant';
import { activity, attributesOf, audited, edit, eventOf, golden } from './alter';
import { pack, type RawHistory } from './simulated';

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

type Request = { notices?: unknown };

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

test('under way, or lost with the worker, all of them may have been sent until they are asked for alone', () => {
  const underWay = read();
  expect(underWay.asked).toHaveLength(3);
  expect(underWay.rows).toEqual(notices.map(() => ['pending', undefined, true]));
  expect(read('failed')).toEqual(underWay);
  expect(read('failed', notices[1])).toEqual({
    asked: ['deliver 1 customer - -', 'deliver 1 dispatcher - -', 'deliver 1 engineer sent 8'],
    rows: [
      ['pending', undefined, true],
      ['sent', 'alone', false],
      ['pending', undefined, true],
    ],
  });
  expect(read({ outcomes: [{ result: 'later' }, { result: 'later' }, { result: 'later' }] })).toEqual(underWay);
});

test('what was lost in one run is asked for in the next', () => {
  const lost = readRun(historyOf('failed'));
  const next = readRun(historyOf({ outcomes: notices.map(() => ({ result: 'already' })) }));
  const timeline = timelineOf([lost, { ...next, runId: 'next', continuedFrom: lost.runId }]);
  const mails = timeline.effects.filter(({ name }) => name === 'deliver');
  expect(mails.map(({ asked: { run }, ended }) => [run, ended?.run])).toEqual(notices.map(() => [1, 1]));
});

test('a mail that a continued run asks for again, and gets an answer for, is no longer under way', () => {
  const next = readRun(historyOf({ outcomes: notices.map(() => ({ result: 'sent', messageId: 'm' })) }));
  const { notice } = expectedRows(timelineOf([readRun(historyOf()), next]));
  expect([...notice.values()].map(({ row, underWay }) => [row.status, underWay])).toEqual(
    notices.map(() => ['sent', false]),
  );
});

/** A golden history whose first mail was asked for by an activity of its step, and the answer to it. */
function together(): { history: RawHistory; mail: RawHistory['events'][number]; answer: RawHistory['events'][number] } {
  const history = golden('late-response');
  const mail = activity(history, 'deliver', '');
  attributesOf(mail).activityType = { name: 'deliverStep' };
  edit<{ notice?: NoticeRow; notices?: NoticeRow[] }>(mail, (request) => {
    request.notices = [request.notice!];
    delete request.notice;
  });
  const answer = eventOf(history, 'ACTIVITY_TASK_COMPLETED', (e) => attributesOf(e).scheduledEventId === mail.eventId);
  attributesOf(answer).result = asked({ outcomes: [{ result: 'sent', messageId: 'm' }] });
  return { history, mail, answer };
}

function lose(answer: RawHistory['events'][number]): void {
  answer.eventType = 'EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT';
  delete attributesOf(answer).result;
}

const found = (history: RawHistory): string[] =>
  audited([history]).findings.flatMap(({ kind }) => (/^(notice_not_sent|not_followed)$/.test(kind) ? [kind] : []));

describe('in a whole case', () => {
  test('a mail that was sent with those of its step is in order', () => {
    expect(found(together().history)).toEqual([]);
  });

  test('one that was lost with the worker is not held against a case that could not ask for it yet', () => {
    const { history, answer } = together();
    lose(answer);
    history.events.splice(history.events.indexOf(answer) + 1);
    expect(found(history)).toEqual([]);
  });

  test('one that was lost, and not asked for when the case went on, was not sent', () => {
    const { history, answer } = together();
    lose(answer);
    const completed = eventOf(
      history,
      'WORKFLOW_TASK_COMPLETED',
      (e) => history.events.indexOf(e) > history.events.indexOf(answer) + 2,
    );
    history.events.splice(history.events.indexOf(completed) + 1);
    expect(found(history)).toEqual(['notice_not_sent']);
  });

  test.each([
    ['without mails', (request: Request) => delete request.notices],
    ['with something else for mails', (request: Request) => (request.notices = { length: 1 })],
    ['with nothing for a mail', (request: Request) => (request.notices = [null])],
  ])('a request %s ends no reading: the mails are missing', (_, alter) => {
    const { history, mail } = together();
    edit(mail, alter);
    expect(found(history)).toEqual(['notice_not_sent']);
  });

  test.each([{ outcomes: null }, { outcomes: [null] }, null, 'sent'])('nor does the answer %j', (given) => {
    const { history, answer } = together();
    attributesOf(answer).result = asked(given as object);
    expect(found(history)).toEqual(['notice_not_sent']);
  });
});
