/** What the auditor's commands print. */
import { explain, span } from '../../audit/explain';
import type { CaseAudit } from '../../audit/audit-case';
import { dimensions, rate, type Compliance, type PromiseRow, type Tally } from '../../audit/compliance';
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
  ];
}

/** Column names of `csvRow`. */
export const csvHead =
  'case,promise,period,policy,region,engineer,level,milestone,outcome,dueAt,metAt,overMs,excused,extendedMs,clauses';

/** A promise as a line of CSV; a value that a spreadsheet would take for a formula is quoted as text. */
export function csvRow({
  caseId,
  promise,
  by,
  outcome,
  dueAt,
  metAt,
  overMs,
  excused,
  extendedMs,
  clauses,
}: PromiseRow): string {
  const { period, policy, region, engineer, level, milestone } = by;
  const iso = (at: number | undefined): string => (at === undefined ? '' : formatInstant(at));
  return [
    caseId,
    promise,
    period,
    policy,
    region,
    engineer,
    level,
    milestone,
    outcome,
    iso(dueAt),
    iso(metAt),
    overMs ?? '',
    excused,
    extendedMs,
    clauses.join(' '),
  ]
    .map((value) => cell(String(value)))
    .join(',');
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
