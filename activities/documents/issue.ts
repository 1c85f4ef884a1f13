/**
 * Makes a paper of a case and keeps it: bytes in the document store, a row with their hash in `master`. The same case
 * makes the same bytes, so asking again answers the paper that is there; a case that went on makes the next version.
 */
import { ApplicationFailure } from '@temporalio/common';
import { formContent } from '../../documents/forms';
import { toPdf } from '../../documents/pdf';
import type { DocumentStore } from '../../documents/store/store';
import { forms } from '../../domain/documents/forms';
import { formNames, type FormName } from '../../domain/documents/form-names';
import type { DeliverOutcome, TextRef } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';
import { sha256 } from '../canonical';
import { readCaseFile, type Company } from './case-file';

export interface PaperDeps {
  prisma: PrismaClient;
  documents: DocumentStore;
  company: Company;
}

/** Which paper of which case, who asked for it with which step, and when: ISO 8601. */
export interface PaperRequest {
  caseId: string;
  form: string;
  seq: number;
  by: string;
  owedAt: string;
  /** Asked for once the case had ended: `seq` is its last step, which did not ask for the paper. */
  late?: boolean;
}

/** Makes and keeps a paper, or says why there is none; throws where it may succeed later. */
export type IssueDocument = (request: PaperRequest) => Promise<DeliverOutcome>;

/** Binds the making of papers to where they are kept. */
export function paperMaker(deps: PaperDeps): IssueDocument {
  return (request) => issueDocument(deps, request);
}

/** See `IssueDocument`; the outcome's reason is the paper's id. */
async function issueDocument(deps: PaperDeps, request: PaperRequest): Promise<DeliverOutcome> {
  const { caseId } = request;
  const form = formNames.find((name) => name === request.form);
  const versions = await versionsOf(deps.prisma, request);
  // Made before for this very step, by a try whose answer was lost.
  const made = request.late ? undefined : versions.find(({ seq }) => seq === request.seq);
  if (made) return issued(made);
  const file = await readCaseFile(deps.prisma, caseId, deps.company);
  if (!form || !file || !forms[form].kinds.includes(file.state.kind)) return { result: 'refused', reason: 'no_form' };
  const bytes = await toPdf(formContent(form, file, sha256), new Date(file.state.openedAt));
  const hash = await deps.documents.put(bytes).catch((error: unknown) => {
    throw ApplicationFailure.retryable(storeProblem(error), 'StoreUnavailable');
  });
  const [newest] = versions;
  if (newest?.sha256 === hash && newest.erasedAt === null) return issued(newest);
  const version = (newest?.version ?? 0) + 1;
  return issued(await keepRow(deps.prisma, { ...request, form, version, sha256: hash, size: bytes.length }));
}

interface PaperVersion extends TextRef {
  version: number;
  seq: number;
  erasedAt: Date | null;
}

/** What there is of this paper, the newest first. */
function versionsOf(prisma: PrismaClient, { caseId, form }: PaperRequest): Promise<PaperVersion[]> {
  return prisma.$queryRaw`/* prepared */
    SELECT "id", "sha256", "version", "seq", "erasedAt" FROM master."Document"
    WHERE "caseId" = ${caseId} AND "form" = ${form} ORDER BY "version" DESC`;
}

function issued({ id, sha256: hash }: TextRef): DeliverOutcome {
  return { result: 'sent', reason: id, document: { id, sha256: hash } };
}

/** The code of the operating system; its words would name a path. */
function storeProblem(error: unknown): string {
  const { code } = error as { code?: unknown };
  return `The document store did not take the paper (${typeof code === 'string' ? code : 'no code'})`;
}

type NewPaper = PaperRequest & { form: FormName; version: number; sha256: string; size: number };

async function keepRow(
  prisma: PrismaClient,
  { caseId, form, version, seq, by, owedAt, late = false, sha256: hash, size }: NewPaper,
): Promise<TextRef> {
  const id = `${caseId}.${form}.${version}`;
  const kept = await prisma.$executeRaw`/* prepared */
    INSERT INTO master."Document" ("id", "caseId", "form", "version", "seq", "by", "late", "sha256", "size", "createdAt")
    VALUES (${id}, ${caseId}, ${form}, ${version}, ${seq}, ${by}, ${late}, ${hash}, ${size}, ${owedAt}::timestamptz)
    ON CONFLICT DO NOTHING`;
  // Another worker made a version at the same moment: look again which.
  if (kept === 0) throw ApplicationFailure.retryable('The paper was made twice at once', 'PaperMadeTwice');
  return { id, sha256: hash };
}
