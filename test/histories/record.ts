/**
 * Records the golden histories, by hand: `npx tsx test/histories/record.ts`. Until 1.0.0 they are made anew whenever the
 * workflows change on purpose, and the commit says why. `before-decisions.json` is of a release before policies decided
 * repairs, and stays as it is. With names, only those: `… record.ts return-refund`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { ComplaintInput } from '../../domain/cases/complaint/opening';
import type { JobInput } from '../../domain/cases/job/opening';
import type { ReturnInput } from '../../domain/cases/return/opening';
import { application } from '../domain/cases/return-simulator';
import { text } from '../rig/case-driver';
import globalSetup from '../rig/global-setup';
import globalTeardown from '../rig/global-teardown';
import { runsOf } from '../rig/replay';
import { days, hours, minutes, startRig, type Rig } from '../rig/time-skipping';

const items = [{ partNo: 'P-1', quantity: 1 }];

/** A level 1 fault that nobody answers in time; excused with a second person. */
async function lateResponse(rig: Rig): Promise<string> {
  const { cases, people } = rig;
  const { dispatcher, supervisor, secondSupervisor, engineer } = people;
  const facts = { level: 'L1', region: 'main_nine_districts', contractActive: true };
  const repair = await cases.open({ policy: 'security-projects-chongqing', facts });
  await rig.pass(45 * minutes);
  await repair.act(dispatcher, 'respond');
  await repair.act(supervisor, 'excuse', { clock: 'response', reason: text('暴雨') });
  await repair.act(secondSupervisor, 'approveExcuse', { clock: 'response' });
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(supervisor, 'extend', { clock: 'arrival', by: 'PT1H', reason: text('道路中断') });
  await rig.pass(2 * hours);
  await repair.act(engineer, 'arrive');
  await repair.act(dispatcher, 'cancel', { reason: text('客户撤回') });
  await repair.handle.result();
  return repair.caseId;
}

/** Two waits for parts in the workshop, the second up to the cap. */
async function partsCap(rig: Rig): Promise<string> {
  const { cases, people } = rig;
  const { dispatcher, supervisor, warehouse, engineer } = people;
  const facts = { channel: 'carry_in', soldByUs: true, inWarranty: true, proofShown: true, functionalFault: true };
  const repair = await cases.open({ policy: 'auto-equipment-nanjing', facts });
  await repair.act(dispatcher, 'respond');
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(warehouse, 'receiveDevice', { ticketNo: 'T-1' });
  await rig.pass(2 * hours);
  await repair.act(engineer, 'waitForParts', { items });
  await rig.pass(60 * hours);
  await repair.act(engineer, 'receiveParts', {});
  await rig.pass(1 * hours);
  await repair.act(engineer, 'waitForParts', { items });
  await rig.pass(61 * hours);
  await repair.act(supervisor, 'acknowledge', { escalation: 'parts_cap' });
  await repair.act(warehouse, 'useStockUnit', { serialNo: 'NEW-1' });
  await repair.act(engineer, 'complete', { resolved: true, tested: true });
  await repair.act(dispatcher, 'handBack', { ticketNo: 'T-1' });
  await rig.pass(8 * days);
  await repair.handle.result();
  return repair.caseId;
}

/** A device that was sent in: working days that wait from the quote until the remittance slip. */
async function quotePause(rig: Rig): Promise<string> {
  const { cases, people } = rig;
  const { dispatcher, agent, engineer, warehouse } = people;
  const facts = { channel: 'send_in', purchaseDateKnown: true, purchaseDate: '2024-01-15', trackingNoKnown: true };
  const repair = await cases.open({ policy: 'electronics-send-in', facts });
  await repair.act(agent, 'respond', { by: 'email', opinion: text('请寄回') });
  await repair.act(agent, 'passToLead');
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(warehouse, 'receiveDevice', { ticketNo: 'T-9' });
  await repair.act(engineer, 'diagnose', { finding: text('进水'), humanDamage: true });
  await repair.act(engineer, 'quote', { lines: [{ fee: 'labour', unitFen: 8_000 }] });
  await rig.pass(3 * days);
  await repair.act(agent, 'answerQuote', { accepted: true, by: 'email' });
  await repair.act(agent, 'remit', { amountFen: 8_000, slipNo: 'S-1' });
  await rig.pass(2 * hours);
  await repair.act(engineer, 'complete', { resolved: true, tested: true });
  await repair.act(agent, 'announceReady');
  await repair.act(warehouse, 'shipBack', { trackingNo: 'SF-2' });
  await rig.pass(8 * days);
  await repair.handle.result();
  return repair.caseId;
}

