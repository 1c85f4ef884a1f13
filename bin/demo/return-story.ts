/**
 * One return under the demo policy, played through the API in real time: two approve in their order, fewer goods come
 * than the list says, one is refused, the refund is confirmed by another person and paid, the customer is not satisfied
 * and a complaint is opened by itself; then they are, and the case closes. Every line that is told was checked.
 */
import { ApiRefusal, type ApiClient } from './api-client';
import { WatchedCase } from './case-view';
import { claim, StoryBroken, until, type Narrator } from './narrator';
import { returnCast, returner, returnPolicy } from './return-cast';
import type { Player, StageHand } from './stage-hand';
import type { Places } from './story';

interface Stage {
  people: Record<keyof typeof returnCast, Player>;
  customerId: string;
  assetId: string;
}

/** The reopen window of the demo policy, and time for a busy machine, ms. */
const COMPLETION_MS = 60_000;

/** Ten were bought at 100 yuan. */
const lines = [{ line: 1, model: 'DEMO-1', quantity: 10, unitFen: 10_000 }];

/** Sets the stage and plays the story; answers the case's number. @throws StoryBroken, ApiRefusal. */
export async function playReturn(hand: StageHand, places: Places, tell: Narrator): Promise<string> {
  const stage = await setStage(hand, tell);
  const goods = await open(stage, places, tell);
  await apply(goods, stage, tell);
  await approve(goods, stage, tell);
  await comeIn(goods, stage, tell);
  await refund(goods, stage, tell);
  await callBack(goods, stage, tell);
  await complete(goods, tell);
  return goods.id;
}

async function setStage(hand: StageHand, tell: Narrator): Promise<Stage> {
  tell.head('The stage / 人员');
  const people = {} as Stage['people'];
  for (const name of Object.keys(returnCast) as (keyof typeof returnCast)[])
    people[name] = await hand.signIn(returnCast[name]);
  return { people, ...(await hand.enrol(people.agent, returner)) };
}

async function open(
  { people: { agent }, customerId, assetId }: Stage,
  places: Places,
  tell: Narrator,
): Promise<WatchedCase> {
  tell.head('The customer wants to give goods back / 客户要退货');
  tell.begin();
  const { caseId } = await agent.client.post<{ caseId: string }>('/v1/cases/return', {
    ...{ policy: returnPolicy, customerId, assetId, source: 'hotline', wants: 'return' },
    reason: '演示：买多了，有一台包装已拆 / demonstration: bought too many, one is unpacked',
  });
  const goods = new WatchedCase(agent.client, caseId, places.mailboxUrl);
  await goods.recorded();
  tell.tell(`return ${caseId} is open; an answer is owed within 6 s`);
  tell.also(`case      ${places.url}/cases/${caseId}`);
  if (places.workflowsUrl) tell.also(`history   ${places.workflowsUrl}/${caseId}`);
  await goods.act(agent.client, 'respond', { by: 'phone' });
  const response = await goods.clockWhen('response', 'the answer', (c) => c.metAt !== null);
  claim(response.status === 'met', 'the customer was answered in time');
  tell.tell('the agent answered in time');
  return goods;
}

async function apply(goods: WatchedCase, { people: { agent } }: Stage, tell: Narrator): Promise<void> {
  tell.head('The application / 退换货申请');
  const sale = { documentNo: goods.id, lines };
  const filled = (quantity: number) => ({ sale, wants: 'return', items: [{ line: 1, quantity, reason: 'no_reason' }] });
  await refused(goods, agent.client, 'fileApplication', filled(11));
  tell.tell('eleven of ten are refused: more than were sold');
  await goods.act(agent.client, 'assess', { packagingComplete: true, soldByUs: true });
  await goods.act(agent.client, 'fileApplication', filled(4));
  await goods.act(agent.client, 'submit');
  await goods.statusWhen('waiting_approval');
  tell.tell('four of ten, within seven days: the customer is entitled to return them; the approvers are asked');
}

async function approve(goods: WatchedCase, { people }: Stage, tell: Narrator): Promise<void> {
  tell.head('Approvals in their order / 依次审批');
  const yes = (duty: string) => ({ decision: 'approved', duty });
  await refused(goods, people.supervisor.client, 'decideReturn', yes('demo_supervisor'));
  tell.tell('the supervisor may not decide before the manager');
  await goods.act(people.manager.client, 'decideReturn', yes('demo_manager'));
  await goods.act(people.supervisor.client, 'decideReturn', yes('demo_supervisor'));
  await goods.act(people.agent.client, 'issueOrder', { orderNo: `TH-${goods.id}`, route: 'send_in' });
  await goods.sent('return_order');
  tell.tell('approved by both; the return order was issued and mailed to the customer');
  tell.paper(await goods.paper('return_order'));
}

