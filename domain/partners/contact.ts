/** How a partner is reached and who repairs there, on a date; and whether a change of it was told in time. */
import { ask, textOf, type Agreement } from './agreement';

/** What a partner tells of itself, and of which changes are told ahead (C-AG-2.2, C-DL-2.2). */
export const contactFields = ['address', 'phone', 'repairLead', 'repairers'] as const;
export type ContactField = (typeof contactFields)[number];
export type Contact = Readonly<Partial<Record<ContactField, string | readonly string[]>>>;

/** A change as the principal was told of it; dates YYYY-MM-DD. */
export interface ContactChange {
  what: ContactField;
  value: string | readonly string[];
  effectiveOn: string;
  toldOn: string;
}

/** The contact data on a date: those of the signing, and every change that is in effect by then, in the order given. */
export function contactOn(base: Contact, changes: readonly ContactChange[], date: string): Contact {
  return [...changes]
    .filter(({ effectiveOn }) => effectiveOn <= date)
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0))
    .reduce<Contact>((contact, { what, value }) => ({ ...contact, [what]: value }), base);
}

/** Whether a change was told in time, and the last day on which it would have been. */
export interface ChangeStanding {
  status: 'met' | 'breached';
  latestNoticeDate?: string;
  clauses: readonly string[];
}

/** Asks the agreement; undefined where it says nothing of changes. */
export function changeStanding(
  agreement: Agreement,
  milestone: string,
  { effectiveOn, toldOn }: Pick<ContactChange, 'effectiveOn' | 'toldOn'>,
): ChangeStanding | undefined {
  const { answer, clauses } = ask(agreement, 'deadline', { milestone, changeEffective: effectiveOn, sent: toldOn });
  const status = textOf(answer, 'status');
  if (status !== 'met' && status !== 'breached') return undefined;
  return { status, latestNoticeDate: textOf(answer, 'latestNoticeDate'), clauses };
}
