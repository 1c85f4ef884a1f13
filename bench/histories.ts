/** What a case's history is made of: events by what caused them, and its size. */
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

export interface HistoryFigures {
  events: number;
  /** As the server counts them. */
  bytes: number;
  /** Number of events by cause. */
  causes: Record<string, number>;
}

interface Event {
  eventId: string;
  eventType: string;
  activityTaskScheduledEventAttributes?: { activityType: { name: string } };
  activityTaskStartedEventAttributes?: { scheduledEventId: string };
  activityTaskCompletedEventAttributes?: { scheduledEventId: string };
}

/** The figures of one case, open or closed. */
export async function historyFigures(client: Client, workflowId: string): Promise<HistoryFigures> {
  const handle = client.workflow.getHandle(workflowId);
  const [{ historySize = NaN }, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  const { events } = JSON.parse(historyToJSON(history)) as { events: Event[] };
  const activities = new Map(
    events.flatMap((e) =>
      e.activityTaskScheduledEventAttributes
        ? [[e.eventId, e.activityTaskScheduledEventAttributes.activityType.name] as const]
        : [],
    ),
  );
  const causes: Record<string, number> = {};
  for (const event of events) {
    const cause = causeOf(event, activities);
    causes[cause] = (causes[cause] ?? 0) + 1;
  }
  return { events: events.length, bytes: historySize, causes };
}

function causeOf(event: Event, activities: ReadonlyMap<string, string>): string {
  const type = event.eventType.replace('EVENT_TYPE_', '');
  if (type.startsWith('ACTIVITY_TASK')) {
    const scheduled =
      event.activityTaskStartedEventAttributes?.scheduledEventId ??
      event.activityTaskCompletedEventAttributes?.scheduledEventId ??
      event.eventId;
    return `activity ${activities.get(scheduled) ?? 'failed'}`;
  }
  const groups = {
    WORKFLOW_TASK: 'workflow tasks',
    WORKFLOW_EXECUTION_UPDATE: 'updates',
    TIMER: 'timers',
    UPSERT: 'search attributes',
  };
  for (const [prefix, cause] of Object.entries(groups)) if (type.startsWith(prefix)) return cause;
  return type.startsWith('WORKFLOW_EXECUTION') ? 'start and end' : type.toLowerCase();
}
