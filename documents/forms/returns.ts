/** Papers of a return or exchange, from the application to what the warehouse found. */
import type { ReturnState } from '../../domain/cases/return/state';
import { FORM_WORDS as W } from '../../messages/form-words';
import { count, field, fields, table, text, yuan } from '../blocks';
import type { Block, Table } from '../content';
import type { Writer } from './case-file';
import { approvalTable, cited, customerBox } from './parts';

/** 退换货处理申请表 / 退货申请单 (O-11.1, O-11.3-b): goods, reasons, what the customer wants and may have. */
export function returnApplication(writer: Writer<ReturnState>): Block[] {
  const { texts, sale, facts, entitlement, approval, order } = writer.state;
  return [
    customerBox(writer),
    fields(W.application, [
      field(W.documentNo, sale?.documentNo ?? W.none),
      field(W.wants, writer.word(facts.customerWants, 'wants')),
      field(W.saleDate, writer.word(facts.saleDate)),
      field(W.deliveredOn, writer.word(facts.deliveredOn)),
      field(W.stage, writer.word(facts.stage, 'stage')),
      field(W.reason, writer.text(texts.reason), true),
      field(W.wish, writer.text(texts.wish), true),
    ]),
    goodsTable(writer),
    ...(entitlement
      ? [
          fields(W.entitlement, [
            field(W.entitlement, writer.word(entitlement.decision)),
            field(W.remedy, writer.word(writer.state.remedy)),
            field(W.freightPayer, writer.word(order?.freightPayer ?? entitlement.freightPayer, 'freightPayer')),
            field(W.lastDay, entitlement.lastDay ?? W.none),
            field(W.clauses, cited(entitlement.clauses), true),
          ]),
        ]
      : []),
    ...(approval ? [approvalTable(writer, approval.decisions)] : []),
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/** 退换货处理方案 (O-11.2): cause, plan, corrective action, who is liable. */
export function handlingPlan(writer: Writer<ReturnState>): Block[] {
  const { plan, liable } = writer.state;
  return [
    goodsTable(writer),
    fields(W.plan, [
      field(W.cause, writer.text(plan?.cause), true),
      field(W.plan, writer.text(plan?.plan), true),
      field(W.corrective, writer.text(plan?.corrective), true),
      field(W.liable, writer.word(liable, 'liable')),
      field(W.plannedBy, writer.person(plan?.by)),
      field(W.time, writer.at(plan?.at), true),
    ]),
    { kind: 'signatures', parties: [W.signCompany, W.signApprover] },
  ];
}

/** 退货单 with its list (O-11.3-c, O-11.3-d): approved by whom, which goods, where to and at whose cost. */
export function returnOrder(writer: Writer<ReturnState>): Block[] {
  const { order, approval } = writer.state;
  const { repairAddress } = writer.file.company;
  return [
    customerBox(writer),
    fields(W.application, [
      field(W.orderNo, order?.orderNo ?? W.none),
      field(W.orderIssued, writer.at(order?.issuedAt)),
      field(W.route, writer.word(order?.route, 'route')),
      field(W.freightPayer, writer.word(order?.freightPayer, 'freightPayer')),
      field(W.shipTo, repairAddress?.zh ?? W.none, true),
    ]),
    goodsTable(writer),
    ...(approval ? [approvalTable(writer, approval.decisions)] : []),
    { kind: 'lines', lines: [' ', W.orderRule] },
    { kind: 'signatures', parties: [W.signCompany, W.signWarehouse] },
  ];
}

/** 退货验收记录 (O-11.4-a…c): every item counted and looked at, taken in or refused. */
export function goodsInRecord(writer: Writer<ReturnState>): Block[] {
  const { goods, order } = writer.state;
  const conditions = goods.lines.filter((l) => l.condition);
  return [
    fields(W.goodsIn, [
      field(W.orderNo, order?.orderNo ?? W.none),
      field(W.customerName, writer.file.customer?.name ?? W.none),
      field(W.goodsReceivedAt, writer.at(goods.receivedAt)),
      field(W.receivedBy, writer.person(goods.receivedBy)),
    ]),
    table(
      W.inspection,
      [
        count(W.line),
        text(W.model, 2.4),
        count(W.received, 1.2),
        count(W.accepted, 1.2),
        count(W.refused, 1.2),
        text(W.refusal, 2.4),
        text(W.inspector, 1.8),
      ],
      goods.lines.map((l) => [
        l.line,
        soldLine(writer, l.line)?.model ?? W.none,
        l.received,
        l.accepted ?? null,
        l.refused ?? null,
        l.refusal === undefined ? W.none : writer.named(l.refusal),
        writer.person(l.inspectedBy),
      ]),
    ),
    ...(goods.differs.length > 0 ? [differences(writer)] : []),
    ...(conditions.length > 0
      ? [
          fields(
            W.conditions,
            conditions.map((l) => field(`${W.line} ${l.line}`, writer.text(l.condition), true)),
          ),
        ]
      : []),
    { kind: 'signatures', parties: [W.signWarehouse, W.signCustomer] },
  ];
}

function differences(writer: Writer<ReturnState>): Table {
  return table(
    W.differs,
    [count(W.line), count(W.announced), count(W.received)],
    writer.state.goods.differs.map(({ line, announced, received }) => [line, announced, received]),
  );
}

/** The goods that are to come back, as the sales document has them. */
function goodsTable(writer: Writer<ReturnState>): Table {
  return table(
    W.items,
    [
      count(W.line),
      text(W.model, 2.4),
      text(W.serialNo, 2),
      text(W.batchNo, 1.5),
      count(W.sold, 1.1),
      count(W.back, 1.3),
      yuan(W.unitPrice),
      text(W.reason, 2),
    ],
    writer.state.items.map(({ line, quantity, reason }) => {
      const sold = soldLine(writer, line);
      return [
        line,
        sold?.model ?? W.none,
        sold?.serialNo ?? W.none,
        sold?.batchNo ?? W.none,
        sold?.quantity ?? null,
        quantity,
        sold?.unitFen ?? null,
        writer.word(reason, 'reason'),
      ];
    }),
  );
}

function soldLine({ state }: Writer<ReturnState>, line: number) {
  return state.sale?.lines.find((l) => l.line === line);
}
