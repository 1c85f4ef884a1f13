import { durationMs, parseDuration } from '../time/duration';
import type { FactValue } from './rule';
import type { PolicyIssue } from './issue';
import { targetKinds, type HowLong } from './compile-targets';
import type { Policy, PolicyTarget } from './schema';

type Path = (string | number)[];

/** Figures that are missing, impossible or not allowed, and rows that no case can ever reach. */
export function checkFigures(policy: Policy): PolicyIssue[] {
  return [
    ...(['milestones', 'callbacks'] as const).flatMap((section) =>
      policy[section].flatMap((rule, index) => {
        const path = [section, index];
        const warn = typeof rule.warn === 'object' ? rule.warn : undefined;
        return [
          ...rule.targets.flatMap((row, at) => checkRow(row, warn, [...path, 'targets', at], [...path, 'warn'])),
          ...(warn && warn.share === undefined ? checkKind(warn, [...path, 'warn']) : []),
          ...unreachable(rule.targets, [...path, 'targets']),
        ];
      }),
    ),
    ...policy.milestones.flatMap((rule, index): PolicyIssue[] =>
      rule.nature === 'reminder' && !rule.remind?.length
        ? [{ path: ['milestones', index], problem: `the reminder ${rule.id} reminds nobody: name them in \`remind\`` }]
        : [],
    ),
    ...checkParts(policy),
    ...checkFees(policy),
    ...policy.requirements.flatMap((rule, index): PolicyIssue[] =>
      (rule.mark === undefined) === (rule.fact === undefined)
        ? [{ path: ['requirements', index], problem: 'needs either a mark or a fact' }]
        : [],
    ),
    ...feesByItem(policy),
    ...exactSpans(policy),
  ];
}

function checkRow(row: PolicyTarget, warn: HowLong | undefined, path: Path, warnPath: Path): PolicyIssue[] {
  const own = row.warn && row.warn.share === undefined ? row.warn : undefined;
  const late = (warning: HowLong, at: Path): PolicyIssue[] =>
    isAfter(warning, row) ? [{ path: at, problem: 'the warning comes after the deadline' }] : [];
  return [
    ...checkKind(row, path),
    ...(own ? [...checkKind(own, [...path, 'warn']), ...late(own, [...path, 'warn'])] : []),
    ...(warn && !row.warn ? late(warn, warnPath) : []),
    ...(['plus', 'cap'] as const).flatMap((key): PolicyIssue[] =>
      row[key] !== undefined && row.elapsed === undefined
        ? [{ path: [...path, key], problem: `\`${key}\` goes with \`elapsed\` only` }]
        : [],
    ),
    ...(row.cap !== undefined && length(row.cap) < length(row.elapsed)
      ? [{ path: [...path, 'cap'], problem: 'the cap is below the target itself' }]
      : []),
  ];
}

/** Exactly one kind of target, written in the units that it counts in. */
function checkKind(row: HowLong, path: Path): PolicyIssue[] {
  const kinds = targetKinds.filter((kind) => row[kind] !== undefined);
  if (kinds.length === 0) return [{ path, problem: 'has no figure', allowed: targetKinds }];
  if (kinds.length > 1)
    return [{ path, problem: `has ${kinds.length} kinds of target, ${kinds.join(' and ')}: keep one` }];
  const issues: PolicyIssue[] = [];
  const bad = (key: keyof HowLong, problem: string): void => void issues.push({ path: [...path, key], problem });
  if (row.offset !== undefined && row.at === undefined) bad('offset', '`offset` goes with `at` only');
  for (const key of ['elapsed', 'working', 'offset'] as const) {
    const text = row[key];
    if (text === undefined) continue;
    if (parseDuration(text).months !== 0) bad(key, `${text} has months or years: count them with \`dates\``);
    else if (key !== 'offset' && durationMs(text) < 0) bad(key, `${text} is negative`);
  }
  if (row.dates !== undefined) {
    const { sign, ms, months, days } = parseDuration(row.dates);
    if (ms !== 0 || sign < 0 || months + days === 0)
      bad('dates', `${row.dates} is no number of dates, such as P7D or P1M`);
  }
  if (row.monthEnd !== undefined) {
    const { sign, ms, months, days } = parseDuration(row.monthEnd);
    if (ms !== 0 || days !== 0 || sign < 0 || months === 0)
      bad('monthEnd', `${row.monthEnd} is no number of months, such as P1M`);
  }
  return issues;
}

/** Whether a warning is later than its deadline, where the two are of one kind and so can be compared. */
function isAfter(warn: HowLong, row: PolicyTarget): boolean {
  if (warn.elapsed !== undefined && row.elapsed !== undefined) {
    // Added time moves the deadline only; the warning must be before the shortest one.
    return length(warn.elapsed) > length(row.elapsed);
  }
  if (warn.working !== undefined && row.working !== undefined) return length(warn.working) > length(row.working);
  if (warn.workingDays !== undefined && row.workingDays !== undefined) return warn.workingDays > row.workingDays;
  if (warn.at !== undefined && warn.at === row.at) return length(warn.offset) > length(row.offset);
  if (warn.dates !== undefined && row.dates !== undefined) {
    const [first, last] = [parseDuration(warn.dates), parseDuration(row.dates)];
    return first.months === last.months ? first.days > last.days : first.months > last.months;
  }
  return false;
}

