import type { CalendarSnapshot } from '../calendar/snapshot';
import { entryOf, type KindEntry } from '../cases/kinds';
import { durationMs, parseDuration } from '../time/duration';
import type { Callback, CasePolicy, FeeLine, PolicyPin, Requirement } from './case-policy';
import type { CaseKind, LadderLevel, Milestone } from './rule';
import { caseProgram } from '../decision/case-program';
import { callbackMilestone, compileMilestone, defaultLadder } from './compile-milestones';
import { clausesOf } from './compile-targets';
import { compileComplaints, complaintMilestones } from './complaint-rules';
import { EDITION } from './edition';
import { layVisitOver, visitKinds } from './overlay';
import { chosenRules } from './readings';
import { compileJobs } from './job-rules';
import { compileReturns } from './return-rules';
import type { Policy, PolicyCallback } from './schema';

/** The policies of a case, their hashes, and every calendar that exists, by id, built for the case's zone and years. */
export interface CompileInput {
  service: Policy;
  visit?: Policy | undefined;
  supplier?: Policy | undefined;
  hashes: { service: string; visit?: string | undefined; supplier?: string | undefined };
  kind: CaseKind;
  calendars: Readonly<Record<string, CalendarSnapshot>>;
}

/**
 * What a case of that kind carries of its policies: figures and clause ids, durations in milliseconds, money in fen,
 * instants left to the case. Only the chosen options of readings and the rules of the kind are taken; callbacks become
 * milestones that end with `called_back.<id>`; a pause that stops a mark pauses every milestone ending with it.
 *
 * Precedence, stated here once: the service policy rules. The visit overlay rules appointments, lateness, no-show,
 * visit conduct and visit callbacks of repairs and jobs where the service policy is silent (`layVisitOver` says what
 * silent means). The supplier policy is pinned and rules the supplier side of a case, which is no part of this input.
 *
 * Throws an Error where a section that every service policy must have is missing (the check refuses such a file), or
 * where a calendar that the policy names is not among those given.
 */
export function compileCasePolicy(input: CompileInput): CasePolicy {
  const own = chosenRules(input.service);
  const visiting = visitKinds.find((kind) => kind === input.kind);
  const policy = visiting && input.visit ? layVisitOver(own, chosenRules(input.visit), visiting) : own;
  const { closing } = policy;
  if (!closing || !policy.kinds.includes(input.kind)) {
    throw new Error(`Policy ${policy.id} serves no case of kind ${input.kind}`);
  }
  const ofKind = <R extends { kinds: readonly CaseKind[] }>(rules: readonly R[]): R[] =>
    rules.filter(({ kinds }) => kinds.includes(input.kind));
  const callbacks = ofKind(policy.callbacks);
  const complaints = input.kind === 'complaint' ? policy.complaints : undefined;
  const milestones = [
    ...ofKind(policy.milestones).map((rule) => compileMilestone(rule, policy)),
    ...callbacks.map((rule) => callbackMilestone(rule, policy)),
    ...(complaints ? complaintMilestones(policy, complaints, defaultLadder) : []),
  ];
  return {
    pins: pinsOf({ ...input, visit: visiting && input.visit }),
    kind: input.kind,
    demo: policy.demo,
    edition: EDITION,
    zone: policy.timeZone,
    calendars: calendarsOf(policy, milestones, input.calendars),
    levels: policy.levels.map(({ id, remoteFirst }) => ({ id, remoteFirst })),
    products: policy.products.map(({ id }) => id),
    channels: policy.channels.map(({ id }) => id),
    regions: policy.regions.map(({ id }) => id),
    milestones,
    ladders: compileLadders(policy),
    alerts: ofKind(policy.alerts).map((rule) => ({
      on: rule.on,
      ...condition(rule),
      ladder: rule.ladder,
      clauses: clausesOf(rule),
    })),
    notices: ofKind(policy.notices).map((rule) => ({
      on: rule.on,
      ...condition(rule),
      to: rule.to,
      template: rule.template,
      clauses: clausesOf(rule),
    })),
    ...documentsOf(ofKind(policy.documents)),
    callbacks: callbacks.map(compileCallback),
    ...(input.kind === 'repair' ? repairSections(policy) : notOfRepair),
    visit: compileVisit(visiting && policy.visit),
    approvals: Object.fromEntries(
      policy.approvals.map((rule) => [rule.id, { approvers: rule.approvers, clauses: clausesOf(rule) }]),
    ),
    checklists: ofKind(policy.checklists).map(({ action, items, missing }) => ({
      action,
      items: items.map((item) => ({ id: item.id, clauses: clausesOf(item) })),
      missing,
    })),
    requirements: [
      ...laterFields(policy, entryOf(input.kind)),
      ...ofKind(policy.requirements).map((rule) => ({
        action: rule.action,
        ...(rule.mark !== undefined && { mark: rule.mark }),
        ...(rule.fact !== undefined && { fact: rule.fact }),
        ...(rule.ahead !== undefined && { aheadDays: parseDuration(rule.ahead).days }),
        ...condition(rule),
        missing: rule.missing,
        clauses: clausesOf(rule),
      })),
    ],
    ...(policy.money && { money: { confirmedBy: policy.money.confirmedBy, clauses: clausesOf(policy.money) } }),
    ...(complaints && { complaints: compileComplaints(complaints) }),
    ...(input.kind === 'return' && returnSections(policy)),
    ...(input.kind === 'job' && compileJobs(policy)),
    reopenWindowMs: durationMs(closing.reopenWindow),
  };
}

