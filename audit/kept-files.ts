/**
 * Papers and attachments held against the histories: a history has the hash of each, the database a row, the document store
 * the bytes. All three have to say the same. Pure: rows and hashes of bytes come in as they were found.
 */
import type { CaseEvent, DeliverOutcome, TextRef } from '../domain/cases/record';
import { fileTables, type FileTable, type RowDifference } from './difference';
import type { LatePaper } from './late-papers';
import type { DeliverAsked, Effect, EventRef, Timeline } from './timeline';

/** A row, and the hash of the bytes that the store has under the row's hash; absent where it has none. */
export interface FoundFile {
  sha256: string;
  bytes?: string;
  /** Its bytes were erased on request, with a proof: that they are gone is as it should be. */
  erased?: boolean;
  /** A paper that was asked for once the case had ended: a history of its own names it, no step of the case does. */
  late?: boolean;
}

/** What the database and the store have of a case, by id. */
export type FoundFiles = Readonly<Record<FileTable, ReadonlyMap<string, FoundFile>>>;

interface Proved {
  sha256: string;
  source: EventRef;
}

/** Every difference between a case's history and its files, each with the event that has the hash. */
export function reconcileFiles(
  caseId: string,
  timeline: Timeline,
  found: FoundFiles,
  papers: readonly LatePaper[] = [],
): RowDifference[] {
  const ofCase = papersOf(timeline, 'deliver');
  // Of several that named one paper the first made it; the case itself, where it made it before.
  const late = new Map([...papers].reverse().flatMap((paper) => [...papersOf(paper.timeline, 'issueLatePaper')]));
  const proved = { document: new Map([...late, ...ofCase]), attachment: attachmentsOf(timeline) };
  return [
    ...fileTables.flatMap((table) =>
      [...proved[table]].flatMap(([key, { sha256, source }]): RowDifference[] => {
        const place = { caseId, table, key, source };
        const is = found[table].get(key);
        if (!is) return [{ kind: 'row_missing', ...place }];
        if (is.sha256 !== sha256)
          return [{ kind: 'row_changed', ...place, field: 'sha256', history: sha256, database: is.sha256 }];
        if (is.erased && is.bytes === undefined) return [];
        if (is.bytes === undefined) return [{ kind: 'bytes_missing', ...place, history: sha256 }];
        return is.bytes === sha256
          ? []
          : [{ kind: 'bytes_changed', ...place, field: 'sha256', history: sha256, database: is.bytes }];
      }),
    ),
    // A paper that was made late is marked so; one that a step had made, whose answer was lost, is not.
    ...(hasLostAnswer(timeline) ? [] : [...late])
      .filter(([key]) => !ofCase.has(key) && found.document.get(key)?.late === false)
      .map(([key, { source }]): RowDifference => ({
        ...{ kind: 'row_changed', caseId, table: 'document', key, source },
        ...{ field: 'late', history: 'true', database: 'false' },
      })),
    // An upload that the case refused may have left a row; a paper is made for a recorded step, or for whom its own history names.
    ...([timeline, ...papers.map((paper) => paper.timeline)].some(isMaking) ? [] : [...found.document.keys()])
      .filter((key) => !proved.document.has(key))
      .map((key): RowDifference => ({ kind: 'row_added', caseId, table: 'document', key })),
  ];
}

/** What making a paper answered: its id and hash. */
function papersOf({ effects }: Timeline, activity: string): Map<string, Proved> {
  const answers = effects.filter(({ name }) => name === activity);
  return new Map(
    answers.flatMap(({ result, ended }): [string, Proved][] => {
      const { document } = (result ?? {}) as Partial<DeliverOutcome>;
      return document && ended ? [[document.id, { sha256: document.sha256, source: ended }]] : [];
    }),
  );
}

/** What recorded steps name. */
function attachmentsOf({ claims }: Timeline): Map<string, Proved> {
  return new Map(
    claims.flatMap(({ step, source }) =>
      step.events.flatMap((event): [string, Proved][] => {
        const named = attachedBy(event);
        return named ? [[named.id, { sha256: named.sha256, source }]] : [];
      }),
    ),
  );
}

function attachedBy({ type, data }: CaseEvent): TextRef | undefined {
  if (type !== 'attached' || typeof data?.attachment !== 'string' || typeof data.sha256 !== 'string') return undefined;
  return { id: data.attachment, sha256: data.sha256 };
}

/** A paper is under way: its row may be there before its answer is. */
function isMaking({ effects }: Timeline): boolean {
  return effects.some((effect) => effect.ended === undefined && makesPaper(effect));
}

/** The making of a paper was given up: its row may be there all the same. */
function hasLostAnswer({ effects }: Timeline): boolean {
  return effects.some((effect) => effect.failure !== undefined && makesPaper(effect));
}

function makesPaper({ name, request }: Effect): boolean {
  return name === 'issueLatePaper' || (name === 'deliver' && (request as DeliverAsked).notice.to.startsWith('form:'));
}