/** Exact milliseconds; nothing, or what has none, counts as 0 (the kind's own check reports it). */
function length(text: string | undefined): number {
  if (text === undefined || parseDuration(text).months !== 0) return 0;
  return durationMs(text);
}

type Row = { when?: Readonly<Record<string, FactValue | FactValue[]>> | undefined; reading?: string | undefined };

/** Rows after one that holds whenever they hold. Rows of other options of a reading do not stand in the way. */
function unreachable<R extends Row>(
  rows: readonly R[],
  path: Path,
  decides: (row: R) => boolean = () => true,
): PolicyIssue[] {
  return rows.flatMap((row, index): PolicyIssue[] => {
    const before = rows.findIndex(
      (earlier, at) => at < index && decides(earlier) && !earlier.reading?.includes('=') && covers(earlier, row),
    );
    if (before < 0) return [];
    return [{ path: [...path, index], problem: `is never reached: row ${before + 1} holds whenever it does` }];
  });
}

function covers(earlier: Row, later: Row): boolean {
  return Object.entries(earlier.when ?? {}).every(([fact, values]) => {
    const narrower = later.when?.[fact];
    return narrower !== undefined && [narrower].flat().every((value) => [values].flat().includes(value));
  });
}

/** The cap of all waits for parts together: the product allows five days (N-2.6-3b), a policy less, none more. */
const mostPartsMs = 5 * 24 * 3_600_000;

function checkParts({ parts }: Policy): PolicyIssue[] {
  if (!parts) return [];
  const months = parseDuration(parts.cap).months;
  const issues: PolicyIssue[] = [];
  if (months !== 0 || length(parts.cap) > mostPartsMs || length(parts.cap) <= 0) {
    issues.push({
      path: ['parts', 'cap'],
      problem: `${parts.cap} is not allowed: waits for parts end after P5D at the latest`,
    });
  }
  if (parts.warn && length(parts.warn.after) > length(parts.cap)) {
    issues.push({ path: ['parts', 'warn', 'after'], problem: 'the warning comes after the cap' });
  }
  return issues;
}

const priced = ['visit', 'point', 'pointYear'];

function checkFees({ fees }: Policy): PolicyIssue[] {
  return fees.flatMap((line, index): PolicyIssue[] => {
    const needsPrice = priced.includes(line.basis);
    if (needsPrice === (line.price !== undefined)) return [];
    const problem = needsPrice ? `${line.basis} needs a price in yuan` : `${line.basis} has no price of its own`;
    return [{ path: ['fees', index], problem }];
  });
}

function feesByItem({ fees }: Policy): PolicyIssue[] {
  const numbered = fees.map((line, index) => ({ line, index }));
  return fees.flatMap((line, index): PolicyIssue[] => {
    const before = numbered.find(
      ({ line: earlier, index: at }) => at < index && earlier.item === line.item && covers(earlier, line),
    );
    return before
      ? [{ path: ['fees', index], problem: `is never reached: ${before.line.id} holds whenever it does` }]
      : [];
  });
}

/** Spans outside targets must have an exact length: months and years have none. */
function exactSpans(policy: Policy): PolicyIssue[] {
  const spans: [Path, string | undefined][] = [
    [['closing', 'reopenWindow'], policy.closing?.reopenWindow],
    [['parts', 'warn', 'after'], policy.parts?.warn?.after],
    [['visit', 'early', 'from'], policy.visit?.early?.from],
    [['visit', 'early', 'to'], policy.visit?.early?.to],
    [['visit', 'lateCallBefore', 'lead'], policy.visit?.lateCallBefore?.lead],
    [['visit', 'noShow', 'phoneAfter'], policy.visit?.noShow?.phoneAfter],
    [['visit', 'departure', 'planAhead'], policy.visit?.departure?.planAhead],
    [['visit', 'departure', 'arriveEarly'], policy.visit?.departure?.arriveEarly],
    ...(policy.visit?.lateTiers ?? []).map(({ upTo }, index): [Path, string | undefined] => [
      ['visit', 'lateTiers', index, 'upTo'],
      upTo,
    ]),
    ...policy.callbacks.map(({ retry }, index): [Path, string] => [
      ['callbacks', index, 'retry', 'every'],
      retry.every,
    ]),
    ...Object.entries(policy.ladders).flatMap(([id, { levels }]) =>
      levels.map(({ climbAfter }, index): [Path, string | undefined] => [
        ['ladders', id, 'levels', index, 'climbAfter', 'atLeast'],
        climbAfter?.atLeast,
      ]),
    ),
    ...policy.milestones.flatMap(({ targets }, index) =>
      targets.map(({ cap }, at): [Path, string | undefined] => [['milestones', index, 'targets', at, 'cap'], cap]),
    ),
  ];
  return spans
    .filter(([, text]) => text !== undefined && parseDuration(text).months !== 0)
    .map(([path, text]) => ({ path, problem: `${text} has months or years: write days or hours` }));
}