/** Left out where there are none: cases carry only what they need. */
function documentsOf(rules: Policy['documents']): Pick<CasePolicy, 'documents'> {
  if (rules.length === 0) return {};
  return {
    documents: rules.map((rule) => ({ on: rule.on, ...condition(rule), form: rule.form, clauses: clausesOf(rule) })),
  };
}

type RepairSections = Pick<CasePolicy, 'parts' | 'fees' | 'quote' | 'loaner' | 'technicalHelp' | 'program'>;

/** Facts that every repair has: who wants to give back or exchange opens a case of that kind. */
export const ofRepairs = { caseType: 'repair', customerWants: 'repair' } as const;

/** What repairs alone need. Throws where a section is missing (the check refuses such a file). */
function repairSections(policy: Policy): RepairSections {
  const { parts, quote, loaner } = policy;
  if (!parts || !quote || !loaner) throw new Error(`Policy ${policy.id} needs parts, quote and loaner for repairs`);
  return {
    parts: compileParts(parts),
    fees: policy.fees.map(compileFee),
    quote: {
      capped: quote.capped,
      ...(quote.pause !== undefined && { pause: quote.pause }),
      clauses: clausesOf(quote),
    },
    loaner: {
      available: loaner.available,
      deposit: loaner.deposit,
      agreement: loaner.agreement,
      ...(loaner.approval !== undefined && { approval: loaner.approval }),
      clauses: clausesOf(loaner),
    },
    technicalHelp: policy.technicalHelp.map((rule) => ({
      id: rule.id,
      ...(rule.tell !== undefined && { tell: rule.tell }),
      clauses: clausesOf(rule),
    })),
    program: caseProgram(policy, ['entitlement', 'fee', 'approval', 'routing'], ofRepairs),
  };
}

/** The same sections of a case that repairs nothing: empty. */
const notOfRepair: RepairSections = {
  parts: { capMs: 0, capOf: 'waits', ladder: defaultLadder, oldPartReturned: false, clauses: [] },
  fees: [],
  quote: { capped: false, clauses: [] },
  loaner: { available: false, deposit: 'none', agreement: false, clauses: [] },
  technicalHelp: [],
};

/** What returns alone need. Throws where the section is missing (the check refuses such a file). */
function returnSections(policy: Policy): Pick<CasePolicy, 'returns' | 'program'> {
  if (!policy.returns) throw new Error(`Policy ${policy.id} needs the section returns`);
  return {
    returns: compileReturns(policy.returns),
    program: caseProgram(policy, ['entitlement', 'approval'], { caseType: 'return' }),
  };
}

/** A field that the intake record needs before a later action: that action waits until the field is known. */
function laterFields(policy: Policy, { table }: KindEntry): Requirement[] {
  return (policy.intake?.required ?? [])
    .filter(({ before }) => table.actions.some(({ name }) => name === before))
    .map((rule) => ({ action: rule.before, fact: `${rule.field}Known`, missing: 'refuse', clauses: clausesOf(rule) }));
}

function pinsOf({ service, visit, supplier, hashes }: CompileInput): PolicyPin[] {
  const layers = { service, visit, supplier };
  return (['service', 'visit', 'supplier'] as const).flatMap((layer) => {
    const policy = layers[layer];
    if (!policy) return [];
    const hash = hashes[layer];
    if (!hash) throw new Error(`Policy ${policy.id} has no hash to pin it by`);
    return [{ layer, id: policy.id, version: policy.version, hash }];
  });
}

