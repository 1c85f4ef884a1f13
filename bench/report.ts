/** The results as tables for people. */
import { judge } from './aims';
import type { Results } from './results';
import { median } from './statistics';
import { variantTitles, type VariantName } from './variant';

const names = Object.keys(variantTitles) as VariantName[];

/** The whole report, lines joined. */
export function report(results: Results): string {
  return [
    ...throughput(results),
    ...costs(results),
    ...kinds(results),
    ...histories(results),
    ...lateness(results),
    ...recovery(results),
    ...aims(results),
  ].join('\n');
}

function throughput({ bursts }: Results): string[] {
  const rows = names.flatMap((variant) =>
    levelsOf(bursts).map((atOnce) => {
      const of = bursts.filter((b) => b.variant === variant && b.atOnce === atOnce);
      const middle = (pick: (b: (typeof of)[number]) => number) => median(of.map(pick));
      return [
        variantTitles[variant],
        `${atOnce}`,
        figure(middle((b) => b.casesPerSecond)),
        figure(middle((b) => b.actionP50)),
        figure(middle((b) => b.actionP99)),
      ];
    }),
  );
  return table('Throughput', ['variant', 'at once', 'cases/s', 'action p50 ms', 'p99 ms'], rows);
}

function costs({ bursts }: Results): string[] {
  const levels = levelsOf(bursts);
  const busy = levels[Math.min(1, levels.length - 1)]!;
  const processes = [...new Set(bursts.flatMap((b) => Object.keys(b.cpu)))];
  const rows = names.map((variant) => {
    const of = bursts.filter((b) => b.variant === variant && b.atOnce === busy);
    const cpu = processes.map((name) => median(of.map((b) => b.cpu[name] ?? NaN)));
    const all = cpu.reduce((sum, ms) => sum + ms, 0);
    return [variantTitles[variant], figure(median(of.map((b) => b.statements))), ...[...cpu, all].map(figure)];
  });
  return table(
    `Cost a case at ${busy} at once`,
    ['variant', 'SQL statements', ...processes.map((p) => `CPU ms ${p}`), 'all'],
    rows,
  );
}

/** The standard return and complaint beside the standard repair, all on the production code. */
function kinds({ bursts, kinds: others, history }: Results): string[] {
  const repairs = bursts.flatMap((b) => (b.variant === 'case' ? [{ ...b, kind: 'repair' as const }] : []));
  const rows = (['repair', 'return', 'complaint'] as const).flatMap((kind) =>
    levelsOf(others).map((atOnce) => {
      const of = [...repairs, ...others].filter((b) => b.kind === kind && b.atOnce === atOnce);
      const middle = (pick: (b: (typeof of)[number]) => number): string => figure(median(of.map(pick)));
      const { events, bytes } = history[kind === 'repair' ? 'case' : kind];
      return [
        kind,
        `${atOnce}`,
        `${of[0]!.actions}`,
        middle((b) => b.casesPerSecond),
        middle((b) => b.actionP50),
        middle((b) => b.actionP99),
        middle((b) => b.statements),
        middle((b) => Object.values(b.cpu).reduce((sum, ms) => sum + ms, 0)),
        `${events}`,
        `${bytes}`,
      ];
    }),
  );
  return table(
    'The kinds of case on the production code; events and bytes of a lone one',
    ['kind', 'at once', 'actions', 'cases/s', 'p50 ms', 'p99 ms', 'SQL statements', 'CPU ms', 'events', 'bytes'],
    rows,
  );
}

function histories({ history }: Results): string[] {
  const causes = [...new Set([...Object.keys(history.bare.causes), ...Object.keys(history.case.causes)])].sort();
  const row = (cause: string): string[] => [
    cause,
    ...(['bare', 'case'] as const).map((variant) => `${history[variant].causes[cause] ?? 0}`),
  ];
  return table(
    'History events a case',
    ['cause', variantTitles.bare, variantTitles.case],
    [
      ...causes.map(row),
      ['all', `${history.bare.events}`, `${history.case.events}`],
      ['bytes', `${history.bare.bytes}`, `${history.case.bytes}`],
    ],
  );
}

function lateness({ lateness: measured, openCases }: Results): string[] {
  const rows = names.map((variant) => {
    const { p50, p99, woken, due } = measured[variant];
    return [variantTitles[variant], figure(median(p50)), figure(median(p99)), `${woken} of ${due}`];
  });
  return table(
    `Clocks acted upon late, ${openCases} open cases of each`,
    ['variant', 'p50 ms', 'p99 ms', 'woken'],
    rows,
  );
}

function recovery({ recovery: measured }: Results): string[] {
  const rows = names.map((variant) => {
    const { restartMs, standstillP50, standstillMax, losses } = measured[variant];
    return [
      variantTitles[variant],
      ...[restartMs, standstillP50, standstillMax].map((ms) => figure(ms / 1000)),
      ...(losses
        ? [losses.unfinished, losses.doubledActions, losses.missingMails, losses.doubledMails, losses.lostClocks].map(
            String,
          )
        : Array<string>(5).fill('–')),
    ];
  });
  return table(
    'SIGKILL of the worker: standstill of calm cases, losses of busy ones',
    [
      'variant',
      'restart s',
      'standstill p50 s',
      'max s',
      'unfinished',
      'doubled actions',
      'mails missing after 60 s',
      'doubled',
      'lost clocks',
    ],
    rows,
  );
}

function aims(results: Results): string[] {
  const rows = judge(results).map(({ title, value, limit, unit, met }) => [
    title,
    `${figure(value)}${unit}`,
    `${limit}${unit}`,
    met ? 'met' : 'NOT MET',
  ]);
  return table('Aims', ['aim', 'measured', 'limit', ''], rows);
}

function levelsOf(bursts: readonly { atOnce: number }[]): number[] {
  return [...new Set(bursts.map((b) => b.atOnce))].sort((a, b) => a - b);
}

/** Three figures are all that a shared machine gives. */
function figure(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function table(title: string, header: string[], rows: string[][]): string[] {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ');
  return ['', title, line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
