/** The boxes that several papers have alike: who the customer is, which unit, who approved. */
import type { ApprovalDecision } from '../../domain/cases/approvals';
import type { CaseState } from '../../domain/cases/state';
import { COVERAGES } from '../../messages/case-words';
import { FORM_WORDS as W } from '../../messages/form-words';
import { field, fields, table, text } from '../blocks';
import type { Block } from '../content';
import { both, type Writer } from './case-file';

/** Name, telephone, address, and the site where that is another place. */
export function customerBox({ file: { customer, site } }: Writer): Block {
  const contact = [site?.contact, site?.phone].filter(Boolean).join(' ');
  return fields(W.customer, [
    field(W.customerName, customer?.name ?? W.none),
    field(W.phone, customer?.phone ?? W.none),
    field(W.address, customer?.address ?? W.none, true),
    ...(site ? [field(W.site, `${site.name} ${site.address}`, true)] : []),
    ...(contact === '' ? [] : [field(W.contact, contact, true)]),
  ]);
}

/** The unit that the case is about; nothing where it is about none. */
export function unitBox(writer: Writer): Block[] {
  const { asset } = writer.file;
  if (!asset) return [];
  return [
    fields(W.unit, [
      field(W.product, writer.named(asset.product)),
      field(W.model, asset.model),
      field(W.serialNo, asset.serialNo),
      field(W.saleDate, asset.saleDate ?? W.none),
    ]),
  ];
}

/** Who decided what, in the order in which they had to. */
export function approvalTable(writer: Writer, decisions: readonly ApprovalDecision[]): Block {
  return table(
    W.approvals,
    [text(W.role, 2), text(W.person, 2), text(W.decision, 1.4), text(W.time, 3)],
    decisions.map(({ role, by, decision, at }) => [
      writer.named(role),
      writer.person(by),
      writer.word(decision, 'decision'),
      writer.at(at),
    ]),
  );
}

/** Who bears the work, in words; a dash while the policy has not decided it. */
export function coverageOf({ facts: { coverage } }: Pick<CaseState, 'facts'>): string {
  if (typeof coverage !== 'string') return W.none;
  const words = COVERAGES[coverage as keyof typeof COVERAGES];
  return words ? both(words) : coverage;
}

/** Clause ids as one text. */
export function cited(clauses: readonly string[] | undefined): string {
  return clauses?.length ? [...new Set(clauses)].join(' ') : W.none;
}
