/**
 * One complaint under the demo policy, played through the API in real time: two departments answer on their own clocks,
 * one of them late; a sample is bad and the lot is recalled; the first solution is refused and the general manager rules;
 * compensation is approved, confirmed and carried out; the second contact finds the customer satisfied. Every line that
 * is told was checked; what does not happen breaks the story.
 */
import { ApiRefusal } from './api-client';
import { WatchedCase } from './case-view';
import { complainer, complaintCast, complaintPolicy, lot, otherBuyer } from './complaint-cast';
import { claim, StoryBroken, type Narrator } from './narrator';
import type { Player, StageHand } from './stage-hand';
import type { Places } from './story';

interface Stage {
  people: Record<'clerk' | 'quality' | 'logistics' | 'service' | 'supervisor' | 'manager' | 'director', Player>;
  customerId: string;
  otherId: string;
}

/** The reopen window of the demo policy, and time for a busy machine, ms. */
const COMPLETION_MS = 60_000;

/** Sets the stage and plays the story; answers the case's number. @throws StoryBroken, ApiRefusal. */
export async function playComplaint(hand: StageHand, places: Places, tell: Narrator): Promise<string> {
  const stage = await setStage(hand, tell);
  const complaint = await open(stage, places, tell);
  await assess(complaint, stage, tell);
  await recall(complaint, stage, tell);
  await investigate(complaint, stage, tell);
  await review(complaint, stage, tell);
  await compensate(complaint, stage, tell);
  await finish(complaint, stage, tell);
  return complaint.id;
}

async function setStage(hand: StageHand, tell: Narrator): Promise<Stage> {
  tell.head('The stage / 人员');
  const people = {} as Stage['people'];
  for (const name of Object.keys(complaintCast) as (keyof typeof complaintCast)[])
    people[name] = await hand.signIn(complaintCast[name]);
  const { customerId } = await hand.enrol(people.clerk, complainer);
  const { customerId: otherId } = await hand.enrol(people.clerk, otherBuyer);
  return { people, customerId, otherId };
}

async function open({ people, customerId }: Stage, places: Places, tell: Narrator): Promise<WatchedCase> {
  tell.head('The customer complains / 客户投诉');
  tell.begin();
  const { clerk } = people;
  const { caseId } = await clerk.client.post<{ caseId: string }>('/v1/cases/complaint', {
    policy: complaintPolicy,
    customerId,
    source: 'call',
    channel: 'phone',
    lots: [lot],
    complaint: '演示：标签贴上去就脱落，外箱也破了 / demonstration: the labels come off, and the box was torn',
  });
  const complaint = new WatchedCase(clerk.client, caseId, places.mailboxUrl);
  await complaint.recorded();
  tell.tell(`complaint ${caseId} is open; an acknowledgement is owed within 6 s`);
  tell.also(`case      ${places.url}/cases/${caseId}`);
  if (places.workflowsUrl) tell.also(`history   ${places.workflowsUrl}/${caseId}`);
  await complaint.sent('complaint_received');
  await complaint.act(clerk.client, 'acknowledgeReceipt', { channel: 'phone' });
  await complaint.clockWhen('acknowledgement', 'the acknowledgement', (c) => c.metAt !== null);
  tell.tell('the desk acknowledged the complaint to the customer');
  tell.paper(await complaint.paper('complaint_form'));
  return complaint;
}

async function assess(complaint: WatchedCase, { people }: Stage, tell: Narrator): Promise<void> {
  tell.head('Every category to its owner / 分类转交');
  await complaint.act(people.clerk.client, 'assess', {
    severity: 'serious',
    categories: ['quality', 'packaging', 'attitude'],
  });
  for (const category of ['quality', 'packaging', 'attitude'])
    await complaint.clockWhen(`task_${category}`, `the clock of ${category}`, (c) => c.dueAt !== null);
  await complaint.sent('complaint_task', 3);
  tell.tell('quality, packaging and attitude went to three departments at once, each on its own clock');
}

async function recall(complaint: WatchedCase, { people, customerId, otherId }: Stage, tell: Narrator): Promise<void> {
  tell.head('The lot / 同批号');
  const { clerk, logistics, quality } = people;
  await complaint.sent('batch_check');
  await complaint.act(logistics.client, 'checkBatch', { lot, inStock: true });
  await complaint.sent('sample_test');
  tell.tell('there is stock of the lot: a sample test was ordered in the same step');
  await complaint.act(quality.client, 'testSample', { lot, size: 5, similar: true });
  await complaint.sent('return_goods');
  tell.tell('the sample shows the same problem: the customer was asked for the goods, the lot is recalled');
  await complaint.sent('recall_notice');
  tell.tell('another buyer of the lot was found in the records, listed and told by mail');
  await complaint.act(clerk.client, 'listAffected', { lot, complete: true });
  for (const affectedId of [customerId, otherId])
    await complaint.act(logistics.client, 'settleAffected', { lot, affectedId, outcome: 'returned' });
  tell.tell('both sent their goods back: the recall is complete');
}

