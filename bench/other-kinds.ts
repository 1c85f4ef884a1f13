/**
 * The standard return and the standard complaint on the production code, under office-supplies-lubricants: what they cost
 * beside the standard repair. The return: two lines of goods of bad quality, sent in, two approvals, inspected line by
 * line, refunded in two steps, called back. The complaint: one category, answered, a proposal, accepted, carried out,
 * contacted a second time, closed with the written result.
 */
import type { ComplaintInput } from '../domain/cases/complaint/opening';
import type { ReturnInput } from '../domain/cases/return/opening';
import type { Actor } from '../domain/cases/record';
import { text, type CaseDriver, type TestCase } from '../test/rig/case-driver';
import type { Department } from '../test/rig/people';
import type { BenchCase } from './variant';

export type OtherKind = 'return' | 'complaint';
export const otherKinds: readonly OtherKind[] = ['return', 'complaint'];

const policy = 'office-supplies-lubricants';
const DAY = 86_400_000;

type Script = readonly (readonly [actor: Actor, action: string, payload: unknown])[];

/** Opens a case of that kind; its actions are told by index. */
export async function openKind(kind: OtherKind, cases: CaseDriver, people: Department): Promise<BenchCase> {
  const [opened, script] =
    kind === 'return'
      ? [await openReturn(cases), returnScript(people)]
      : [await openComplaint(cases, people), complaintScript(people)];
  return {
    id: opened.caseId,
    actions: script.length,
    act: async (index) => {
      const [actor, action, payload] = script[index]!;
      await opened.act(actor, action, payload, { key: `${index}` });
    },
  };
}

const inShanghai = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

async function openReturn(cases: CaseDriver): Promise<TestCase> {
  const now = Date.now();
  const input: ReturnInput = {
    ...(await cases.begin('return', policy, {
      source: 'phone',
      customerWants: 'return',
      resalable: true,
      qualityProblem: true,
      requestDate: inShanghai(now),
      deliveredOn: inShanghai(now - 10 * DAY),
    })),
    texts: { reason: text('标签粘不住') },
    items: [],
  };
  return cases.start('return', input);
}

const application = {
  sale: {
    documentNo: 'XS-1',
    lines: [
      { line: 1, model: 'A-100', quantity: 10, unitFen: 2_000 },
      { line: 2, model: 'B-200', quantity: 1, unitFen: 50_000, serialNo: 'SN-1' },
    ],
  },
  wants: 'return',
  items: [
    { line: 1, quantity: 4, reason: 'quality' },
    { line: 2, quantity: 1, reason: 'quality' },
  ],
};

function returnScript({ agent, manager, supervisor, warehouse, dispatcher }: Department): Script {
  return [
    [agent, 'respond', {}],
    [agent, 'checkDocuments', { salesDocuments: true }],
    [agent, 'fileApplication', application],
    [agent, 'submit', {}],
    [manager, 'decideReturn', { decision: 'approved', duty: 'salesperson' }],
    [supervisor, 'decideReturn', { decision: 'approved', duty: 'duty_manager' }],
    [agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' }],
    [
      warehouse,
      'receiveGoods',
      {
        items: [
          { line: 1, received: 4 },
          { line: 2, received: 1 },
        ],
        trackingNo: 'SF-1',
      },
    ],
    [warehouse, 'inspectItem', { line: 1, accepted: 4 }],
    [warehouse, 'inspectItem', { line: 2, accepted: 1 }],
    [agent, 'proposeRefund', { amountFen: 58_000 }],
    [supervisor, 'confirmEntry', { entry: 1 }],
    [dispatcher, 'payRefund', { slipNo: 'P-1' }],
    [agent, 'callBack', { callback: 'monthly', reached: true, satisfied: true }],
  ];
}

async function openComplaint(cases: CaseDriver, { agent }: Department): Promise<TestCase> {
  const facts = { complaintSource: 'call', complaintChannel: 'phone', phoneKnown: true };
  const input: ComplaintInput = {
    ...(await cases.begin('complaint', policy, facts, { actor: agent })),
    texts: { complaint: text('送货员态度恶劣') },
    form: { source: 'call', channel: 'phone', recorder: agent.id, lots: [] },
    danger: [],
    preserveScene: false,
  };
  return cases.start('complaint', input);
}

function complaintScript({ agent, supervisor }: Department): Script {
  const says = text('说明');
  // The policy's word for whoever handles complaints, which the department's roster does not have.
  const handler: Actor = { ...agent, duties: [...agent.duties, 'after_sales'] };
  return [
    [handler, 'acknowledgeReceipt', {}],
    [handler, 'assess', { severity: 'minor', categories: ['service'] }],
    [supervisor, 'answerTask', { category: 'service', answer: says }],
    [handler, 'conclude', { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' }],
    [handler, 'propose', { solution: says, remedy: 'apology' }],
    [handler, 'answerDecision', { accepted: true, by: 'phone' }],
    [handler, 'carryOut', { text: says }],
    [handler, 'callBack', { callback: 'second_contact', reached: true, satisfied: true }],
    [handler, 'close', { result: says }],
  ];
}
