/** Papers of jobs: desks of a delivery, the user's count, the joint acceptance, the summary of a test. */
import type { GoodsCheck, JobState } from '../../domain/cases/job/state';
import { FORM_WORDS as W } from '../../messages/form-words';
import { count, field, fields, table, text } from '../blocks';
import type { Block } from '../content';
import type { Writer } from './case-file';
import { customerBox, unitBox } from './parts';

type JobWriter = Writer<JobState>;

/** 分部门配送单 (O-3.1-a): one line a department, with what it got and who took it. */
export function deskDelivery(writer: JobWriter): Block[] {
  const { departments = [], texts, parties } = writer.state;
  return [
    customerBox(writer),
    fields(W.request, [
      field(W.task, writer.text(texts.task), true),
      field(W.engineer, writer.person(parties.engineerId)),
    ]),
    table(
      W.desks,
      [text(W.line), text(W.desk, 4), count(W.quantity), text(W.time, 3), text(W.receivedBy, 2)],
      departments.map(({ no, name, pieces, deliveredAt, receivedBy }) => [
        String(no),
        writer.text(name),
        pieces,
        writer.at(deliveredAt),
        writer.text(receivedBy),
      ]),
    ),
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/** 货物清点单 (C-SEC-1.1-b): what the user counted and saw, and who was there. */
export function goodsCheck(writer: JobWriter): Block[] {
  const check = writer.state.goodsCheck!;
  return [
    customerBox(writer),
    goodsTable(writer, W.goods, check.goods),
    present(writer, check),
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/** 设备验收合格书 / 验收记录 (C-SEC-1.3, O-8.1): tests, result, both sides. */
export function acceptanceCertificate(writer: JobWriter): Block[] {
  const acceptance = writer.state.acceptance!;
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.acceptance, [
      field(W.task, writer.text(writer.state.texts.task), true),
      field(W.acceptedResult, writer.word(acceptance.accepted)),
      field(W.finished, writer.at(writer.state.outcome?.finishedAt)),
    ]),
    testTable(writer, acceptance.tests),
    present(writer, acceptance),
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/**
 * 验收记录 (O-8.1, O-8.2-a, C-SEC-1.3): what both sides found, accepted or not: the tests, the goods that were not as they
 * should be, and the reasons.
 */
export function acceptanceRecord(writer: JobWriter): Block[] {
  const { acceptance, goodsCheck: goods, texts } = writer.state;
  const wrong = (goods?.goods ?? []).filter(({ listed, counted, sound }) => counted !== listed || !sound);
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.acceptance, [
      field(W.task, writer.text(texts.task), true),
      field(W.acceptedResult, writer.word(acceptance!.accepted)),
      field(W.nextStep, acceptance!.accepted ? W.none : W.acceptAgain),
      field(acceptance!.accepted ? W.remarks : W.whyNotAccepted, writer.text(acceptance!.text), true),
      ...(wrong.length > 0 ? [field(W.goodsText, writer.text(goods?.text), true)] : []),
    ]),
    ...(acceptance!.tests.length > 0 ? [testTable(writer, acceptance!.tests)] : []),
    ...(wrong.length > 0 ? [goodsTable(writer, W.goodsWrong, wrong)] : []),
    fields(W.present, sides(writer, acceptance!)),
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/** 产品检测总结 (O-5.2): what was tested and what it showed. */
export function testReport(writer: JobWriter): Block[] {
  const report = writer.state.testReport!;
  return [
    customerBox(writer),
    ...unitBox(writer),
    testTable(writer, report.items),
    fields(W.testSummary, [
      field(W.tested, writer.word(report.passed)),
      field(W.time, writer.at(report.at)),
      field(W.engineer, writer.person(writer.state.parties.engineerId)),
      field(W.testSummary, writer.text(report.summary), true),
    ]),
    { kind: 'signatures', parties: [W.signCompany] },
  ];
}

function goodsTable(writer: JobWriter, title: string, goods: GoodsCheck['goods']): Block {
  return table(
    title,
    [text(W.item, 4), count(W.listed), count(W.counted), text(W.sound, 2)],
    goods.map(({ item, listed, counted, sound }) => [item, listed, counted, writer.word(sound)]),
  );
}

function testTable(writer: JobWriter, items: readonly { item: string; passed: boolean }[]): Block {
  return table(
    W.tests,
    [text(W.item, 4), text(W.passed, 2)],
    items.map(({ item, passed }) => [writer.named(item), writer.word(passed)]),
  );
}

type Sides = Pick<GoodsCheck, 'at' | 'customerSide' | 'companySide' | 'text'>;

/** Who was there on both sides, when, and what they remarked. */
function present(writer: JobWriter, both: Sides): Block {
  return fields(W.present, [...sides(writer, both), field(W.remarks, writer.text(both.text), true)]);
}

function sides(writer: JobWriter, { at, customerSide, companySide }: Sides): ReturnType<typeof field>[] {
  return [
    field(W.time, writer.at(at)),
    field(W.companySide, companySide.map((id) => writer.person(id)).join('、')),
    field(W.customerSide, writer.text(customerSide), true),
  ];
}
