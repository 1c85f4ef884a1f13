/**
 * One repair under the demo policy, played through the API in real time: a promise is missed, a supervisor is told and
 * answers, the work waits for a part, ends, the customer is called back, the case closes and completes. Every line that
 * is told was checked; what does not happen breaks the story.
 */
import type { ApiClient } from './api-client';
import { cast, demoCustomer, demoPolicy } from './cast';
import { WatchedCase, type ClockView } from './case-view';
import { claim, type Narrator } from './narrator';
import type { StageHand } from './stage-hand';

/** The signed-in people and the records of the story. */
interface Stage {
  dispatcher: ApiClient;
  engineer: ApiClient;
  supervisor: ApiClient;
  engineerId: string;
  supervisorEmail: string;
  customerId: string;
  assetId: string;
}

/** Where to look while it happens; without an address the links are left out. */
export interface Places {
  url: string;
  mailboxUrl?: string;
  /** Temporal's list of workflows; a case's number follows it. */
  workflowsUrl?: string;
}

/** The reopen window of the demo policy, and time for a busy machine, ms. */
const COMPLETION_MS = 60_000;

/** Sets the stage and plays the story; answers the case's number. @throws StoryBroken, ApiRefusal. */
export async function playRepair(hand: StageHand, places: Places, tell: Narrator): Promise<string> {
  tell.head('The stage / 人员');
  const dispatcher = await hand.signIn(cast.dispatcher);
  const engineer = await hand.signIn(cast.engineer);
  const supervisor = await hand.signIn(cast.supervisor);
  await hand.hire(cast.manager);
  return play(
    {
      dispatcher: dispatcher.client,
      engineer: engineer.client,
      supervisor: supervisor.client,
      engineerId: engineer.id,
      supervisorEmail: supervisor.email,
      ...(await hand.enrol(dispatcher, demoCustomer)),
    },
    places,
    tell,
  );
}

async function play(stage: Stage, places: Places, tell: Narrator): Promise<string> {
  const repair = await open(stage, places, tell);
  await breach(repair, stage, tell);
  await answer(repair, stage, tell);
  await visit(repair, stage, tell);
  await waitForParts(repair, stage, tell);
  await finish(repair, stage, tell);
  await callBack(repair, stage, tell);
  await complete(repair, tell);
  return repair.id;
}

async function open({ dispatcher, customerId, assetId }: Stage, places: Places, tell: Narrator): Promise<WatchedCase> {
  tell.head('The customer calls / 客户来电');
  tell.begin();
  const { caseId } = await dispatcher.post<{ caseId: string }>('/v1/cases/repair', {
    policy: demoPolicy,
    customerId,
    assetId,
    source: 'hotline',
    channel: 'on_site',
    fault: '演示：设备不启动 / demonstration: the device does not start',
  });
  const repair = new WatchedCase(dispatcher, caseId, places.mailboxUrl);
  await repair.recorded();
  tell.tell(`case ${caseId} is open; the customer is owed a response within 6 s and a visit within 20 s`);
  tell.also(`case      ${places.url}/cases/${caseId}`);
  if (places.mailboxUrl) tell.also(`mails     ${places.mailboxUrl}/?subject=${caseId}`);
  if (places.workflowsUrl) tell.also(`history   ${places.workflowsUrl}/${caseId}`);
  await repair.sent('case_received');
  tell.tell('mailed the customer that the request was received');
  return repair;
}

async function breach(repair: WatchedCase, { supervisorEmail }: Stage, tell: Narrator): Promise<void> {
  tell.head('Nobody responds / 无人响应');
  const warned = await repair.clockWhen('response', 'the warning', (c) => c.warnedAt !== null);
  tell.tell(`warning: half of the response time has passed (due ${timeOf(warned.dueAt)})`);
  const broken = await repair.clockWhen('response', 'the breach', (c) => c.breachedAt !== null);
  claim(broken.breachedAt === broken.dueAt, 'the breach is dated to the due time, however late the timer fired');
  tell.tell(`BREACH: no response by ${timeOf(broken.dueAt)}; escalation breach:response goes to the supervisor`);
  const raised = await repair.escalationWhen('breach:response', 'the escalation', (e) => e.people.length > 0);
  claim(raised.role === 'demo_supervisor' && raised.status === 'open', 'the first step of the ladder was told');
  await repair.sent('escalation_raised');
  const mail = await repair.mail(supervisorEmail);
  tell.tell(`mailed the supervisor${mail ? `: ${mail.subject}` : ''}`);
  if (mail) tell.also(`mail      ${mail.url}`);
}

