/** What becomes of a request: a visit by the plan, a vehicle in the workshop, a complaint. One story a case. */
import type { Actor } from '../../domain/cases/record';
import { hours, minutes } from '../rig/time-skipping';
import { wall, type Story } from './agenda';
import { engineers, office, security, vehicles, type Unit } from './department';
import type { Desk } from './desk';

export interface Cast {
  desk: Desk;
  staff: Readonly<Record<string, Actor>>;
  roll: () => number;
}

const iso = (at: number): string => new Date(at).toISOString();

/** A visit under the security policy: level given, planned the evening before, done by the plan, called back. */
export async function* visit({ desk, staff, roll }: Cast, unit: Unit): Story {
  const { rig } = desk;
  const { dispatcher, agent, warehouse } = rig.actors;
  const needsPart = roll() < 0.2;
  const forgetsSheet = roll() < 0.1;
  const caseId = await desk.open(dispatcher, 'repair', {
    policy: security,
    customerId: unit.customerId,
    siteId: unit.siteId,
    assetId: unit.assetId,
    source: 'hotline',
    channel: 'on_site',
    kind: unit.product === 'project' ? 'project' : 'product',
    level: roll() < 0.5 ? 'L2' : 'L3',
    soldByUs: true,
    fault: '没有图像',
  });
  const opened = await rig.now();
  // Every eighth caller waits longer than the policy allows.
  yield opened + (roll() < 0.12 ? 150 : 15 + Math.round(roll() * 30)) * minutes;
  await desk.act(agent, caseId, ['respond', { by: 'phone' }]);
  // Who was guided by phone is called back within two hours (C-IOT-1.2-2b); one in eight is forgotten for a while.
  if (roll() < 0.4) {
    await desk.act(agent, caseId, ['guide', { outcome: 'unsolved' }]);
    yield (await rig.now()) + (roll() < 0.12 ? 180 : 90) * minutes;
    await desk.act(agent, caseId, ['callBack', { callback: 'guidance', reached: true, satisfied: true }]);
  } else await desk.act(agent, caseId, ['guide', { outcome: 'refused' }]);

  let start = yield* planned(desk, caseId);
  let chargedFen = 0;
  for (let visits = 1; ; visits++) {
    const { engineerId } = await rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
    const engineer = staff[engineerId!]!;
    yield start - 40 * minutes;
    if (visits === 1) await desk.act(engineer, caseId, ['accept']);
    await desk.act(engineer, caseId, ['depart', { checklist: ['contact_card', 'badge', 'tools'] }]);
    yield start;
    await desk.act(engineer, caseId, ['arrive']);
    yield start + 20 * minutes;
    if (visits === 1) {
      await desk.act(engineer, caseId, ['diagnose', { finding: '电源损坏', partNeeded: needsPart }]);
      chargedFen = await consent(desk, caseId, engineer, unit);
    }
    if (needsPart && visits === 1) {
      const expectedAt = iso(start + 30 * hours);
      await desk.act(engineer, caseId, ['waitForParts', { items: [{ partNo: 'PSU-1', quantity: 1 }], expectedAt }]);
      await desk.act(engineer, caseId, ['endVisit', { briefed: true }], ['fileSheet', { amountFen: 0 }]);
      const request = await desk.call<{ id: string }>(engineer, 'POST', '/v1/parts/requests', {
        policyId: security,
        caseId,
        partNo: 'PSU-1',
        quantity: 1,
        expectedAt,
      });
      yield start + 26 * hours;
      const deliveries = `/v1/parts/requests/${request.id}/deliveries`;
      if (roll() < 0.2) {
        await desk.call(warehouse, 'POST', deliveries, { quantity: 1, correct: false, fault: 'wrong_part' });
        yield start + 50 * hours;
      }
      await desk.call(warehouse, 'POST', deliveries, { quantity: 1, correct: true });
      await desk.act(warehouse, caseId, ['receiveParts', { correct: true }]);
      start = (await rig.now()) + 2 * hours;
      continue;
    }
    yield start + (60 + Math.round(roll() * 50)) * minutes;
    await desk.act(
      engineer,
      caseId,
      ['complete', { resolved: true, tested: true }],
      ['signOff', { signed: true, quality: 4 + Math.round(roll()), attitude: 5, chargedFen }],
      ['endVisit', { briefed: true }],
      ['reportResult'],
    );
    yield start + (forgetsSheet ? 20 : 3) * hours;
    await desk.act(engineer, caseId, ['fileSheet', { amountFen: chargedFen }]);
    if (chargedFen > 0) {
      // S-5.6-b: with the sheet the money goes to finance; who forgets the one forgets the other.
      await desk.act(engineer, caseId, ['handInMoney', { amountFen: chargedFen }]);
      await desk.act(rig.people.finance, caseId, ['confirmEntry', { entry: 1 }]);
    }
    break;
  }
  const repaired = await rig.now();
  // Every tenth call comes too late.
  yield workingHour(repaired + (roll() < 0.1 ? 60 : 20) * hours);
  if (roll() < 0.3) {
    await desk.act(agent, caseId, ['callBack', { callback: 'follow_up', reached: false }]);
    yield (await rig.now()) + 5 * hours;
  }
  const satisfied = roll() > 0.06;
  await desk.act(agent, caseId, ['callBack', { callback: 'follow_up', reached: true, satisfied }]);
  if (satisfied) return;
  yield workingHour((await rig.now()) + 20 * hours);
  const { engineerId } = await rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  await desk.act(
    staff[engineerId!]!,
    caseId,
    ['depart', { checklist: ['contact_card', 'badge', 'tools'] }],
    ['arrive'],
    ['complete', { resolved: true, tested: true }],
    ['signOff', { signed: true, quality: 5, attitude: 5 }],
    ['endVisit', { briefed: true }],
    ['reportResult'],
    ['fileSheet', { amountFen: 0 }],
  );
  yield (await rig.now()) + 20 * hours;
  await desk.act(agent, caseId, ['callBack', { callback: 'follow_up', reached: true, satisfied: true }]);
}

