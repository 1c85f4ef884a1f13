/** 客户投诉处理单 (O-10.2…10.4): from what was said to what was decided, as far as the complaint has come. */
import { currentProposal, type ComplaintState, type LotCheck, type Proposal } from '../../domain/cases/complaint/state';
import { isConfirmed, owedOf } from '../../domain/cases/ledger-rows';
import { FORM_WORDS as W } from '../../messages/form-words';
import { count, field, fields, number, table, tableIfAny, text, yuan } from '../blocks';
import type { Block } from '../content';
import type { Writer } from './case-file';
import { approvalTable, customerBox, unitBox } from './parts';

export function complaintForm(writer: Writer<ComplaintState>): Block[] {
  return [
    customerBox(writer),
    ...unitBox(writer),
    intake(writer),
    ...departments(writer),
    ...lots(writer),
    ...finding(writer),
    ...corrections(writer),
    ...decision(writer),
    ...reviews(writer),
    ...money(writer),
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany, W.signApprover] },
  ];
}

function intake(writer: Writer<ComplaintState>): Block {
  const { form, texts, severity, openedAt } = writer.state;
  return fields(W.form, [
    field(W.source, writer.word(form.source, 'source')),
    field(W.complaintChannel, writer.word(form.channel, 'channel')),
    field(W.recorder, writer.person(form.recorder)),
    field(W.opened, writer.at(openedAt)),
    field(W.severity, writer.word(severity, 'severity')),
    field(W.lots, form.lots.join(' ') || W.none),
    field(W.complaint, writer.text(texts.complaint), true),
    field(W.wish, writer.text(texts.wish), true),
  ]);
}

function departments(writer: Writer<ComplaintState>): Block[] {
  const tasks = Object.values(writer.state.tasks);
  return tableIfAny(
    W.tasks,
    [text(W.category, 1.6), text(W.department, 1.8), text(W.person, 1.2), text(W.opinion, 4), text(W.time, 2.2)],
    tasks,
    ({ category, owner, answer, personId }) => [
      writer.named(category),
      writer.named(owner),
      writer.person(answer?.by ?? personId),
      writer.text(answer?.text),
      writer.at(answer?.at),
    ],
  );
}

function lots(writer: Writer<ComplaintState>): Block[] {
  const checked = Object.entries(writer.state.lots);
  return tableIfAny(
    W.batch,
    [text(W.batchNo, 2), text(W.inStock, 1.2), text(W.sample, 1), text(W.similar, 1.3), text(W.recall, 3)],
    checked,
    ([lot, { inStock, sample, recall }]) => [
      lot,
      writer.word(inStock),
      sample === undefined ? W.none : String(sample.size),
      writer.word(sample?.similar),
      recallWords(writer, recall),
    ],
  );
}

function recallWords(writer: Writer<ComplaintState>, recall: LotCheck['recall']): string {
  if (!recall) return W.none;
  const told = `${W.customersTold} ${Object.keys(recall.customers).length}`;
  return `${writer.at(recall.openedAt)} – ${writer.at(recall.doneAt)} · ${told}`;
}

function finding(writer: Writer<ComplaintState>): Block[] {
  const { finding: found } = writer.state;
  if (!found) return [];
  return [
    fields(W.investigation, [
      field(W.analysis, writer.text(found.analysis), true),
      field(W.cause, writer.word(found.cause, 'cause')),
      field(W.liability, writer.word(found.liability, 'liability')),
      field(W.outcome, writer.word(found.outcome, 'outcome')),
      field(W.person, writer.person(found.by)),
    ]),
  ];
}

function corrections(writer: Writer<ComplaintState>): Block[] {
  const { corrections: planned } = writer.state;
  return tableIfAny(
    W.corrections,
    [text(W.what, 4), text(W.owner, 1.3), text(W.dueOn, 2.2), text(W.effective, 1)],
    planned,
    ({ what, ownerId, dueAt, verified }) => [
      writer.text(what),
      writer.person(ownerId),
      writer.at(dueAt),
      writer.word(verified?.effective),
    ],
  );
}

function decision(writer: Writer<ComplaintState>): Block[] {
  const proposal = currentProposal(writer.state);
  if (!proposal) return [];
  return [
    fields(W.proposal, [
      field(W.solution, writer.text(proposal.solution), true),
      field(W.remedy, writer.word(proposal.remedy)),
      field(W.compensation, writer.yuan(proposal.totalFen)),
      field(W.customerAnswer, answered(writer, proposal.answer), true),
      field(W.result, writer.text(writer.state.result?.text), true),
    ]),
    ...(proposal.lines.length > 0 ? [compensation(writer, proposal)] : []),
    ...(proposal.approval.decisions.length > 0 ? [approvalTable(writer, proposal.approval.decisions)] : []),
  ];
}

/** Every entry with what it takes back, and what is owed in all after a ruling that amended an earlier decision. */
function money(writer: Writer<ComplaintState>): Block[] {
  const { ledger } = writer.state;
  if (ledger.entries.length === 0) return [];
  const counted = ledger.entries.map((e) => ({ ...e, confirmed: isConfirmed(ledger, e.no) }));
  const parties = (from: string, to: string): string => `${writer.word(from, 'payer')} → ${writer.word(to, 'payee')}`;
  return [
    table(
      W.money,
      [
        count(W.line, 0.6),
        text(W.moneyType, 1.6),
        yuan(W.amount),
        text(W.fromTo, 3),
        text(W.reverses, 1.2),
        text(W.confirmed, 1.4),
      ],
      counted.map(({ no, type, fen, from, to, reverses, confirmed }) => [
        no,
        writer.word(type, 'type'),
        fen,
        parties(from, to),
        reverses === undefined ? W.none : String(reverses),
        writer.word(confirmed),
      ]),
    ),
    ...tableIfAny(
      W.owedInAll,
      [text(W.fromTo, 4), yuan(W.amount), yuan(W.confirmed)],
      owedOf(counted),
      ({ from, to, fen, confirmedFen }) => [parties(from, to), fen, confirmedFen],
    ),
  ];
}

function answered(writer: Writer<ComplaintState>, answer: Proposal['answer']): string {
  return answer ? `${answer.accepted ? W.answerAccepted : W.answerRejected} ${writer.at(answer.at)}` : W.none;
}

function compensation(writer: Writer<ComplaintState>, { lines }: Proposal): Block {
  return table(
    W.compensation,
    [text(W.basis, 3), text(W.payer, 1.6), number(W.quantity), yuan(W.amount)],
    lines.map(({ basis, payer, quantity, amountFen }) => [
      writer.named(basis),
      writer.word(payer, 'payer'),
      quantity ?? null,
      amountFen,
    ]),
  );
}

function reviews(writer: Writer<ComplaintState>): Block[] {
  const { reviews: asked } = writer.state;
  return tableIfAny(
    W.reviews,
    [text(W.level, 1.6), text(W.person, 1.2), text(W.ruling, 4), text(W.time, 2.2)],
    asked,
    ({ level, ruling }) => [
      writer.named(level),
      writer.person(ruling?.by),
      ruling ? `${writer.word(ruling.outcome, 'outcome')} ${writer.text(ruling.text)}` : W.none,
      writer.at(ruling?.at),
    ],
  );
}
