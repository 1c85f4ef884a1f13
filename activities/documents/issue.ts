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
import { sqlState } from '../database';
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
  // Made before for this very step, by a try whose answer was lost.
  const { late = false, seq } = request;
  const made = late ? null : await deps.prisma.document.findFirst({ where: { caseId, form: request.form, seq } });
  if (made) return issued(made);
  const file = await readCaseFile(deps.prisma, caseId, deps.company);
  if (!form || !file || !forms[form].kinds.includes(file.state.kind)) return { result: 'refused', reason: 'no_form' };
  const bytes = await toPdf(formContent(form, file, sha256), new Date(file.state.openedAt));
  const hash = await deps.documents.put(bytes).catch((error: unknown) => {
    throw ApplicationFailure.retryable(storeProblem(error), 'StoreUnavailable');
  });
  return issued(await keepRow(deps.prisma, { ...request, form, sha256: hash, size: bytes.length }));
}

function issued({ id, sha256: hash }: TextRef): DeliverOutcome {
  return { result: 'sent', reason: id, document: { id, sha256: hash } };
}

/** The code of the operating system; its words would name a path. */
function storeProblem(error: unknown): string {
  const { code } = error as { code?: unknown };
  return `The document store did not take the paper (${typeof code === 'string' ? code : 'no code'})`;
}

type NewPaper = PaperRequest & { form: FormName; sha256: string; size: number };

/** The row of this paper: the newest of its form where that is the same, else the next version. */
async function keepRow(
  prisma: PrismaClient,
  { caseId, form, seq, by, owedAt, late = false, sha256: hash, size }: NewPaper,
): Promise<TextRef> {
  const newest = await prisma.document.findFirst({ where: { caseId, form }, orderBy: { version: 'desc' } });
  if (newest?.sha256 === hash && newest.erasedAt === null) return newest;
  const version = (newest?.version ?? 0) + 1;
  const id = `${caseId}.${form}.${version}`;
  try {
    await prisma.document.create({
      data: { id, caseId, form, version, seq, by, late, sha256: hash, size, createdAt: new Date(owedAt) },
    });
  } catch (error) {
    // Another worker made a version at the same moment: look again which.
    if (sqlState(error) === '23505')
      throw ApplicationFailure.retryable('The paper was made twice at once', 'PaperMadeTwice');
    throw error;
  }
  return { id, sha256: hash };
}
