/** What the auditor's commands print. */
import { explain, span, type ValueName } from '../../audit/explain';
import type { CaseAudit } from '../../audit/audit-case';
import { dimensions, rate, type Compliance, type Dimension, type Tally } from '../../audit/compliance';
import type { Severity } from '../../audit/finding';
import type { NameOf } from '../../audit/period-report';
import { formatInstant } from '../../domain/time/instant';
import type { Language } from '../../domain/calendar/describe';
import { AUDIT_DIMENSIONS } from '../../messages/audit-report-words';

const severities: readonly Severity[] = ['alarm', 'breach', 'irregular', 'note'];
const titles: Readonly<Record<Severity, Record<Language, string>>> = {
  alarm: { zh: '篡改或矛盾', en: 'Alarms' },
  breach: { zh: '违约', en: 'Breaches' },
  irregular: { zh: '需要查看', en: 'To be looked at' },
  note: { zh: '记录', en: 'Notes' },
};

const notJudged: Readonly<Record<Language, string>> = { zh: '未能判定', en: 'Not judged' };

/**
 * One case: its promises, then the findings by gravity, each with its events and clauses. Instants are UTC.
 * @param nameOf what a milestone is called
 */
export function caseLines(audit: CaseAudit, language: Language, nameOf: NameOf): string[] {
  const { caseId, policy, runs, papers, auditor, status } = audit;
  const titled = (key: string): string => {
    const [milestone = key] = key.split('#');
    return nameOf('milestone', milestone, policy?.id) + key.slice(milestone.length);
  };
  const named: ValueName = (field, value) => (field === 'promise' ? titled(value) : value);
  return [
    `${caseId} ${status} · ${policy ? `${policy.id} ${policy.version} ${policy.hash.slice(0, 12)}` : '–'} · ${runs.length} run(s)${papers.length > 0 ? `, ${papers.length} late paper(s)` : ''} · auditor ${auditor}`,
    ...audit.verdicts.map(
      ({ key, outcome, dueAt, metAt, overMs, clauses }) =>
        `  ${outcome.padEnd(8)} ${wide(titled(key), 64)} ${dueAt === undefined ? '–'.padEnd(24) : formatInstant(dueAt)} ${metAt === undefined ? '' : formatInstant(metAt)} ${overMs ? `+${span(overMs, language)}` : ''} ${clauses.join(' ')}`,
    ),
    ...severities.flatMap((severity) => {
      const found = audit.findings.filter((f) => f.severity === severity);
      if (found.length === 0) return [];
      return [
        `${titles[severity][language]} (${found.length})`,
        ...found.map((f) => {
          const events = f.events
            .map(({ run, event }) => (runs.length + papers.length > 1 ? `${run + 1}:${event}` : event))
            .join(',');
          const when = f.at === undefined ? '' : ` ${formatInstant(f.at)}`;
          return `  [${f.kind}] ${explain(f, language, named)} · #${events}${when}${f.clauses.length ? ` · ${f.clauses.join(' ')}` : ''}`;
        }),
      ];
    }),
  ];
}

/** A period: how many cases, and the total. */
export function totalLines(compliance: Compliance, language: Language): string[] {
  return [
    language === 'zh' ? `案件 ${compliance.cases}` : `${compliance.cases} cases`,
    `  ${wide('', nameWidth)}${heads[language].map((h) => wide(h, -9)).join('')}`,
    row(language === 'zh' ? '合计' : 'total', compliance.total),
  ];
}

/** A period: total, then a table for each dimension. */
export function periodLines(compliance: Compliance, language: Language, nameOf: NameOf): string[] {
  return [
    ...totalLines(compliance, language),
    ...dimensions.flatMap((dimension) => [
      AUDIT_DIMENSIONS[dimension],
      ...compliance.table(dimension).map(([value, tally]) => row(nameOf(dimension, value) || '–', tally)),
    ]),
    ...(compliance.alarmed.length > 0 ? [`${titles.alarm[language]}: ${compliance.alarmed.join(' ')}`] : []),
    ...(compliance.unjudged.length > 0 ? [`${notJudged[language]}: ${compliance.unjudged.join(' ')}`] : []),
  ];
}

const heads: Readonly<Record<Language, readonly string[]>> = {
  zh: ['按时', '迟办', '未办', '未到期', '免责', '达标率'],
  en: ['kept', 'late', 'broken', 'open', 'excused', 'rate'],
};

function row(name: string, t: Tally): string {
  const cells = [t.kept, t.late, t.broken, t.open, t.excused, percent(rate(t))];
  return `  ${wide(name, nameWidth)}${cells.map((c) => wide(String(c), -9)).join('')}`;
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}
/** The rate of each value of a dimension, month by month. */
export function trendLines(compliance: Compliance, dimension: Dimension, nameOf: NameOf): string[] {
  const line = (name: string, cells: readonly string[]): string =>
    `  ${wide(name, nameWidth)}${cells.map((c) => wide(c, -9)).join('')}`;
  return [
    line(AUDIT_DIMENSIONS[dimension], compliance.months()),
    ...compliance.trend(dimension).map(([value, byMonth]) =>
      line(
        nameOf(dimension, value) || '–',
        byMonth.map((tally) => percent(tally && rate(tally))),
      ),
    ),
  ];
}

const nameWidth = 72;

/** Fills up to so many columns of a terminal, where a Chinese character takes two; negative: from the left. */
function wide(text: string, columns: number): string {
  const taken = text.length + (text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\uff60]/g)?.length ?? 0);
  const fill = ' '.repeat(Math.max(0, Math.abs(columns) - taken));
  return columns < 0 ? fill + text : text + fill;
}
