import { namesOfKinds, type KnownNames } from '../../domain/policy/names';
import clauseList from '../clauses.json';
import { calendarSet, type CalendarSet } from './calendars';

/** One clause of the source: its words, its place, and the rule in plain English. */
export interface Clause {
  id: string;
  /** The source's own words, errors of scanning included. */
  quote: string;
  rule: string;
  /** Section of the source document. */
  section: string;
  caseTypes: readonly string[];
}

/** Every clause of the source documents, in their order. */
export const clauses: readonly Clause[] = clauseList;

/** The clause of that id, to be shown wherever it decided something. */
export function clauseOf(id: string): Clause | undefined {
  return clauses.find((clause) => clause.id === id);
}

/** Every name that a policy file may refer to; calendars are those that ship where no others are given. */
export function knownNames({ calendars }: CalendarSet = calendarSet()): KnownNames {
  return namesOfKinds(
    [...calendars.keys()],
    clauses.map(({ id }) => id),
  );
}
