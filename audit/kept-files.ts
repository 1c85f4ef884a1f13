/**
 * Papers and attachments held against the histories: a history has the hash of each, the database a row, the document store
 * the bytes. All three have to say the same. Pure: rows and hashes of bytes come in as they were found.
 */
import type { CaseEvent, DeliverOutcome, TextRef } from '../domain/cases/record';
import { fileTables, type FileTable, type RowDifference } from './difference';
import type { DeliverAsked, EventRef, Timeline } from './timeline';

/** A row, and the hash of the bytes that the store has under the row's hash; absent where it has none. */
export interface FoundFile {
  sha256: string;
  bytes?: string;
  /** Its bytes were erased on request, with a proof: that they are gone is as it should be. */
  erased?: boolean;
  /** A paper that was asked for once the case had ended: no step of the case names it. */
  late?: boolean;
}

/** What the database and the store have of a case, by id. */
export type FoundFiles = Readonly<Record<FileTable, ReadonlyMap<string, FoundFile>>>;

interface Proved {
  sha256: string;
  source: EventRef;
}

/** Every difference between a case's history and its files, each with the event that has the hash. */
export function reconcileFiles(caseId: string, timeline: Timeline, found: FoundFiles): RowDifference[] {
  const proved = { document: papersOf(timeline), attachment: attachmentsOf(timeline) };
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
    // An upload that the case refused may have left a row; a paper is made for a recorded step only.
    ...(isMaking(timeline) ? [] : [...found.document])
      .filter(([key]) => !proved.document.has(key))
      .flatMap(([key, file]) => unprovedPaper({ caseId, table: 'document', key }, file, timeline)),
  ];
}

/** A late paper of a case that has ended has to have the bytes of its row; any other that no step made was added. */
function unprovedPaper(
  place: Pick<RowDifference, 'caseId' | 'table' | 'key'>,
  { sha256, bytes, erased, late }: FoundFile,
  { endings }: Timeline,
): RowDifference[] {
  if (!late || endings.at(-1) === 'open') return [{ kind: 'row_added', ...place }];
  if (bytes === sha256 || (erased && bytes === undefined)) return [];
  return bytes === undefined
    ? [{ kind: 'bytes_missing', ...place }]
    : [{ kind: 'bytes_changed', ...place, field: 'sha256', database: bytes }];
}

/** What making a paper answered: its id and hash. */
function papersOf({ effects }: Timeline): Map<string, Proved> {
  const answers = effects.filter(({ name }) => name === 'deliver');
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
  return effects.some(
    ({ name, request, ended }) =>
      name === 'deliver' && ended === undefined && (request as DeliverAsked).notice.to.startsWith('form:'),
  );
}
