/**
 * The auditor's report over a period as a document: rates in charts, tallies by every dimension, their trends, and the
 * worst promises. Pure: the same figures and names give the same document. Ids only, but for the names that are given.
 */
import type { Block, Column, DocumentContent, Table } from '../documents/content';
import { formatInstant, type Instant } from '../domain/time/instant';
import { AUDIT_DIMENSIONS, AUDIT_REPORT_WORDS as W } from '../messages/audit-report-words';
import { auditorVersion } from './audit-case';
import { dimensions, rate, type Compliance, type Dimension, type PromiseRow, type Tally } from './compliance';

export interface PeriodReportHead {
  /** The period's bounds; absent where it is open. */
  from?: Instant | undefined;
  to?: Instant | undefined;
  /** The archive that was read: its lines, and the chain value of the last. */
  archive?: { lines: number; head: string } | undefined;
}

/** What a value of a dimension is called, under a policy where one is given; itself where nobody knows. */
export type NameOf = (dimension: Dimension, value: string, policy?: string) => string;

/** More months than fit side by side on a page are left to the CSV. */
const monthsShown = 12;
/** So many of the longest overdue promises are listed one by one. */
const worstShown = 40;

/** Keeps the promises that were overdue longest while any number of them passes by. */
export class WorstPromises {
  private rows: PromiseRow[] = [];

  add(rows: readonly PromiseRow[]): void {
    this.rows.push(...rows.filter((row) => (row.overMs ?? 0) > 0));
    if (this.rows.length > 10 * worstShown) this.rows = this.sorted();
  }

  /** The longest overdue first; cases in the order of their numbers where two are equal. */
  sorted(): PromiseRow[] {
    return this.rows
      .sort((a, b) => (b.overMs ?? 0) - (a.overMs ?? 0) || (a.caseId < b.caseId ? -1 : 1))
      .slice(0, worstShown);
  }
}

/** The document: printed as PDF or as a workbook. */
export function periodReport(
  compliance: Compliance,
  worst: WorstPromises,
  head: PeriodReportHead,
  nameOf: NameOf = (_dimension, value) => value,
): DocumentContent {
  const name: NameOf = (dimension, value, policy) => (value === '' ? W.unnamed : nameOf(dimension, value, policy));
  const bounds = [head.from, head.to].map((at) => (at === undefined ? undefined : formatInstant(at)));
  const period = bounds.some(Boolean) ? bounds.map((bound) => bound ?? '…').join(' – ') : W.everything;
  return {
    title: W.title,
    subtitle: [
      `${W.period}: ${period}`,
      `${W.auditor}: ${auditorVersion}`,
      ...(head.archive ? [`${W.head}: ${head.archive.lines} · ${head.archive.head}`] : []),
    ],
    blocks: [
      summary(compliance),
      rates(compliance, 'period', W.byMonth, name),
      ...(['milestone', 'policy', 'region', 'level', 'engineer'] as const).flatMap((dimension) => [
        rates(compliance, dimension, `${AUDIT_DIMENSIONS[dimension]} · ${W.rate}`, name),
      ]),
      ...dimensions.map((dimension) => tallies(compliance, dimension, name)),
      ...dimensions.filter((d) => d !== 'period').map((dimension) => trend(compliance, dimension, name)),
      worstTable(worst, name),
    ],
    footer: `${W.footer} · ${period}`,
  };
}

function summary({ cases, total, alarmed, unjudged }: Compliance): Block {
  const share = rate(total);
  const list = (ids: readonly string[]): string => (ids.length === 0 ? W.none : `${ids.length}: ${ids.join(' ')}`);
  return {
    kind: 'lines',
    title: W.summary,
    lines: [
      W.source,
      W.rule,
      `${W.cases} ${cases} · ${W.rate} ${share === undefined ? '–' : `${(share * 100).toFixed(1)} %`} · ${W.kept} ${total.kept} · ${W.late} ${total.late} · ${W.broken} ${total.broken} · ${W.open} ${total.open} · ${W.excused} ${total.excused} · ${W.extended} ${total.extended}`,
      `${W.alarmed}: ${list(alarmed)}`,
      `${W.unjudged}: ${list(unjudged)}`,
    ],
  };
}

