/** What is told of a visit: its result to the centre, and what went wrong with people. */
import type { ReportIncident } from './payloads';
import type { VisitWork } from './state';

/** C-IOT-6.2-b: how the visit went is reported to the centre. */
export function reportResult(work: VisitWork): void {
  work.mark('result_reported');
}

/** C-IOT-4.3-4c, C-IOT-4.3-7: told upwards at once; nobody on site answers a claim or quarrels. */
export function reportIncident(work: VisitWork, { incident, text }: ReportIncident): void {
  const marks = {
    engineer_or_tools_held: 'incident_reported',
    conduct: 'conduct_incident',
    damage: 'conduct_incident',
    compensation_request: 'compensation_requested',
  } as const;
  work.mark(marks[incident], { incident, text: text.id });
}