/** A return that nobody answers in time, then approved, come in, refunded and closed. */
async function returnRefund(rig: Rig): Promise<string> {
  const { cases, people } = rig;
  const { agent, manager, supervisor, warehouse } = people;
  const facts = { source: 'phone', customerWants: 'return', qualityProblem: true, resalable: true };
  const dates = { requestDate: '2026-11-23', deliveredOn: '2026-11-20' };
  const begun = await cases.begin('return', 'office-supplies-lubricants', { ...facts, ...dates });
  const input: ReturnInput = { ...begun, texts: { reason: text('粘不住') }, items: [] };
  const goods = await cases.start('return', input);
  await rig.pass(31 * minutes);
  await goods.act(supervisor, 'acknowledge', { escalation: 'breach:quality_return_response' });
  await goods.act(agent, 'respond');
  await goods.act(agent, 'checkDocuments', { salesDocuments: true });
  await goods.act(agent, 'fileApplication', application);
  await goods.act(agent, 'submit');
  await goods.act(manager, 'decideReturn', { decision: 'approved', duty: 'salesperson' });
  await goods.act(supervisor, 'decideReturn', { decision: 'approved', duty: 'duty_manager' });
  await goods.act(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' });
  const came = [
    { line: 1, received: 4 },
    { line: 2, received: 1 },
  ];
  await goods.act(warehouse, 'receiveGoods', { items: came });
  await goods.act(warehouse, 'inspectItem', { line: 1, accepted: 4 });
  await goods.act(warehouse, 'inspectItem', { line: 2, accepted: 1 });
  await goods.act(agent, 'proposeRefund', { amountFen: 58_000 });
  await goods.act(supervisor, 'confirmEntry', { entry: 1 });
  await goods.act(agent, 'payRefund', { slipNo: 'P-1' });
  await rig.pass(20 * days);
  await goods.act(agent, 'callBack', { callback: 'monthly', reached: true, satisfied: true });
  await rig.pass(8 * days);
  await goods.handle.result();
  return goods.caseId;
}

/** A complaint whose lot is recalled, refused, amended by the reviewer, compensated, and closed with a satisfied customer. */
async function complaintAppeal(rig: Rig): Promise<string> {
  const { agent, engineer, leader, manager, secondSupervisor, supervisor, warehouse, customerId } = rig.people;
  const says = text('说明');
  const facts = { complaintSource: 'call', complaintChannel: 'phone', phoneKnown: true };
  const begun = await rig.cases.begin('complaint', 'demo-quick-complaint', facts, { actor: agent });
  const input: ComplaintInput = {
    ...begun,
    texts: { complaint: text('标签脱胶') },
    form: { source: 'call', channel: 'phone', recorder: agent.id, lots: ['L-1'] },
    danger: [],
    preserveScene: false,
  };
  const complaint = await rig.cases.start('complaint', input);
  await complaint.act(agent, 'acknowledgeReceipt', {});
  await complaint.act(agent, 'assess', { severity: 'serious', categories: ['quality', 'attitude'] });
  await complaint.act(warehouse, 'checkBatch', { lot: 'L-1', inStock: true });
  await complaint.act(engineer, 'testSample', { lot: 'L-1', size: 5, similar: true });
  await complaint.act(agent, 'listAffected', { lot: 'L-1', complete: true });
  await complaint.act(warehouse, 'settleAffected', { lot: 'L-1', affectedId: customerId, outcome: 'returned' });
  await complaint.act(engineer, 'answerTask', { category: 'quality', answer: says });
  await rig.pass(40_000);
  await complaint.act(manager, 'acknowledge', { escalation: 'breach:task_attitude' });
  await complaint.act(secondSupervisor, 'answerTask', { category: 'attitude', answer: says });
  const conclusion = { analysis: says, cause: 'production', liability: 'company', outcome: 'upheld' };
  await complaint.act(agent, 'conclude', conclusion);
  await complaint.act(agent, 'planCorrection', { what: says, correctionOwnerId: engineer.id, dueOn: '2035-01-01' });
  await complaint.act(agent, 'propose', { solution: says, remedy: 'apology' });
  await complaint.act(agent, 'answerDecision', { accepted: false, by: 'phone' });
  await complaint.act(agent, 'appeal', { text: says });
  const compensation = [{ basis: 'damage', amountFen: 50_000 }];
  const amended = { outcome: 'amended', text: says, solution: says, remedy: 'compensation', compensation };
  await complaint.act(supervisor, 'rule', amended);
  await complaint.act(manager, 'decideCompensation', { decision: 'approved', duty: 'demo_manager' });
  await complaint.act(agent, 'answerDecision', { accepted: true, by: 'phone' });
  await complaint.act(leader, 'confirmEntry', { entry: 1 });
  await complaint.act(agent, 'carryOut', { text: says });
  await complaint.act(engineer, 'reportCorrection', { correction: 1, evidence: says });
  await complaint.act(supervisor, 'verifyCorrection', { correction: 1, effective: true });
  await complaint.act(agent, 'callBack', { callback: 'second_contact', reached: true, satisfied: true });
  await complaint.act(agent, 'close', { result: says });
  await rig.pass(2 * minutes);
  await complaint.handle.result();
  return complaint.caseId;
}

/** An installation that is extended and still late, excused with a second person, then done, signed and closed by itself. */
async function installation(rig: Rig): Promise<string> {
  const { dispatcher, engineer, supervisor, secondSupervisor } = rig.people;
  const facts = { work: 'installation', channel: 'on_site', region: 'nanjing', recordComplete: true };
  const begun = await rig.cases.begin('job', 'auto-equipment-nanjing', facts);
  const input: JobInput = { ...begun, texts: { task: text('安装举升机') }, intake: { source: 'shop', filledBy: 'customer' } };
  const job = await rig.cases.start('job', input);
  await job.act(dispatcher, 'respond');
  await job.act(dispatcher, 'assign', { engineerId: engineer.id });
  await job.act(engineer, 'accept');
  await rig.pass(10 * hours);
  await job.act(supervisor, 'extend', { clock: 'onsite', by: 'PT2H', reason: text('道路中断') });
  await rig.pass(17 * hours);
  await job.act(supervisor, 'acknowledge', { escalation: 'breach:onsite' });
  await job.act(supervisor, 'excuse', { clock: 'onsite', reason: text('暴雨') });
  await job.act(secondSupervisor, 'approveExcuse', { clock: 'onsite' });
  await job.act(engineer, 'depart', { checklist: ['tools', 'uniform'] });
  await rig.pass(1 * hours);
  await job.act(engineer, 'arrive');
  await job.act(engineer, 'brief', { topics: ['use', 'upkeep'] });
  await rig.pass(2 * hours);
  await job.act(engineer, 'finish', { done: true, tested: true });
  await job.act(engineer, 'signOff', { signed: true, quality: 5, attitude: 5 });
  await job.act(engineer, 'endVisit', { briefed: true });
  await job.act(engineer, 'fileSheet', {});
  await job.act(engineer, 'reportResult');
  await job.act(dispatcher, 'callBack', { callback: 'installation', reached: true, satisfied: true });
  await rig.pass(8 * days);
  await job.handle.result();
  return job.caseId;
}

const plays = {
  'late-response': lateResponse,
  'parts-cap': partsCap,
  'quote-pause': quotePause,
  'return-refund': returnRefund,
  'complaint-appeal': complaintAppeal,
  installation,
};

/** Each on a server of its own, so that it begins today: waiting for the end of a case skips ten years of its server. */
async function record(): Promise<void> {
  await globalSetup();
  const wanted = process.argv.slice(2);
  try {
    for (const [name, play] of Object.entries(plays)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const rig = await startRig(`golden-${name}`);
      try {
        const [history] = await runsOf(rig.env.client, await play(rig));
        writeFileSync(join(__dirname, `${name}.json`), `${historyToJSON(history!)}\n`);
      } finally {
        await rig.close();
      }
    }
  } finally {
    await globalTeardown();
  }
}

void record().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
