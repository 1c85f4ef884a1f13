/** Calendar files (.ics): what somebody does when, for any calendar program. */
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

export interface CalendarEvent {
  /** Unique and stable: the same event is changed in the reader's calendar, not doubled. */
  uid: string;
  /** Grows with every change of the event. */
  sequence: number;
  from: Date;
  until: Date;
  title: string;
  place?: string;
  text?: string;
  url?: string;
  /** It was planned and is no more: the calendar takes it out. */
  cancelled?: boolean;
}

/** A calendar file with these events, times in UTC. `madeAt` is written as its stamp, so the same plan gives the same file. */
export function toIcs(name: string, events: readonly CalendarEvent[], madeAt: Date): string {
  const calendar = ical({
    name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Sanbao', product: 'plan', language: 'ZH' },
  });
  for (const { uid, sequence, from, until, title, place, text, url, cancelled } of events) {
    calendar.createEvent({
      id: uid,
      sequence,
      start: from,
      end: until,
      summary: title,
      location: place ?? null,
      description: text ?? null,
      url: url ?? null,
      stamp: madeAt,
      status: cancelled ? ICalEventStatus.CANCELLED : null,
    });
  }
  return calendar.toString();
}