/** More bars than fit on a page hide what matters: then the lowest are drawn, and the table has them all. */
const barsShown = 30;

/** Bars of those values of which something fell due. */
function rates(compliance: Compliance, dimension: Dimension, title: string, name: NameOf): Block {
  const bars = compliance.table(dimension).flatMap(([value, tally]) => {
    const share = rate(tally);
    return share === undefined ? [] : [{ label: name(dimension, value), value: share }];
  });
  if (bars.length <= barsShown || dimension === 'period') return { kind: 'chart', title, as: 'percent', bars };
  const lowest = bars.sort((a, b) => a.value - b.value).slice(0, barsShown);
  return { kind: 'chart', title: `${title} · ${W.lowest} ${barsShown}`, as: 'percent', bars: lowest };
}

const counts = ['kept', 'late', 'broken', 'open', 'excused', 'extended'] as const;

function tallies(compliance: Compliance, dimension: Dimension, name: NameOf): Table {
  const cells = (tally: Tally): (number | null)[] => {
    const over = tally.late + tally.broken;
    return [...counts.map((key) => tally[key]), rate(tally) ?? null, over === 0 ? null : tally.overMs / over];
  };
  return {
    kind: 'table',
    title: AUDIT_DIMENSIONS[dimension],
    columns: [
      { title: AUDIT_DIMENSIONS[dimension], width: 3 },
      ...counts.map((key): Column => ({ title: W[key], as: 'count', width: 1.1 })),
      { title: W.rate, as: 'percent', width: 1.2 },
      { title: W.over, as: 'hours', width: 1.2 },
    ],
    rows: [
      ...compliance.table(dimension).map(([value, tally]) => [name(dimension, value), ...cells(tally)]),
      [W.total, ...cells(compliance.total)],
    ],
  };
}

function trend(compliance: Compliance, dimension: Dimension, name: NameOf): Table {
  const months = compliance.months().slice(-monthsShown);
  return {
    kind: 'table',
    title: `${W.trend} · ${AUDIT_DIMENSIONS[dimension]}`,
    columns: [
      { title: AUDIT_DIMENSIONS[dimension], width: 3 },
      ...months.map((title): Column => ({ title, as: 'percent' })),
    ],
    rows: compliance
      .trend(dimension)
      .map(([value, byMonth]) => [
        name(dimension, value),
        ...byMonth.slice(-monthsShown).map((tally) => (tally && rate(tally)) ?? null),
      ]),
  };
}

function worstTable(worst: WorstPromises, name: NameOf): Table {
  const milestone = ({ promise, by }: PromiseRow): string => {
    const title = name('milestone', by.milestone, by.policy);
    return promise === by.milestone ? title : `${title} (${promise})`;
  };
  return {
    kind: 'table',
    title: W.worst,
    columns: [
      { title: W.case, width: 1.6 },
      { title: W.promise, width: 2.4 },
      { title: W.due, width: 2 },
      { title: W.overBy, as: 'hours' },
      { title: W.outcome, width: 1.2 },
      { title: W.clauses, width: 1.4 },
    ],
    rows: worst
      .sorted()
      .map((row) => [
        row.caseId,
        milestone(row),
        formatInstant(row.dueAt).slice(0, 16).replace('T', ' '),
        row.overMs ?? null,
        outcomeWord(row),
        row.clauses.join('\n'),
      ]),
  };
}

function outcomeWord({ outcome, excused }: PromiseRow): string {
  const word = outcome === 'late' || outcome === 'broken' ? W[`${outcome}_`] : outcome;
  return excused ? `${word} · ${W.excused}` : word;
}