async function answer(repair: WatchedCase, { supervisor, dispatcher }: Stage, tell: Narrator): Promise<void> {
  tell.head('The supervisor answers / 主管确认');
  await repair.act(supervisor, 'acknowledge', { escalation: 'breach:response' });
  await repair.escalationWhen('breach:response', 'the acknowledgement', (e) => e.status === 'acknowledged');
  tell.tell('the supervisor acknowledged: the escalation stops climbing');
  await repair.act(dispatcher, 'respond', { by: 'phone' });
  const late = await repair.clockWhen('response', 'the late response', (c) => c.metAt !== null);
  claim(late.breachedAt !== null, 'a late response leaves the breach standing');
  tell.tell(`the dispatcher responded ${secondsBetween(late.dueAt, late.metAt)} s late; the breach stays on record`);
}

async function visit(repair: WatchedCase, { dispatcher, engineer, engineerId }: Stage, tell: Narrator): Promise<void> {
  tell.head('The visit / 上门');
  await repair.act(dispatcher, 'assign', { engineerId });
  await repair.act(engineer, 'accept');
  await repair.act(engineer, 'depart');
  tell.tell('the engineer was assigned, accepted and departed');
  await repair.act(engineer, 'arrive');
  const arrival = await repair.clockWhen('arrival', 'the arrival', (c) => c.metAt !== null);
  if (arrival.status === 'met')
    tell.tell(`arrived ${secondsBetween(arrival.metAt, arrival.dueAt)} s before the promise`);
  else tell.tell('arrived late: this machine is slow, and the arrival is breached too');
  await repair.act(engineer, 'diagnose', {
    finding: '演示：电源板损坏 / demonstration: the power board is broken',
    partNeeded: true,
  });
  const bench = await repair.clockWhen('bench', 'the repair clock', (c) => c.status === 'running');
  tell.tell(`diagnosed: a part is needed; the repair is due ${timeOf(bench.dueAt)}`);
}

async function waitForParts(repair: WatchedCase, { engineer }: Stage, tell: Narrator): Promise<void> {
  tell.head('Waiting for a part / 等配件');
  const before = (await repair.clock('bench'))!;
  await repair.act(engineer, 'waitForParts', { items: [{ partNo: 'DEMO-PSU', quantity: 1 }] });
  await repair.clockWhen('bench', 'the pause', (c) => c.status === 'paused');
  await repair.act(engineer, 'endVisit', { briefed: true });
  tell.tell('the repair clock stands still while the part is under way (never longer than the cap, five days)');
  await repair.sent('parts_waiting');
  tell.tell('warned after 4 s of waiting, as the demo policy says');
  await repair.act(engineer, 'receiveParts');
  const after = await repair.clockWhen('bench', 'the end of the pause', (c) => c.status === 'running');
  claim(after.dueAt! > before.dueAt!, 'the pause moved the due time');
  tell.tell(`the part arrived; ${pausedSeconds(after)} s of waiting moved the due time to ${timeOf(after.dueAt)}`);
}

async function finish(repair: WatchedCase, { engineer }: Stage, tell: Narrator): Promise<void> {
  tell.head('The second visit / 再次上门');
  await repair.act(engineer, 'depart');
  await repair.act(engineer, 'arrive');
  tell.tell('the engineer is back with the part');
  await repair.act(engineer, 'complete', { resolved: true, tested: true, replacedParts: ['DEMO-PSU'] });
  const bench = await repair.clockWhen('bench', 'the end of the repair clock', (c) => c.metAt !== null);
  claim(bench.status === 'met', 'the repair was finished in time, the pause not counted');
  tell.tell(`repaired ${secondsBetween(bench.metAt, bench.dueAt)} s before the promise`);
  await repair.act(engineer, 'signOff', { signed: true, quality: 5, attitude: 5 });
  await repair.act(engineer, 'endVisit', { briefed: true });
  await repair.statusWhen('callback_due');
  await repair.sent('repair_finished');
  tell.tell('the customer signed and rated; a mail says that the repair is finished');
}

async function callBack(repair: WatchedCase, { dispatcher }: Stage, tell: Narrator): Promise<void> {
  tell.head('The callback / 回访');
  await repair.act(dispatcher, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
  await repair.statusWhen('closed');
  tell.tell('called back: the customer is satisfied, and only now the case is closed');
}

async function complete(repair: WatchedCase, tell: Narrator): Promise<void> {
  tell.head('The reopen window / 可重开期');
  tell.tell('closed is a state: for 30 s the case can still be reopened');
  await repair.statusWhen('completed', COMPLETION_MS);
  tell.tell('nobody reopened it: the workflow has completed');
}

/** Local time of day in the policy's zone, with seconds. */
function timeOf(instant: string | null): string {
  if (instant === null) return 'never';
  return new Date(instant).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai' });
}

function secondsBetween(from: string | null, to: string | null): string {
  return ((Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000).toFixed(1);
}

function pausedSeconds({ pauses }: ClockView): string {
  const ms = pauses.reduce((sum, p) => sum + Date.parse(p.to ?? p.from) - Date.parse(p.from), 0);
  return (ms / 1000).toFixed(1);
}
