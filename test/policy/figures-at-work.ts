/**
 * What a figure of a policy does, seen from outside: a case, a care rule, a plan or a report is driven with the policy,
 * and what happened is said in the figure's own units. So a figure that nothing reads, or that is read wrongly, is seen.
 */
import { tryTask } from '../../domain/care/attempt';
import { careDates } from '../../domain/care/dates';
import { careTasks, sharedOf } from '../../domain/care/tasks';
import { datedChore, type DatedRule } from '../../activities/supply/owed';
import { dutiesOf } from '../../activities/supply/partners';
import { limitFor } from '../../domain/cases/complaint/compensation';
import { closeGuard } from '../../domain/cases/complaint/completion';
import { lapseInstant } from '../../domain/cases/return/closing';
import type { ReturnState } from '../../domain/cases/return/state';
import { compileDecisions } from '../../domain/decision/compile';
import { decide } from '../../domain/decision/decide';
import type { Question } from '../../domain/decision/program';
import { Refusal } from '../../domain/errors';
import { engineerOn, planJobOf, type OpenVisit } from '../../domain/planning/jobs';
import { dispatchSchedules } from '../../domain/planning/schedules';
import { compileCasePolicy } from '../../domain/policy/compile';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { CaseKind } from '../../domain/policy/rule';
import type { Policy } from '../../domain/policy/schema';
import type { CareRule } from '../../domain/policy/schema-care';
import type { PolicyQuestion } from '../../domain/policy/schema-questions';
import { choreLadder, type ChoreKind } from '../../domain/recurring/chore';
import { reportDuty } from '../../domain/reports/duty';
import { coveredOn, reportTimes } from '../../domain/reports/periods';
import { startClock } from '../../domain/sla/clock';
import { monthsOfSending, surveyDates } from '../../domain/surveys/dates';
import { judgeAnswers } from '../../domain/surveys/answers';
import { expectedBy } from '../../domain/supply/expected';
import { parseDate, yearOf, weekdayOf, addMonths, DAY_MS } from '../../domain/time/date';
import { durationMs } from '../../domain/time/duration';
import type { Instant } from '../../domain/time/instant';
import { dateAt } from '../../domain/calendar/zone';
import { Complaint, staff } from '../domain/cases/complaint-simulator';
import { people, text, type CaseSimulator } from '../domain/cases/case-simulator';
import type { CaseState } from '../../domain/cases/state';
import type { Actor } from '../../domain/cases/record';
import { application, ReturnSimulator } from '../domain/cases/return-simulator';
import { calendars } from './shipped';

/** What was seen, in the units of the figure; the parts of its path are those that the pattern names. */
type Probe = (policy: Policy, ...parts: string[]) => string | number | undefined;

const says = text('说明');
const zone = { zone: 'Asia/Shanghai', transitions: [[0, 480]] as [number, number][] };
const anchor = parseDate('2026-01-10');
const minutes = 60_000;

/** Milliseconds as the policy files write them: whole days from two on, else hours or minutes. */
function written(ms: number): string {
  if (ms % (60 * minutes) !== 0) return `PT${ms / minutes}M`;
  return `PT${ms / (60 * minutes)}H`;
}

/** Milliseconds as the policy files write them where a day is P1D. */
const spanned = (ms: number): string => (ms % DAY_MS === 0 ? dates(ms / DAY_MS) : written(ms));

const dates = (days: number): string => `P${days}D`;

function caseUnder(policy: Policy, kind: CaseKind): CasePolicy {
  return compileCasePolicy({ service: policy, hashes: { service: 'unpublished' }, kind, calendars });
}

/** Everybody at once: who decides is not what is looked at here. */
function handlers(policy: Policy) {
  const duties = policy.roles.map(({ id }) => id);
  return {
    handler: { id: 'handler', role: 'dispatcher' as const, duties },
    boss: { id: 'boss', role: 'supervisor' as const, duties },
  };
}

/** A complaint on a Monday morning, in the departments' hands. */
function assessed(policy: Policy, category: string): Complaint {
  const sim = new Complaint({ policy: caseUnder(policy, 'complaint') });
  return sim.act(staff.clerk, 'assess', { severity: 'minor', categories: [category] });
}