function condition<W>({ when }: { when?: W | undefined }): { when?: W } {
  return when === undefined ? {} : { when };
}

function compileCallback(rule: PolicyCallback): Callback {
  const clauses = [rule, ...rule.targets].flatMap(clausesOf);
  return {
    id: rule.id,
    role: rule.role,
    retryEveryMs: durationMs(rule.retry.every),
    attempts: rule.retry.attempts,
    untilSatisfied: rule.untilSatisfied,
    mandatory: rule.mandatory,
    ...(rule.dissatisfied && { opens: { kind: rule.dissatisfied.opens, clauses: clausesOf(rule.dissatisfied) } }),
    clauses: [...new Set(clauses)],
  };
}

function compileLadders(policy: Policy): Record<string, LadderLevel[]> {
  return Object.fromEntries(
    Object.entries(policy.ladders).map(([id, { levels }]) => [
      id,
      levels.map((level) => ({
        role: level.role,
        ...(level.climbAfter?.share !== undefined && { climbShare: level.climbAfter.share }),
        ...(level.climbAfter && { climbAtLeastMs: durationMs(level.climbAfter.atLeast) }),
        clauses: clausesOf(level),
      })),
    ]),
  );
}

function compileParts(parts: NonNullable<Policy['parts']>): CasePolicy['parts'] {
  return {
    capMs: durationMs(parts.cap),
    capOf: parts.capOf,
    ...(parts.warn && { warnMs: durationMs(parts.warn.after) }),
    ladder: parts.ladder,
    ...(parts.emergency && { emergency: { notify: parts.emergency.notify, clauses: clausesOf(parts.emergency) } }),
    oldPartReturned: parts.oldPartReturned?.required ?? false,
    clauses: clausesOf(parts),
  };
}

/** A policy without a say on rescheduling still asks the customer: nobody's visit moves without their consent. */
function compileVisit(visit: Policy['visit'] = { lateTiers: [] }): CasePolicy['visit'] {
  const { early, lateCallBefore, departure, noShow, reschedule } = visit;
  return {
    ...(early && { early: { fromMs: durationMs(early.from), toMs: durationMs(early.to), clauses: clausesOf(early) } }),
    lateTiers: visit.lateTiers.map((tier) => ({
      ...(tier.upTo !== undefined && { upToMs: durationMs(tier.upTo) }),
      action: tier.action,
      ...(tier.refused !== undefined && { refused: tier.refused }),
      clauses: clausesOf(tier),
    })),
    ...(noShow && {
      noShow: { steps: noShow.steps, phoneAfterMs: durationMs(noShow.phoneAfter), clauses: clausesOf(noShow) },
    }),
    ...(lateCallBefore && {
      lateCall: { leadMs: durationMs(lateCallBefore.lead), clauses: clausesOf(lateCallBefore) },
    }),
    ...(departure && {
      departure: {
        planAheadMs: durationMs(departure.planAhead),
        arriveEarlyMs: durationMs(departure.arriveEarly),
        clauses: clausesOf(departure),
      },
    }),
    ...(reschedule?.refused && { rescheduleRefused: reschedule.refused }),
    rescheduleConsent: reschedule?.consent ?? true,
    rescheduleClauses: reschedule ? clausesOf(reschedule) : [],
  };
}

function compileFee(rule: Policy['fees'][number]): FeeLine {
  return {
    id: rule.id,
    item: rule.item,
    ...condition(rule),
    basis: rule.basis,
    ...(rule.price !== undefined && { fen: Math.round(rule.price * 100) }),
    payer: rule.payer,
    ...(rule.fact !== undefined && { fact: rule.fact }),
    clauses: clausesOf(rule),
  };
}

function calendarsOf(
  policy: Policy,
  milestones: readonly Milestone[],
  given: CompileInput['calendars'],
): CasePolicy['calendars'] {
  const used = new Set([policy.calendar, policy.workingCalendar, ...milestones.map(({ calendar }) => calendar)]);
  return Object.fromEntries(
    [...used].map((id) => {
      const calendar = given[id];
      if (!calendar) throw new Error(`Policy ${policy.id} uses the calendar ${id}, which was not given`);
      if (calendar.zone.zone !== policy.timeZone) {
        throw new Error(`Policy ${policy.id} is in ${policy.timeZone}, its calendar ${id} in ${calendar.zone.zone}`);
      }
      return [id, calendar];
    }),
  );
}
