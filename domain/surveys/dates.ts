/** When a survey goes out, until when it must be back, who completes it by when, and when its link is dead. */
import { shifted } from '../care/dates';
import type { ZoneSnapshot } from '../calendar/snapshot';
import { endOfLocalDate } from '../calendar/zone';
import type { PolicySurvey } from '../policy/schema-surveys';
import { DAY_MS, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';

/** The instants of a survey that is sent on a date; each is the end of a date (R-DAYEND). */
export interface SurveyDates {
  backBy: Instant;
  /** Where nothing came back: completed by phone or visit. */
  completedBy: Instant;
  deadAfter: Instant;
}

/** The dates of a survey that is sent on `today`, a date of that zone. */
export function surveyDates(survey: PolicySurvey, today: LocalDate, zone: ZoneSnapshot): SurveyDates {
  const back = shifted(today, survey.returnWithin.dates);
  return {
    backBy: endOfLocalDate(zone, back),
    completedBy: endOfLocalDate(zone, shifted(back, survey.fallback.within)),
    deadAfter: endOfLocalDate(zone, shifted(today, survey.expires.after)),
  };
}

/** The months, YYYY-MM, on whose first a survey is sent, of the dates after `since` up to `until`. */
export function monthsOfSending({ months = [] }: PolicySurvey, since: LocalDate, until: LocalDate): string[] {
  const dates = Array.from({ length: until - since }, (_, n) => new Date((since + 1 + n) * DAY_MS));
  return dates
    .filter((date) => date.getUTCDate() === 1 && months.includes(date.getUTCMonth() + 1))
    .map((date) => date.toISOString().slice(0, 7));
}
