/**
 * Every kind of case: its table of actions, how it is opened, and the names that policies may use of it. Whoever serves
 * all kinds (the API, the policy checks, the operator's commands) reads them here; a kind is added by its entry.
 */
import type { CaseKind } from '../policy/rule';
import type { FactType } from '../policy/rule';
import { complaintKind } from './complaint';
import { complaintFacts, complaintFactTypes, complaintMarks } from './complaint/marks';
import { complaintOpening } from './complaint/opening';
import { jobKind } from './job';
import { jobFacts, jobFactTypes, jobMarks } from './job/marks';
import { jobOpening } from './job/opening';
import type { KindDef } from './kind';
import type { Opening } from './opening';
import { repairKind } from './repair';
import { repairFacts, repairFactTypes, repairMarks } from './repair/marks';
import { repairOpening } from './repair/opening';
import { returnKind } from './return';
import { returnFacts, returnFactTypes, returnMarks } from './return/marks';
import { returnOpening } from './return/opening';

export interface KindEntry {
  table: KindDef;
  opening: Opening;
  /** The moments that policies refer to, and what each means. */
  marks: Readonly<Record<string, string>>;
  /** The facts that policies may test, and what each means. */
  facts: Readonly<Record<string, string>>;
  /** What a fact holds, where it is not yes or no. */
  factTypes: Readonly<Partial<Record<string, FactType>>>;
}

/** The kinds served, in the order in which they are listed. */
export const caseKinds: readonly KindEntry[] = [
  {
    table: repairKind,
    opening: repairOpening,
    marks: repairMarks,
    facts: repairFacts,
    factTypes: repairFactTypes,
  },
  {
    table: returnKind,
    opening: returnOpening,
    marks: returnMarks,
    facts: returnFacts,
    factTypes: returnFactTypes,
  },
  {
    table: complaintKind,
    opening: complaintOpening,
    marks: complaintMarks,
    facts: complaintFacts,
    factTypes: complaintFactTypes,
  },
  {
    table: jobKind,
    opening: jobOpening,
    marks: jobMarks,
    facts: jobFacts,
    factTypes: jobFactTypes,
  },
];

/** The entry of a kind. Throws where it is not served. */
export function entryOf(kind: CaseKind): KindEntry {
  const found = caseKinds.find((entry) => entry.table.kind === kind);
  if (!found) throw new Error(`no case is of kind ${kind}`);
  return found;
}

/** The kind of a case by its number, so that it is known without a database; undefined for no case number. */
export function kindOfNumber(caseId: string): KindEntry | undefined {
  return caseKinds.find(({ opening }) => caseId.startsWith(opening.prefix));
}