async function comeIn(goods: WatchedCase, { people: { warehouse } }: Stage, tell: Narrator): Promise<void> {
  tell.head('Goods in, item by item / 逐件验货');
  await goods.act(warehouse.client, 'receiveGoods', { items: [{ line: 1, received: 3 }], trackingNo: 'DEMO-1' });
  tell.tell('three came instead of four: noted, and the count received stands');
  const found = { line: 1, accepted: 2, refused: 1, refusal: 'not_resalable' };
  await refused(goods, warehouse.client, 'inspectItem', found);
  tell.tell('nothing is refused before the customer was told why');
  await goods.act(warehouse.client, 'inspectItem', { ...found, explained: true });
  await goods.sent('item_refused');
  await goods.act(warehouse.client, 'sendBack', { trackingNo: 'DEMO-2' });
  tell.tell('two accepted, one refused and sent back');
  tell.paper(await goods.paper('goods_in_record'));
}

async function refund(goods: WatchedCase, { people }: Stage, tell: Narrator): Promise<void> {
  tell.head('The money / 退款');
  await refused(goods, people.agent.client, 'proposeRefund', { amountFen: 20_001 });
  const deductions = [{ deduction: 'missing_packaging', fen: 1_000 }];
  await goods.act(people.agent.client, 'proposeRefund', { amountFen: 19_000, deductions });
  await refused(goods, people.agent.client, 'payRefund', { slipNo: 'DEMO-3' });
  tell.tell(
    '200 yuan less 10 for the packaging; a yuan more is refused, and so is paying before another person confirmed',
  );
  for (const entry of [1, 2]) await goods.act(people.supervisor.client, 'confirmEntry', { entry });
  await goods.act(people.agent.client, 'payRefund', { slipNo: 'DEMO-3' });
  const paid = await goods.clockWhen('refund', 'the refund', (c) => c.metAt !== null);
  claim(paid.status === 'met', 'the refund was paid in time');
  await goods.sent('refunded');
  tell.tell('the supervisor confirmed both entries; 190 yuan are paid, in time');
}

async function callBack(goods: WatchedCase, { people: { agent, supervisor } }: Stage, tell: Narrator): Promise<void> {
  tell.head('Called back until satisfied / 回访到满意');
  const answer = (satisfied: boolean) => ({ callback: 'follow_up', reached: true, satisfied });
  await goods.act(agent.client, 'callBack', answer(false));
  const complaint = await until('the complaint that opens by itself', COMPLETION_MS, async () => {
    const { links } = await agent.client.get<{ links: { caseId: string; kind: string }[] }>(`/v1/cases/${goods.id}`);
    return links.find((l) => l.kind === 'complaint');
  });
  tell.tell(`not satisfied: complaint ${complaint.caseId} was opened by itself, linked to the return`);
  // A case that is complained about goes on to its supervisor, and does not end before they have answered.
  const raised = `complaint:${complaint.caseId}`;
  await goods.escalationWhen(raised, 'the complaint on the ladder', (e) => e.people.includes(supervisor.id));
  await goods.act(supervisor.client, 'acknowledge', { escalation: raised });
  tell.tell('the return became urgent: its supervisor was told of the complaint, and acknowledged');
  await goods.act(agent.client, 'resettle');
  await goods.act(agent.client, 'callBack', answer(true));
  await goods.statusWhen('closed');
  tell.tell('dealt with again and called back: satisfied, the case is closed');
}

async function complete(goods: WatchedCase, tell: Narrator): Promise<void> {
  await goods.statusWhen('completed', COMPLETION_MS);
  tell.tell('the reopen window is over: completed');
}

/** What has to be refused; the story breaks where it is done. */
async function refused(
  goods: WatchedCase,
  who: ApiClient,
  action: string,
  payload: Record<string, unknown>,
): Promise<void> {
  try {
    await goods.act(who, action, payload);
  } catch (error) {
    if (error instanceof ApiRefusal) return;
    throw error;
  }
  throw new StoryBroken(`${action} should have been refused`);
}
