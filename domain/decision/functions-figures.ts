/** Functions that read figures of the policy's other sections, so that each figure stands once in a file. */
import { computeDue, shareOf } from '../calendar/due';
import { mergePauses } from '../calendar/pauses';
import type { FactValue, Milestone, TargetRow } from '../policy/rule';
import { holds } from '../policy/rule';
import { ruleOfRow } from '../sla/clock';
import { addMonths } from '../time/date';
import { durationMs } from '../time/duration';
import type { Instant } from '../time/instant';
import type { Environment } from './environment';
import type { Kpi } from './program';
import type { Expression } from './expression';
import { reached, startAt, stretches } from './functions-time';
import { passed } from './kpis';
import { dateOf } from './operators';
import { dated, duration, instant, list, number, text, whole, type DecisionFunction } from './signature';
import { dateValue, durationText, durationValue, instantValue, isTagged, type Value } from './value';

/** Due and warning of a milestone from an instant, with the pauses of `waits` where the milestone pauses for parts. */
function clockOf(
  milestone: Milestone,
  from: Value,
  pauses: Value | undefined,
  env: Environment,
): { due: Instant; warn: Instant | undefined; target: TargetRow } | undefined {
  const facts = factsOf(milestone, env);
  const row = rowFor(milestone, facts);
  const rule = row && ruleOfRow(row, facts);
  // Time that is added and unknown leaves the end unknown.
  if (!row || !rule || (row.plus !== undefined && facts[row.plus] === undefined)) return undefined;
  const calendar = env.calendar(milestone.calendar);
  const start = startAt(from, env);
  const waits = milestone.pausedBy.includes('waiting_parts') ? env.lookup('waits') : undefined;
  const [given, waited] = [stretches(pauses, Infinity), cappedWaits(waits, env)];
  if (!given || !waited) return undefined;
  // A pause without an end is still going on: nobody can say yet when the clock ends.
  const all = [...given, ...waited];
  const merged = mergePauses(all, start);
  if (merged.some(({ to }) => to === Infinity)) return undefined;
  const computed = computeDue(rule, start, merged, calendar).due;
  const due = row.capMs === undefined ? computed : Math.min(computed, start + row.capMs);
  const warning = row.warn ?? milestone.warn;
  const target = warning?.kind === 'target' ? ruleOfRow({ target: warning.target, clauses: [] }, facts) : undefined;
  const warn =
    warning?.kind === 'share'
      ? shareOf(rule, start, merged, calendar, warning.share)
      : target && computeDue(target, start, merged, calendar).due;
  return { due, warn, target: row };
}

/** The row of a milestone that applies; facts that are not known do not speak against the milestone. */
function rowFor({ onlyWhen, targets }: Milestone, facts: Readonly<Record<string, FactValue>>): TargetRow | undefined {
  const known = Object.entries(onlyWhen ?? {}).filter(([fact]) => facts[fact] !== undefined);
  if (!holds(Object.fromEntries(known), facts)) return undefined;
  return targets.find(({ when }) => holds(when, facts));
}

/** The row by which `due` reckons for a milestone here; undefined where none applies. */
export function limitRow(id: Value | undefined, env: Environment): TargetRow | undefined {
  const milestone = figure(env.program.figures.milestones, id);
  return milestone && rowFor(milestone, factsOf(milestone, env));
}

/** The waits for parts up to the instant at which they reach their cap: from there the clock runs on (R-CAP). */
function cappedWaits(waits: Value | undefined, env: Environment): ReturnType<typeof stretches> {
  const all = stretches(waits, Infinity);
  const cap = env.program.figures.parts?.cap;
  if (!all || cap === undefined || all.some(({ to }) => to === Infinity)) return all;
  const end = waits && reached(waits, durationMs(cap));
  if (!isTagged(end, 'instant')) return all;
  return all.map(({ from, to }) => ({ from: Math.min(from, end.at), to: Math.min(to, end.at) }));
}

