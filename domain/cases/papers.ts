/**
 * Papers and photographs of a case. The case knows of them by id and SHA-256; what they show is kept in `master` and in
 * the document store, so a history proves them and holds nobody's data.
 */
import type { z } from 'zod';
import { forms, readyForms } from '../documents/forms';
import type { Actor } from './record';
import { both } from './kind';
import { ownJob } from './ownership';
import { insist } from './refuse';
import type * as p from './shared-payloads';
import type { CaseState } from './state';
import type { Work } from './work';

type In<T extends z.ZodType> = z.infer<T>;

/** Owes the paper; it is made after this step is recorded, from what the case then shows. */
export function issueDocument(work: Work, { form }: In<typeof p.issueDocument>): void {
  work.event('document_asked', { form });
  work.issueDocument(form);
}

/** Refuses a form of another kind of case, and one for which there is nothing to print yet. */
export const issueDocumentGuard = both<CaseState, In<typeof p.issueDocument>>(ownJob, (state, _actor, { form }) => {
  const ready = readyForms(state);
  const known = forms[form].kinds.includes(state.kind);
  insist(
    ready.includes(form),
    known ? 'requirement_missing' : 'invalid_request',
    known ? `还没有可填入「${forms[form].title.zh}」的内容` : `此类案件没有「${forms[form].title.zh}」`,
    known ? `There is nothing for the ${form} yet` : `A case of this kind has no ${form}`,
    'form',
    ready,
  );
});

/** A photograph or paper that somebody put to the case. */
export function attach(work: Work, { attachment, about }: In<typeof p.attach>): void {
  work.event('attached', { attachment: attachment.id, sha256: attachment.sha256, about });
}

/** An engineer attaches to their own case only. */
export function attachGuard(state: CaseState, actor: Actor): void {
  ownJob(state, actor);
}
