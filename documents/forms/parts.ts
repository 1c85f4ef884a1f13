/** The boxes that several papers have alike: who the customer is, which unit, who approved. */
import type { ApprovalDecision } from '../../domain/cases/approvals';
import { FORM_WORDS as W } from '../../messages/form-words';
import type { Block, Fields } from '../content';
import type { Writer } from './case-file';

type Field = Fields['fields'][number];

/** A box of a form. */
export function field(label: string, value: string, wide = false): Field {
  return { label, value, ...(wide && { wide }) };
}

/** Name, telephone, address, and the site where that is another place. */
export function customerBox({ file: { customer, site } }: Writer): Block {
  const contact = [site?.contact, site?.phone].filter(Boolean).join(' ');
  return {
    kind: 'fields',
    title: W.customer,
    fields: [
      field(W.customerName, customer?.name ?? W.none),
      field(W.phone, customer?.phone ?? W.none),
      field(W.address, customer?.address ?? W.none, true),
      ...(site ? [field(W.site, `${site.name} ${site.address}`, true)] : []),
      ...(contact === '' ? [] : [field(W.contact, contact, true)]),
    ],
  };
}

/** The unit that the case is about; nothing where it is about none. */
export function unitBox(writer: Writer): Block[] {
  const { asset } = writer.file;
  if (!asset) return [];
  return [
    {
      kind: 'fields',
      title: W.unit,
      fields: [
        field(W.product, writer.named(asset.product)),
        field(W.model, asset.model),
        field(W.serialNo, asset.serialNo),
        field(W.saleDate, asset.saleDate ?? W.none),
      ],
    },
  ];
}

/** Who decided what, in the order in which they had to. */
export function approvalTable(writer: Writer, decisions: readonly ApprovalDecision[]): Block {
  return {
    kind: 'table',
    title: W.approvals,
    columns: [
      { title: W.role, width: 2 },
      { title: W.person, width: 2 },
      { title: W.decision, width: 1.4 },
      { title: W.time, width: 3 },
    ],
    rows: decisions.map(({ role, by, decision, at }) => [
      writer.named(role),
      writer.person(by),
      writer.word(decision, 'decision'),
      writer.at(at),
    ]),
  };
}

/** Clause ids as one text. */
export function cited(clauses: readonly string[] | undefined): string {
  return clauses?.length ? [...new Set(clauses)].join(' ') : W.none;
}