/** Where the visit is paid for, the customer signs the quote; answers what is charged, fen. */
async function consent(desk: Desk, caseId: string, engineer: Actor, { product }: Unit): Promise<number> {
  const { dispatcher } = desk.rig.actors;
  type View = { state: { facts: { coverage?: string } } };
  const { state } = await desk.call<View>(dispatcher, 'GET', `/v1/cases/${caseId}`);
  if (state.facts.coverage !== 'paid') return 0;
  const fee = product === 'project' ? 'visit_project' : 'visit_product';
  await desk.act(
    engineer,
    caseId,
    ['quote', { lines: [{ fee }] }],
    ['answerQuote', { accepted: true, by: 'signature' }],
  );
  return 10_000;
}

/** Waits until a published plan gives the case an engineer; answers when the visit begins. */
async function* planned({ rig }: Desk, caseId: string): AsyncGenerator<number, number, void> {
  for (;;) {
    yield wall.at(wall.dateOf((await rig.now()) + 6.1 * hours), '17:55');
    const line = await rig.prisma.planLine.findFirst({
      where: { caseId, engineerId: { not: null }, plan: { status: 'published' } },
      orderBy: { startAt: 'desc' },
    });
    if (line?.startAt && line.startAt.getTime() > (await rig.now())) return line.startAt.getTime();
  }
}

/** The same time of day, moved into the day where it falls into the night. */
function workingHour(at: number): number {
  const date = wall.dateOf(at);
  return Math.min(Math.max(at, wall.at(date, '09:00')), wall.at(date, '17:00'));
}