/** A solution was proposed; the category is the last one, for which no lot has to be checked. */
function proposed(policy: Policy): Complaint {
  const category = policy.complaints!.categories.at(-1)!.id;
  const { handler, boss } = handlers(policy);
  const sim = assessed(policy, category).act(boss, 'answerTask', { category, answer: says });
  sim.act(handler, 'conclude', { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' });
  return sim.act(handler, 'propose', { solution: says, remedy: 'apology' });
}

/** Carried out: the second contact is owed. */
function carriedOut(policy: Policy): Complaint {
  const { handler } = handlers(policy);
  return proposed(policy)
    .act(handler, 'answerDecision', { accepted: true, by: 'phone' })
    .act(handler, 'carryOut', { text: says });
}

/** A return whose refund was paid: from here its callbacks are owed. */
function refunded(policy: Policy): ReturnSimulator {
  const { agent, supervisor } = people;
  const facts = { source: 'phone', resalable: true, qualityProblem: true, deliveredOn: '2026-02-20' };
  const sim = new ReturnSimulator({ policy: caseUnder(policy, 'return'), facts });
  sim.act(agent, 'respond').act(agent, 'checkDocuments', { salesDocuments: true });
  sim.act(agent, 'fileApplication', application).act(agent, 'submit');
  for (const duty of sim.state.approval!.approvers) {
    const approver: Actor = { id: duty, role: 'supervisor', duties: [duty] };
    sim.act(approver, 'decideReturn', { decision: 'approved', duty });
  }
  sim.act(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' }).inspected();
  sim.act(agent, 'proposeRefund', { amountFen: 58_000 }).act(supervisor, 'confirmEntry', { entry: 1 });
  return sim.act(people.dispatcher, 'payRefund', { slipNo: 'P-1' });
}

/** Attempts that nobody answers, until no other one is planned: how many there were, and the time between them. */
function unanswered<S extends CaseState>(
  sim: CaseSimulator<S>,
  handler: Actor,
  callback: string,
): { attempts: number; every: number } {
  const key = `callback_${callback}`;
  let every = 0;
  for (let attempts = 1; attempts < 20; attempts++) {
    sim.act(handler, 'callBack', { callback, reached: false });
    const { nextAttemptAt, result } = sim.state.callbacks[key]!;
    if (result === 'unreached') return { attempts, every };
    every = nextAttemptAt! - sim.now;
    sim.pass(1000);
  }
  throw new Error(`${callback} is tried for ever`);
}

/** Working days between two instants, Saturdays and Sundays left out; there is no holiday in the weeks of the tests. */
function workingDays(from: Instant, to: Instant): number {
  const [first, last] = [dateAt(zone, from), dateAt(zone, to)];
  return Array.from({ length: last - first }, (_, n) => first + n + 1).filter((date) => weekdayOf(date) < 6).length;
}

const care = (policy: Policy, id: string): CareRule => policy.care!.rules.find((rule) => rule.id === id)!;
const surveyOf = (policy: Policy, id: string) => policy.surveys!.surveys.find((one) => one.id === id)!;
const unit = {
  ...{ assetId: 'a', product: 'any', installedOn: anchor, soldOn: anchor, warrantyFrom: anchor, warrantyMonths: 120 },
  ...{ lastRepairOn: anchor, nextMaintenanceOn: anchor + 200, contractUntil: anchor + 3000 },
};

/** The first tasks of a rule, the unit taken for one of its products. */
function tasks(policy: Policy, id: string) {
  const rule = care(policy, id);
  const product = (rule.before ? care(policy, rule.before.rule) : rule).products?.[0] ?? unit.product;
  const window = { since: anchor, until: anchor + 400 };
  return careTasks(policy, 'customer', [{ ...unit, product }], window, zone).filter(({ ruleId }) => ruleId === id);
}

/** The highest mark on a scale that counts as bad. */
function worst(question: PolicyQuestion): number | undefined {
  return [5, 4, 3, 2, 1].find((mark) => judgeAnswers([question], { [question.id]: mark }).bad.length > 0);
}

/** How many months after its anchor a date lies. */
function monthsAfter(date: number): number | undefined {
  return Array.from({ length: 25 }, (_, n) => n).find((n) => addMonths(anchor, n) === date);
}

/** A dated duty that began on the evening of the anchor: how many dates it has, and how long before their end it warns. */
function datedDuty(policy: Policy, rule: DatedRule, part: string): string {
  const from = anchor * DAY_MS + 12 * 60 * minutes;
  const owed = { key: 'k', kind: 'part_arrival' as const, subject: {} };
  const { dueAt, warnAt } = datedChore(policy, zone, rule, from, owed);
  return part === 'within' ? dates(dateAt(zone, dueAt) - dateAt(zone, from)) : spanned(dueAt - warnAt!);
}

/** The clock of a milestone that begins on a Monday at nine, in a case of which only what the milestone asks for is known. */
function promised(policy: Policy, id: string) {
  const monday = (parseDate('2026-01-12') * 24 + 1) * 60 * minutes;
  for (const kind of policy.kinds) {
    const compiled = caseUnder(policy, kind);
    const milestone = compiled.milestones.find((one) => one.id === id);
    const asked = Object.entries(milestone?.onlyWhen ?? {}).map(
      ([fact, values]) => [fact, [values].flat()[0]!] as const,
    );
    if (milestone) return startClock(milestone, id, monday, Object.fromEntries(asked), compiled, [], monday)!;
  }
  throw new Error(`${policy.id} promises no ${id}`);
}

/** The highest compensation in yuan that still falls under a limit of the policy. */
function highestUnder(policy: Policy, limit: number): number {
  const { state } = proposed(policy);
  const compiled = caseUnder(policy, 'complaint');
  const basis = policy.complaints!.compensation!.bases[0]!.id;
  const placeOf = (fen: number): number => {
    const found = limitFor(state, compiled, [{ basis, amountFen: fen }], false);
    return found ? compiled.complaints!.compensation!.limits.indexOf(found) : Infinity;
  };
  let [within, above] = [0, 100_000_000];
  while (above - within > 1) {
    const middle = Math.floor((within + above) / 2);
    if (placeOf(middle) <= limit) within = middle;
    else above = middle;
  }
  return within / 100;
}

/** When the partners' rules of a policy have somebody warned before a date, in days; every rule of them in its season. */
function warnedBefore(policy: Policy, kind: ChoreKind): string | undefined {
  const date = (text: string): Date => new Date(`${text}T00:00:00Z`);
  const none = { reports: [], settlements: [], awards: [], renewals: [], audits: [], returns: [] };
  const partner = {
    id: 'p',
    name: '',
    policyId: policy.id,
    region: null,
    personId: null,
    parameters: {},
    contact: {},
    erasedAt: null,
    ...none,
  };
  const program = compileDecisions(policy);
  const filled = policy.parameters.some(({ id }) => id === 'auditInterval') ? { auditInterval: 'P3M' } : {};
  const agreement = {
    ask: (question: Question, given: object) => decide(program, question, { ...filled, ...given }, calendars),
  };
  const signed = { signedOn: date('2026-01-10'), endsOn: date('2026-12-31'), createdAt: date('2026-01-10') };
  const looked = { policy, calendars, agreement, at: Date.parse('2026-12-20T00:00:00Z') };
  const chore = dutiesOf(looked, { ...partner, ...signed }).find(({ owed }) => owed.kind === kind)?.chore;
  return chore && spanned(chore.dueAt - chore.warnAt!);
}

const visit = { caseId: 'R-1', customerId: 'customer', facts: {}, openedAt: 0 } as unknown as OpenVisit;
const planned = { at: 0, leftOver: false, visits: {} };

/** The probes, by the pattern of the paths of their figures. */
const probes: readonly [RegExp, Probe][] = [
  [/^partners\.settlement\.warn\.before$/, (policy) => warnedBefore(policy, 'settlement')],
  [/^partners\.audits\.warn\.before$/, (policy) => warnedBefore(policy, 'partner_audit')],
  [/^partners\.renewal\.warn\.before$/, (policy) => warnedBefore(policy, 'agreement_renewal')],
  [/^partners\.reports\.1\.warn\.before$/, (policy) => warnedBefore(policy, 'partner_check')],
  [
    /^stock\.watch\.order\.(within|warn)$/,
    ({ stock, ...policy }, part) => {
      const { role, order } = stock!.watch!;
      return datedDuty({ stock, ...policy }, { role, ...order }, part);
    },
  ],
  [
    /^stock\.watch\.arrives\.within$/,
    ({ stock }) => {
      const from = anchor * DAY_MS + 12 * 60 * minutes;
      return dates(dateAt(zone, expectedBy(zone, stock!.watch!.arrives.within, from)) - dateAt(zone, from));
    },
  ],
  [
    /^amounts\.(confirm|pay|collect)\.(within|warn)$/,
    (policy, duty, part) => datedDuty(policy, policy.amounts![duty as 'pay']!, part),
  ],
  [
    /^partners\.specialReturns\.decide\.(within)$/,
    (policy, part) => datedDuty(policy, policy.partners!.specialReturns!.decide!, part),
  ],
  [
    /^partners\.audits\.correction\.(within|warn)$/,
    (policy, part) => datedDuty(policy, policy.partners!.audits!.correction!, part),
  ],
  [
    /^filings\.(\w+)\.(within)$/,
    (policy, id, part) =>
      datedDuty(
        policy,
        policy.filings.find((rule) => rule.id === id)!,
        part,
      ),
  ],
  [
    /^milestones\.(\w+)\.(targets\.0\.workingDays|warn\.share)$/,
    (policy, id, part) => {
      const { startedAt, dueAt, warnAt } = promised(policy, id);
      if (part === 'targets.0.workingDays') return workingDays(startedAt, dueAt!);
      return Number(((warnAt! - startedAt) / (dueAt! - startedAt)).toFixed(4));
    },
  ],
  [
    /^stock\.(arrival|oldParts|reorder|loaners)\.(within|warn)$/,
    (policy, duty, part) => datedDuty(policy, policy.stock![duty as 'arrival']!, part),
  ],
  [/^customerFiles\.(within|warn)$/, (policy, part) => datedDuty(policy, policy.customerFiles!, part)],
  [/^complaints\.compensation\.limits\.(\d)\.upTo$/, (policy, limit) => highestUnder(policy, Number(limit))],
  [
    /^surveys\.surveys\.(\w+)\.(returnWithin\.dates|fallback\.within|expires\.after)$/,
    (policy, id, part) => {
      const { backBy, completedBy, deadAfter } = surveyDates(surveyOf(policy, id), anchor, zone);
      const [back, completed, dead] = [backBy, completedBy, deadAfter].map((at) => dateAt(zone, at)) as [
        number,
        number,
        number,
      ];
      if (part === 'fallback.within') return dates(completed - back);
      return dates((part === 'expires.after' ? dead : back) - anchor);
    },
  ],
  [
    /^surveys\.surveys\.(\w+)\.months\.(\d)$/,
    (policy, id, nth) => {
      const year = monthsOfSending(surveyOf(policy, id), parseDate('2025-12-31'), parseDate('2026-12-31'));
      return year[Number(nth)] && Number(year[Number(nth)]!.slice(5));
    },
  ],
  [
    /^reports\.reports\.(\w+)\.due\.within$/,
    (policy, id) => {
      const { createdAt, dueAt } = reportDuty(
        policy,
        policy.reports!.reports.find((one) => one.id === id)!,
        'k',
        0,
      );
      return spanned(dueAt - createdAt);
    },
  ],
  [
    /^callbacks\.(complaint_contact|second_contact)\.targets\.0\.(dates|elapsed)$/,
    (policy, callback, kind) => {
      const { startedAt, dueAt } = carriedOut(policy).clock(`callback_${callback}`);
      return kind === 'elapsed' ? written(dueAt! - startedAt) : dates(dateAt(zone, dueAt!) - dateAt(zone, startedAt));
    },
  ],
  [
    /^callbacks\.(complaint_contact|second_contact)\.warn\.share$/,
    (policy, callback) => {
      const { startedAt, dueAt, warnAt } = carriedOut(policy).clock(`callback_${callback}`);
      return Number(((warnAt! - startedAt) / (dueAt! - startedAt)).toFixed(4));
    },
  ],
  [
    /^callbacks\.(complaint_contact|second_contact)\.retry\.attempts$/,
    (policy, callback) => unanswered(carriedOut(policy), handlers(policy).handler, callback).attempts,
  ],
  [
    /^callbacks\.(complaint_contact|second_contact)\.retry\.every$/,
    (policy, callback) => written(unanswered(carriedOut(policy), handlers(policy).handler, callback).every),
  ],
  [
    /^callbacks\.monthly\.retry\.(attempts|every)$/,
    (policy, part) => {
      const { attempts, every } = unanswered(refunded(policy), people.agent, 'monthly');
      return part === 'attempts' ? attempts : spanned(every);
    },
  ],
  [
    /^complaints\.written\.every$/,
    (policy) => {
      const sim = new Complaint({ policy: caseUnder(policy, 'complaint') });
      const begun = sim.now;
      while (sim.state.written === undefined) sim.pass(DAY_MS);
      const weeks = (sim.state.written.at - begun) / (7 * DAY_MS);
      return `P${weeks}W`;
    },
  ],
  [
    /^ladders\.(\w+)\.levels\.0\.climbAfter\.atLeast$/,
    (policy, ladder) => written(choreLadder(policy, ladder, 0)[0]!.climbAfterMs),
  ],
  [
    /^dispatch\.plan\.draftBefore$/,
    (policy) => {
      const drafted = dispatchSchedules(policy).find(({ workflowType }) => workflowType === 'draftPlan')!.times;
      const [hour, minute] = policy.dispatch!.plan.by.split(':').map(Number) as [number, number];
      return written((hour * 60 + minute - drafted.hour! * 60 - drafted.minutes[0]!) * minutes);
    },
  ],
  [
    /^dispatch\.takes\.(\d)\.time$/,
    (policy, row) => {
      const facts = { ...policy.dispatch!.takes[Number(row)]!.when } as OpenVisit['facts'];
      return written(planJobOf({ ...visit, facts }, policy.dispatch!, planned).takesMs);
    },
  ],
  [/^dispatch\.travel\.time$/, (policy) => written(planJobOf(visit, policy.dispatch!, planned).travelMs)],
  [
    /^dispatch\.load\.day$/,
    (policy) => {
      const person = { id: 'p', regions: [], skills: [], qualified: true, certificates: [], absences: [] };
      return written(engineerOn(person, anchor, calendars, policy.workingCalendar, policy.dispatch!).dayMs);
    },
  ],
  [
    /^returns\.lapse\.(remind|after)$/,
    (policy, which) => {
      const waiting = { status: 'waiting_goods', order: { issuedAt: 0 } } as ReturnState;
      const { at, remindAt } = lapseInstant(waiting, caseUnder(policy, 'return'))!;
      return dates((which === 'after' ? at : remindAt) / DAY_MS);
    },
  ],
  [
    /^complaints\.categories\.(\w+)\.targets\.0\.workingDays$/,
    (policy, category) => {
      const sim = assessed(policy, category);
      return workingDays(sim.now, sim.clock(`task_${category}`).dueAt!);
    },
  ],
  [
    /^complaints\.levels\.(\w+)\.targets\.0\.workingDays$/,
    (policy, level) => {
      const sim = proposed(policy).act(staff.clerk, 'appeal', { text: says, level });
      return workingDays(sim.now, sim.clock(`review_${level}`).dueAt!);
    },
  ],
  [
    /^complaints\.rounds\.atMost$/,
    (policy) => {
      const { boss } = handlers(policy);
      const { state } = carriedOut(policy);
      const compiled = caseUnder(policy, 'complaint');
      const mayClose = (round: number): boolean => {
        try {
          closeGuard({ ...state, round }, boss, { result: says, reason: says }, compiled);
          return true;
        } catch (error) {
          if (error instanceof Refusal) return false;
          throw error;
        }
      };
      return Array.from({ length: 20 }, (_, n) => n).find((rounds) => mayClose(rounds + 1));
    },
  ],
  [
    /^care\.rules\.(\w+)\.every$/,
    (policy, id) => {
      const [date] = careDates({ ...care(policy, id), until: undefined }, unit, undefined, {
        since: anchor,
        until: anchor + 400,
      });
      return `P${monthsAfter(date!)}M`;
    },
  ],
  [
    /^care\.rules\.(\w+)\.offset$/,
    (policy, id) => {
      const rule = care(policy, id);
      const ends = {
        ...unit,
        nextMaintenanceOn: anchor,
        contractUntil: anchor,
        warrantyFrom: anchor,
        warrantyMonths: 0,
      };
      const [date] = careDates({ ...rule, until: undefined }, ends, undefined, { since: anchor - 400, until: anchor });
      const months = Array.from({ length: 12 }, (_, n) => n + 1).find((n) => addMonths(anchor, -n) === date);
      return months === undefined ? `-${dates(anchor - date!)}` : `-P${months}M`;
    },
  ],
  [
    /^care\.rules\.(\w+)\.within$/,
    (policy, id) => {
      const { dueAt, plannedOn } = sharedOf(care(policy, id), anchor, zone);
      return dates(dateAt(zone, dueAt) - plannedOn);
    },
  ],
  [
    /^care\.rules\.(\w+)\.before\.lead$/,
    (policy, id) => {
      const [task] = tasks(policy, id);
      return dates(task!.about! - task!.plannedOn);
    },
  ],
  [
    /^care\.rules\.(\w+)\.ahead$/,
    (policy, id) => {
      const rule = care(policy, id);
      const [task] = tasks(policy, id);
      const opens = (until: number): boolean =>
        careTasks(
          { ...policy, care: { ...policy.care!, rules: [rule] } },
          'customer',
          [unit],
          { since: anchor, until },
          zone,
        ).length > 0;
      const first = Array.from({ length: 400 }, (_, n) => anchor + n).find(opens)!;
      return dates(task!.plannedOn - first);
    },
  ],
  [
    /^care\.rules\.(\w+)\.months\.(\d)$/,
    (policy, id, nth) => {
      const year = { since: parseDate('2025-12-31'), until: parseDate('2026-12-31') };
      const date = careDates({ ...care(policy, id), until: undefined }, unit, undefined, year)[Number(nth)]!;
      return yearOf(date) === 2026 ? new Date(date * DAY_MS).getUTCMonth() + 1 : undefined;
    },
  ],
  [
    /^care\.rules\.(\w+)\.retry\.attempts$/,
    (policy, id) => {
      const ended = (before: number): boolean =>
        tryTask(care(policy, id), before, { reached: false, answers: {} }, 0).status === 'unreached';
      return Array.from({ length: 20 }, (_, n) => n).find(ended)! + 1;
    },
  ],
  [
    /^care\.rules\.(\w+)\.retry\.every$/,
    (policy, id) => {
      const { every } = care(policy, id).retry!;
      const next = tryTask(care(policy, id), 0, { reached: false, answers: {} }, 0).nextAttemptAt!;
      return durationMs(every) === next && every.startsWith('PT') ? written(next) : dates(next / DAY_MS);
    },
  ],
  [
    /^care\.rules\.(\w+)\.script\.(\w+)\.bad$/,
    (policy, id, question) => worst(care(policy, id).script.find((one) => one.id === question)!),
  ],
  [
    /^surveys\.surveys\.(\w+)\.questions\.(\w+)\.bad$/,
    (policy, id, question) => worst(surveyOf(policy, id).questions.find((one) => one.id === question)!),
  ],
  [
    /^reports\.reports\.(\w+)\.made\.after$/,
    (policy, id) => {
      const rule = policy.reports!.reports.find((one) => one.id === id)!;
      const { daysOfMonth, weekdays } = reportTimes(rule);
      // A report of a day is made every day: how long after is seen in the day that it covers.
      const [day] = daysOfMonth ?? weekdays ?? [anchor - coveredOn(rule, anchor).to];
      return dates(day!);
    },
  ],
];

/** What the figure at a path is seen to do; undefined where nothing here looks at it. */
export function seen(policy: Policy, path: string): { value: string | number | undefined } | undefined {
  const found = probes.find(([pattern]) => pattern.test(path));
  if (!found) return undefined;
  const [pattern, probe] = found;
  return { value: probe(policy, ...pattern.exec(path)!.slice(1)) };
}