async function investigate(complaint: WatchedCase, { people }: Stage, tell: Narrator): Promise<void> {
  tell.head('Findings / 调查');
  const { clerk, quality, logistics, service } = people;
  await complaint.act(quality.client, 'answerTask', {
    category: 'quality',
    answer: '演示：胶水不合格 / demonstration: bad glue',
  });
  await complaint.act(logistics.client, 'answerTask', {
    category: 'packaging',
    answer: '演示：外箱受潮 / demonstration: damp box',
  });
  const broken = await complaint.clockWhen('task_attitude', 'the breach', (c) => c.breachedAt !== null);
  claim(broken.breachedAt === broken.dueAt, 'the breach is dated to the due time');
  await complaint.escalationWhen('breach:task_attitude', 'the escalation', (e) => e.people.length > 0);
  tell.tell('the service department did not answer in time: BREACH, escalated to the supervisor');
  await complaint.act(service.client, 'answerTask', {
    category: 'attitude',
    answer: '演示：已道歉 / demonstration: apologised',
  });
  await complaint.act(clerk.client, 'conclude', {
    analysis: '演示：胶水批次不合格 / demonstration: a bad batch of glue',
    cause: 'material',
    liability: 'company',
    outcome: 'upheld',
  });
  const dueOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const what = '演示：更换供应商 / demonstration: another supplier';
  await complaint.act(service.client, 'planCorrection', { what, correctionOwnerId: quality.id, dueOn });
  await complaint.sent('correction_due');
  tell.tell(`every department has answered; a corrective action has an owner, and a date: ${dueOn}`);
}

async function review(complaint: WatchedCase, { people }: Stage, tell: Narrator): Promise<void> {
  tell.head('One level up / 申诉');
  const { clerk, director, quality } = people;
  const says = { text: '演示：不满意 / demonstration: not satisfied' };
  await complaint.act(clerk.client, 'propose', {
    solution: '演示：道歉 / demonstration: an apology',
    remedy: 'apology',
  });
  await complaint.sent('complaint_decision');
  tell.tell('decided and told to the customer in the same step');
  await complaint.act(clerk.client, 'answerDecision', { accepted: false, by: 'phone' });
  await complaint.act(clerk.client, 'appeal', { ...says, level: 'director' });
  await refused(() => complaint.act(quality.client, 'rule', { outcome: 'confirmed', ...says }), 'forbidden');
  tell.tell('the customer goes to the general manager; whoever had a part in it may not rule');
  await complaint.act(director.client, 'rule', {
    outcome: 'amended',
    text: '演示：应予赔付 / demonstration: it has to be made good',
    solution: '演示：退货并赔付 / demonstration: goods back, and compensation',
    remedy: 'compensation',
    compensation: [{ basis: 'damage', amountFen: 80_000 }],
  });
  tell.tell('the general manager ruled, and finally: ¥800.00 compensation, to be approved by somebody else');
}

async function compensate(complaint: WatchedCase, { people }: Stage, tell: Narrator): Promise<void> {
  tell.head('Compensation / 赔付');
  const { clerk, manager, supervisor } = people;
  await complaint.sent('compensation_approval_needed');
  await complaint.act(manager.client, 'decideCompensation', { decision: 'approved', duty: 'demo_manager' });
  await complaint.sent('complaint_decision', 2);
  await complaint.act(clerk.client, 'answerDecision', { accepted: true, by: 'phone' });
  const done = { text: '演示：已退货，赔付已转财务 / demonstration: done' };
  await refused(() => complaint.act(clerk.client, 'carryOut', done), 'requirement_missing');
  await complaint.act(supervisor.client, 'confirmEntry', { entry: 1 });
  await complaint.act(clerk.client, 'carryOut', done);
  tell.tell('approved, accepted, entered in the ledger and confirmed by a second person before anything was done');
}

async function finish(complaint: WatchedCase, { people }: Stage, tell: Narrator): Promise<void> {
  tell.head('Second contact, written result, archive / 回访、书面结果、归档');
  const { clerk, quality, service } = people;
  const result = { result: '演示：已退货并赔付 / demonstration: goods back, compensated' };
  await refused(() => complaint.act(clerk.client, 'close', result), 'forbidden');
  tell.tell('the desk may not close it before the customer was contacted a second time');
  await complaint.clockWhen('callback_second_contact', 'the second contact', (c) => c.dueAt !== null);
  await complaint.act(clerk.client, 'callBack', { callback: 'second_contact', reached: true, satisfied: true });
  await complaint.act(clerk.client, 'close', result);
  await complaint.sent('complaint_result');
  tell.tell('the customer is satisfied; the written result is out, the complaint is closed');
  await complaint.act(quality.client, 'reportCorrection', {
    correction: 1,
    evidence: '演示：已更换 / demonstration: done',
  });
  await complaint.act(service.client, 'verifyCorrection', { correction: 1, effective: true });
  tell.tell('the corrective action was carried out, and found effective by somebody else');
  await complaint.statusWhen('completed', COMPLETION_MS);
  tell.tell('the reopen window has passed: the papers are archived, the workflow has completed');
}

/** Something that must be refused. */
async function refused(attempt: () => Promise<void>, code: string): Promise<void> {
  const said = await attempt().then(
    () => 'nothing was refused',
    (error: unknown) => {
      if (error instanceof ApiRefusal) return error.code;
      throw error;
    },
  );
  if (said !== code) throw new StoryBroken(`expected the refusal ${code}, got: ${said}`);
}