/** A vehicle that is brought in, repaired in the workshop and fetched; two days later somebody calls. */
export async function* workshop({ desk, staff, roll }: Cast, unit: Unit): Story {
  const { rig } = desk;
  const { dispatcher, agent, warehouse } = rig.actors;
  const mechanic = staff[engineers[vehicles][Math.floor(roll() * 2)]!]!;
  const caseId = await desk.open(agent, 'repair', {
    policy: vehicles,
    customerId: unit.customerId,
    siteId: unit.siteId,
    assetId: unit.assetId,
    source: 'shop',
    channel: 'carry_in',
    fault: '制动异响',
  });
  const opened = await rig.now();
  yield opened + 30 * minutes;
  await desk.act(agent, caseId, ['respond', { by: 'visit' }]);
  await desk.act(dispatcher, caseId, ['assign', { engineerId: mechanic.id }]);
  await desk.act(mechanic, caseId, ['accept']);
  await desk.act(warehouse, caseId, ['receiveDevice', { ticketNo: `T-${caseId}` }]);
  yield opened + 3 * hours;
  await desk.act(mechanic, caseId, ['diagnose', { finding: '制动片磨损', qualityProblem: true }]);
  // Some take longer than five working days.
  yield workingHour(opened + (roll() < 0.1 ? 8 : 1 + roll()) * 24 * hours);
  await desk.act(mechanic, caseId, ['complete', { resolved: true, tested: true }]);
  await desk.act(dispatcher, caseId, ['announceReady']);
  await desk.act(dispatcher, caseId, ['signOff', { signed: true, quality: 5, attitude: 4 }]);
  await desk.act(dispatcher, caseId, ['handBack', { ticketNo: `T-${caseId}` }]);
  yield workingHour((await rig.now()) + 30 * hours);
  await desk.act(agent, caseId, ['callBack', { callback: 'second_contact', reached: true, satisfied: true }]);
}

interface ComplaintCast {
  policy: string;
  category: string;
  owner: Actor;
  callback: string;
}

/** A complaint about service, from the form to the written result, with a corrective action that somebody else verifies. */
export async function* complaint({ desk, roll }: Cast, unit: Unit, about: ComplaintCast): Story {
  const { rig } = desk;
  const { agent, dispatcher: handler, supervisor } = rig.actors;
  const says = '已向客户说明并致歉';
  const caseId = await desk.open(agent, 'complaint', {
    policy: about.policy,
    customerId: unit.customerId,
    assetId: unit.assetId,
    source: 'call',
    channel: 'phone',
    complaint: '约好的时间没有人来',
  });
  const opened = await rig.now();
  yield opened + 1 * hours;
  await desk.act(
    agent,
    caseId,
    ['acknowledgeReceipt'],
    ['assess', { severity: 'minor', categories: [about.category] }],
  );
  yield workingHour(opened + 26 * hours);
  await desk.act(about.owner, caseId, ['answerTask', { category: about.category, answer: says }]);
  await desk.act(handler, caseId, [
    'conclude',
    { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' },
  ]);
  const dueOn = wall.text(wall.dateOf(opened) + 5);
  await desk.act(handler, caseId, ['planCorrection', { what: '培训预约规范', correctionOwnerId: 'warehouse', dueOn }]);
  await desk.act(handler, caseId, ['propose', { solution: says, remedy: 'apology' }]);
  await desk.act(handler, caseId, ['answerDecision', { accepted: true, by: 'phone' }], ['carryOut', { text: says }]);
  yield workingHour((await rig.now()) + 20 * hours);
  await desk.act(handler, caseId, ['callBack', { callback: about.callback, reached: true, satisfied: true }]);
  await desk.act(handler, caseId, ['close', { result: says }]);
  // One in four corrective actions comes too late.
  yield workingHour(opened + (roll() < 0.25 ? 8 : 4) * 24 * hours);
  await desk.act(rig.people.warehouse, caseId, ['reportCorrection', { correction: 1, evidence: says }]);
  await desk.act(supervisor, caseId, ['verifyCorrection', { correction: 1, effective: true }]);
}

/** Whom complaints of each policy go to. */
export function complaintOf(policy: string, { people }: Desk['rig']): ComplaintCast {
  const owners: Record<string, ComplaintCast> = {
    [security]: { policy, category: 'service', owner: people.supervisor, callback: 'complaint_contact' },
    [vehicles]: { policy, category: 'service', owner: people.manager, callback: 'complaint_contact' },
    [office]: { policy, category: 'service', owner: people.agent, callback: 'second_contact' },
  };
  return owners[policy]!;
}
