/** Papers of a repair that the customer agrees to before something costs them money. */
import type { RepairState } from '../../domain/cases/repair/state';
import { FORM_WORDS as W } from '../../messages/form-words';
import { field, fields, number, table, text, yuan } from '../blocks';
import type { Block } from '../content';
import type { Writer } from './case-file';
import { approvalTable, coverageOf, customerBox, unitBox } from './parts';

/** 报价明细 / 非保修产品维修报价单 (S-5.5-a…c, E-3.2-b): items, prices, who bears each, consent. */
export function quotation(writer: Writer<RepairState>): Block[] {
  const { quote, diagnosis } = writer.state;
  const answer = quote?.answer && `${writer.word(quote.answer, 'answer')} ${writer.at(quote.answeredAt)}`;
  const remitted = quote?.remittedFen && `${writer.yuan(quote.remittedFen)} ${writer.at(quote.remittedAt)}`;
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.finding, [
      field(W.quoteReason, coverageOf(writer.state), true),
      field(W.finding, writer.text(diagnosis?.text), true),
      field(W.quotedAt, writer.at(quote?.sentAt), true),
    ]),
    table(
      W.quoteLines,
      [text(W.item, 3), number(W.quantity), yuan(W.unitPrice), yuan(W.amount), text(W.payer, 1.8)],
      (quote?.lines ?? []).map(({ fee, quantity, unitFen, totalFen, payer }) => [
        writer.named(fee),
        quantity,
        unitFen,
        totalFen,
        writer.word(payer, 'payer'),
      ]),
    ),
    {
      kind: 'fields',
      fields: [
        field(W.customerPays, writer.yuan(quote?.customerFen), true),
        field(W.answer, answer || W.none, true),
        field(W.remitted, remitted || W.none, true),
      ],
    },
    { kind: 'lines', lines: [' ', W.consentRule] },
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/** 代用机使用协议 (S-4.5-f, S-4.5-g): the unit, the deposit, both approvals, the signature. */
export function loanerAgreement(writer: Writer<RepairState>): Block[] {
  const { loaner } = writer.state;
  const { loaner: unit } = writer.file;
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.loaner, [
      ...(unit
        ? [field(W.product, writer.named(unit.product)), field(W.model, unit.model), field(W.serialNo, unit.serialNo)]
        : [field(W.loanerUnit, loaner?.unitId ?? W.none)]),
      field(W.deposit, writer.yuan(loaner?.depositFen)),
      field(W.issuedAt, writer.at(loaner?.issuedAt)),
      field(W.returnedAt, writer.at(loaner?.returnedAt)),
      field(W.conditionIssued, writer.word(unit?.issued, 'condition')),
      field(W.conditionReturned, writer.word(unit?.returned, 'condition')),
    ]),
    approvalTable(writer, loaner?.approvals ?? []),
    { kind: 'lines', lines: [' ', W.loanerRule] },
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}
