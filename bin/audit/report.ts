/** What the auditor's commands print. */
import { explain, span } from '../../audit/explain';
import type { CaseAudit } from '../../audit/audit-case';
import { dimensions, rate, type Compliance, type Dimension, type Tally } from '../../audit/compliance';
import type { Severity } from '../../audit/finding';
import { formatInstant } from '../../domain/time/instant';
import type { Language } from '../../domain/calendar/describe';

const severities: readonly Severity[] = ['alarm', 'breach', 'irregular', 'note'];
const titles: Readonly<Record<Severity, Record<Language, string>>> = {
  alarm: { zh: '篡改或矛盾', en: 'Alarms' },
  breach: { zh: '违约', en: 'Breaches' },
  irregular: { zh: '需要查看', en: 'To be looked at' },
  note: { zh: '记录', en: 'Notes' },
};

const notJudged: Readonly<Record<Language, string>> = { zh: '未能判定', en: 'Not judged' };

/** One case: its promises, then the findings by gravity, each with its events and clauses. */
export function caseLines(audit: CaseAudit, language: Language): string[] {
  const { caseId, policy, runs, auditor, status } = audit;
  return [
    `${caseId} ${status} · ${policy ? `${policy.id} ${policy.version} ${policy.hash.slice(0, 12)}` : '–'} · ${runs.length} run(s) · auditor ${auditor}`,
    ...audit.verdicts.map(
      ({ key, outcome, dueAt, metAt, overMs, clauses }) =>
        `  ${outcome.padEnd(8)} ${key.padEnd(22)} ${dueAt === undefined ? '–'.padEnd(24) : formatInstant(dueAt)} ${metAt === undefined ? '' : formatInstant(metAt)} ${overMs ? `+${span(overMs, language)}` : ''} ${clauses.join(' ')}`,
    ),
    ...severities.flatMap((severity) => {
      const found = audit.findings.filter((f) => f.severity === severity);
      if (found.length === 0) return [];
      return [
        `${titles[severity][language]} (${found.length})`,
        ...found.map((f) => {
          const events = f.events.map(({ run, event }) => (runs.length > 1 ? `${run + 1}:${event}` : event)).join(',');
          const when = f.at === undefined ? '' : ` ${formatInstant(f.at)}`;
          return `  [${f.kind}] ${explain(f, language)} · #${events}${when}${f.clauses.length ? ` · ${f.clauses.join(' ')}` : ''}`;
        }),
      ];
    }),
  ];
}

/** A period: total, then a table for each dimension. */
export function periodLines(compliance: Compliance, language: Language): string[] {
  const head =
    language === 'zh'
      ? ['按时', '迟办', '未办', '未到期', '免责', '达标率']
      : ['kept', 'late', 'broken', 'open', 'excused', 'rate'];
  const row = (name: string, t: Tally): string => {
    const share = rate(t);
    const cells = [
      t.kept,
      t.late,
      t.broken,
      t.open,
      t.excused,
      share === undefined ? '–' : `${(share * 100).toFixed(1)} %`,
    ];
    return `  ${name.padEnd(34)}${cells.map((c) => String(c).padStart(9)).join('')}`;
  };
  return [
    `${compliance.cases} cases`,
    `  ${''.padEnd(34)}${head.map((h) => h.padStart(9)).join('')}`,
    row(language === 'zh' ? '合计' : 'total', compliance.total),
    ...dimensions.flatMap((dimension) => [
      dimension,
      ...compliance.table(dimension).map(([value, tally]) => row(value || '–', tally)),
    ]),
    ...(compliance.alarmed.length > 0 ? [`${titles.alarm[language]}: ${compliance.alarmed.join(' ')}`] : []),
    ...(compliance.unjudged.length > 0 ? [`${notJudged[language]}: ${compliance.unjudged.join(' ')}`] : []),
  ];
}

/** The rate of each value of a dimension, month by month. */
export function trendLines(compliance: Compliance, dimension: Dimension): string[] {
  const line = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(34)}${cells.map((c) => c.padStart(9)).join('')}`;
  return [
    line(dimension, compliance.months()),
    ...compliance.trend(dimension).map(([value, byMonth]) =>
      line(
        value || '–',
        byMonth.map((tally) => {
          const share = tally && rate(tally);
          return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
        }),
      ),
    ),
  ];
}