/** The facts and named values that the rows of a milestone ask for, as cases hold them. */
function factsOf(milestone: Milestone, env: Environment): Record<string, FactValue> {
  return Object.fromEntries(
    namesOf(milestone).flatMap((name): [string, FactValue][] => {
      const value = factValue(env.lookup(name));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function namesOf({ onlyWhen, targets, warn }: Milestone): string[] {
  const rows = targets.flatMap((row) => [
    ...Object.keys(row.when ?? {}),
    ...(row.plus === undefined ? [] : [row.plus]),
    ...(row.target.kind === 'at' ? [row.target.fact] : []),
  ]);
  const warned = warn?.kind === 'target' && warn.target.kind === 'at' ? [warn.target.fact] : [];
  return [...new Set([...Object.keys(onlyWhen ?? {}), ...rows, ...warned])];
}

function factValue(value: Value | undefined): FactValue | undefined {
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (isTagged(value, 'instant')) return value.at;
  return isTagged(value, 'duration') ? durationText(value) : undefined;
}

/** What is not known of what the row that applies adds or stands at; where none applies, of what rows hold for. */
function missingIn(kind: 'milestones' | 'callbacks') {
  return (args: readonly Expression[], env: Environment): string[] => {
    const [first] = args;
    const id = first?.k === 'literal' ? String(first.value) : '';
    const milestone = env.program.figures[kind][id];
    if (!milestone) return [];
    const row = rowFor(milestone, factsOf(milestone, env));
    const names = row
      ? [...(row.plus === undefined ? [] : [row.plus]), ...(row.target.kind === 'at' ? [row.target.fact] : [])]
      : milestone.targets.flatMap(({ when }) => Object.keys(when ?? {}));
    return [...new Set(names)].filter((name) => env.lookup(name) === undefined);
  };
}

function figure<T>(table: Readonly<Record<string, T>>, id: Value | undefined): T | undefined {
  return typeof id === 'string' ? table[id] : undefined;
}

/** Unknown where the KPI is not about what was given. */
function valueOf(kpi: Kpi, env: Environment): number | undefined {
  if (kpi.when && env.reckon(kpi.when) !== true) return undefined;
  const value = env.reckon(kpi.is);
  return typeof value === 'number' ? value : undefined;
}

export const figureFunctions: Readonly<Record<string, DecisionFunction>> = {
  due: whole({
    takes: [text, dated, list],
    atLeast: 2,
    names: 'milestones',
    gives: instant,
    apply: ([id, from, pauses], env) => {
      const milestone = figure(env.program.figures.milestones, id);
      const clock = milestone && clockOf(milestone, from!, pauses, env);
      return clock && instantValue(clock.due);
    },
    needs: missingIn('milestones'),
    says: 'when a milestone is due; a third argument lists further pauses',
  }),
  warn: whole({
    takes: [text, dated, list],
    atLeast: 2,
    names: 'milestones',
    gives: instant,
    apply: ([id, from, pauses], env) => {
      const milestone = figure(env.program.figures.milestones, id);
      const clock = milestone && clockOf(milestone, from!, pauses, env);
      return clock?.warn === undefined ? undefined : instantValue(clock.warn);
    },
    needs: missingIn('milestones'),
    says: 'when a milestone warns',
  }),
  status: whole({
    takes: [dated, dated],
    gives: text,
    apply: ([due, done], env) => {
      const end = isTagged(due, 'instant') ? due.at : (dateOf(due!, env.zone) ?? 0);
      const met = isTagged(due, 'instant') ? startAt(done!, env) <= end : (dateOf(done!, env.zone) ?? 0) <= end;
      return met ? 'met' : 'breached';
    },
    says: "'met' where it was done at the due time or before, else 'breached' (R-INCL)",
  }),
  price: whole({
    takes: [text],
    names: 'fees',
    gives: number,
    apply: ([id], env) => figure(env.program.figures.prices, id),
    says: 'the price of a fee line in yuan',
  }),
  supervisorOf: whole({
    takes: [text],
    names: 'milestones',
    gives: text,
    apply: ([id], env) => figure(env.program.figures.ladders, id)?.[0],
    says: 'the first role of the ladder of a milestone or callback',
  }),
  ladderOf: whole({
    takes: [text],
    names: 'milestones',
    gives: list,
    apply: ([id], env) => figure(env.program.figures.ladders, id),
    says: 'all roles of the ladder of a milestone or callback, in order',
  }),
  approvers: whole({
    takes: [text],
    names: 'approvals',
    gives: list,
    apply: ([id], env) => figure(env.program.figures.approvals, id),
    says: 'who must approve, in order (R-APPROVE)',
  }),
  callbackDue: whole({
    takes: [text, dated, number],
    atLeast: 2,
    names: 'callbacks',
    gives: instant,
    apply: ([id, from, nth], env) => {
      const milestone = figure(env.program.figures.callbacks, id);
      if (!milestone) return undefined;
      const target = milestone.targets[0]?.target;
      if (nth !== undefined && target?.kind === 'dates') {
        const start = dateOf(from!, env.zone) ?? 0;
        const last = addMonths(start, target.months * Number(nth)) + target.days * Number(nth);
        return instantValue(startAt(dateValue(last + 1), env) - 1);
      }
      const clock = clockOf(milestone, from!, undefined, env);
      return clock && instantValue(clock.due);
    },
    needs: missingIn('callbacks'),
    says: 'when a callback is due; a third argument asks for the nth time, counted from the anchor',
  }),
  callbackWarn: whole({
    takes: [text, dated],
    names: 'callbacks',
    gives: instant,
    apply: ([id, from], env) => {
      const milestone = figure(env.program.figures.callbacks, id);
      const warn = milestone && clockOf(milestone, from!, undefined, env)?.warn;
      return warn === undefined ? undefined : instantValue(warn);
    },
    says: 'when a callback warns',
  }),
  partsCap: whole({
    takes: [],
    gives: duration,
    apply: (_args, env) => {
      const cap = env.program.figures.parts?.cap;
      return cap === undefined ? undefined : durationValue(cap);
    },
    says: 'how long all waits for parts may last together',
  }),
  partsWarn: whole({
    takes: [],
    gives: duration,
    apply: (_args, env) => {
      const warn = env.program.figures.parts?.warn;
      return warn === undefined ? undefined : durationValue(warn);
    },
    says: 'when the waits for parts warn',
  }),
  partsRole: whole({
    takes: [],
    gives: text,
    apply: (_args, env) => env.program.figures.parts?.role,
    says: 'who is told when the waits for parts reach their cap',
  }),
  capReachedAt: whole({
    takes: [list],
    gives: instant,
    apply: ([waits], env) => {
      const cap = env.program.figures.parts?.cap;
      return cap === undefined ? undefined : reached(waits!, durationMs(cap));
    },
    says: 'the instant at which the waits together reach the cap; unknown where they do not',
  }),
  callbackRole: whole({
    takes: [text],
    names: 'callbacks',
    gives: text,
    apply: ([id], env) => figure(env.program.figures.callbackRoles, id),
    says: 'who makes a callback',
  }),
  climbAt: whole({
    takes: [text, dated, number],
    atLeast: 2,
    names: 'milestones',
    gives: instant,
    apply: ([id, from, level = 1], env) => {
      const milestone = figure({ ...env.program.figures.callbacks, ...env.program.figures.milestones }, id);
      const clock = milestone && clockOf(milestone, from!, undefined, env);
      const climbs = figure(env.program.figures.climbs, id)?.slice(0, Number(level));
      if (!clock || climbs?.length !== Number(level)) return undefined;
      const target = clock.due - startAt(from!, env);
      return instantValue(
        climbs.reduce(
          (at, { share = 0, atLeastMs }) => at + Math.max(Math.round(share * target), atLeastMs),
          clock.due,
        ),
      );
    },
    says: 'when a missed milestone climbs to the next level of its ladder (third argument: how many levels up)',
  }),
  retryAt: whole({
    takes: [text, instant],
    names: 'callbacks',
    gives: instant,
    apply: ([id, from], env) => {
      const retry = figure(env.program.figures.retries, id);
      return retry && instantValue(startAt(from!, env) + durationMs(retry.every));
    },
    says: 'when a callback that nobody answered is tried again',
  }),
  retryAttempts: whole({
    takes: [text],
    names: 'callbacks',
    gives: number,
    apply: ([id], env) => figure(env.program.figures.retries, id)?.attempts,
    says: 'after how many attempts of a callback a supervisor decides',
  }),
  reopenUntil: whole({
    takes: [instant],
    gives: instant,
    apply: ([closed], env) => {
      const { reopenWindow } = env.program.figures;
      return reopenWindow === undefined ? undefined : instantValue(startAt(closed!, env) + durationMs(reopenWindow));
    },
    says: 'until when a closed case may be opened again',
  }),
  figure: whole({
    takes: [text],
    gives: ['number', 'text', 'boolean', 'duration'],
    apply: ([path], env) => {
      const found = figure(env.program.figures.byPath, path);
      return typeof found === 'string' && /^-?P(?=[\dT])/.test(found) ? durationValue(found) : found;
    },
    says: "any figure of the file by its path, such as figure('visit.noShow.phoneAfter')",
  }),
  kpiValue: whole({
    takes: [text],
    names: 'kpis',
    gives: number,
    apply: ([id], env) => {
      const kpi = env.program.kpis.find((rule) => rule.id === id);
      return kpi && valueOf(kpi, env);
    },
    says: 'the value of a KPI',
  }),
  kpiTarget: whole({
    takes: [text],
    names: 'kpis',
    gives: ['number', 'null'],
    apply: ([id], env) => env.program.kpis.find((rule) => rule.id === id)?.target ?? null,
    says: 'the target of a KPI; null where there is none',
  }),
  kpiPassed: whole({
    takes: [text],
    names: 'kpis',
    gives: ['boolean', 'null'],
    apply: ([id], env) => {
      const kpi = env.program.kpis.find((rule) => rule.id === id);
      const value = kpi && valueOf(kpi, env);
      return kpi && value !== undefined ? passed(kpi, value) : undefined;
    },
    says: 'whether a KPI keeps its target; null where it has none (R-MISSING)',
  }),
  warrantyOf: whole({
    takes: [text],
    gives: duration,
    apply: ([id], env) => {
      const term = figure(env.program.figures.terms, id)?.warranty;
      return term === undefined ? undefined : durationValue(term);
    },
    says: 'the warranty term of a component or product of the policy; unknown where it has none',
  }),
};
