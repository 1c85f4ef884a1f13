/** The history of a paper that was asked for once its case had ended, as Temporal keeps it. */
import type { DeliverOutcome } from '../../domain/cases/record';
import type { LatePaperRequest } from '../../domain/documents/late-paper';
import { formatInstant, type Instant } from '../../domain/time/instant';
import { pack, type RawHistory } from './simulated';

export const paperRun = 'paper-run';

/** Of a request, its answer, and the instant at which the workflow started. */
export function paperHistory(request: LatePaperRequest, answer: DeliverOutcome, at: Instant): RawHistory {
  const rows: [type: string, attributes: object][] = [
    [
      'WORKFLOW_EXECUTION_STARTED',
      {
        ...{ workflowType: { name: 'latePaper' }, workflowId: `paper-${request.caseId}-0123456789abcdef` },
        ...{ originalExecutionRunId: paperRun, firstExecutionRunId: paperRun },
        input: { payloads: [pack(request)] },
      },
    ],
    ['WORKFLOW_TASK_SCHEDULED', {}],
    ['WORKFLOW_TASK_STARTED', { scheduledEventId: '2' }],
    ['WORKFLOW_TASK_COMPLETED', { scheduledEventId: '2', startedEventId: '3', binaryChecksum: 'build' }],
    [
      'ACTIVITY_TASK_SCHEDULED',
      { activityId: '1', activityType: { name: 'issueLatePaper' }, input: { payloads: [pack(request)] } },
    ],
    ['ACTIVITY_TASK_STARTED', { scheduledEventId: '5', attempt: 1 }],
    ['ACTIVITY_TASK_COMPLETED', { scheduledEventId: '5', startedEventId: '6', result: { payloads: [pack(answer)] } }],
    ['WORKFLOW_TASK_SCHEDULED', {}],
    ['WORKFLOW_TASK_STARTED', { scheduledEventId: '8' }],
    ['WORKFLOW_TASK_COMPLETED', { scheduledEventId: '8', startedEventId: '9', binaryChecksum: 'build' }],
    ['WORKFLOW_EXECUTION_COMPLETED', { result: { payloads: [pack(answer)] } }],
  ];
  return {
    events: rows.map(([type, attributes], i) => ({
      eventId: String(i + 1),
      eventTime: formatInstant(at + i * 10),
      eventType: `EVENT_TYPE_${type}`,
      [`${type.toLowerCase().replace(/_(.)/g, (_, c: string) => c.toUpperCase())}EventAttributes`]: attributes,
    })),
  };
}
