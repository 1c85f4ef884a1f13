/**
 * `sanbao audit …`: compliance proved from the histories. `case`, `period`, `verify` and `what-if` need nothing but
 * files: the archive's folder and the policies; `verify` and `pull` read it from its bucket.
 */
import { fstatSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import pino from 'pino';
import { exportHistories } from '../../activities/archive';
import { BundleStore } from '../../audit/archive/bundles';
import { ArchiveError } from '../../audit/archive/errors';
import { ArchiveFolder } from '../../audit/archive/folder';
import { auditCase, type AuditOptions, type CaseAudit } from '../../audit/audit-case';
import { Compliance, dimensions, type Dimension } from '../../audit/compliance';
import { csvHead, csvRow } from '../../audit/csv';
import { NoHistory, readRun, type Run } from '../../audit/history';
import { namesOf, policiesOf } from '../../audit/names';
import { periodReport, WorstPromises } from '../../audit/period-report';
import type { Published } from '../../audit/pinned';
import { verdictChanges, underPolicy } from '../../audit/what-if';
import { toPdf } from '../../documents/pdf';
import { toXlsx } from '../../documents/xlsx';
import type { Language } from '../../domain/calendar/describe';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import { loadPolicy } from '../../policies/loader/load';
import { knownNames } from '../../policies/loader/known';
import { historiesWithPapers } from '../../audit/server';
import { openArchiveBucket } from '../archive-bucket';
import { looksLikeFile, runOfFile, runsOfArchive } from '../audit/histories';
import { exportOpenCases } from '../audit/open-cases';
import { publishedPolicies, readablePolicies } from '../audit/published';
import { caseLines, periodLines, totalLines, trendLines } from '../audit/report';
import { sheetOf } from '../audit/sheet';
import { connectClient } from '../temporal';
import { archiveOption, bucketOption, needArchive, readableArchive, told } from './archive-options';
import { headCommand, pullCommand, verifyCommand } from './audit-archive';
import { rebuildCommand, reconcileCommand } from './audit-database';

const policiesOption = [
  '--policies <folder>',
  'the published policy files; those that ship where absent / 制度文件目录',
] as const;
const languageOption = ['--lang <zh|en>', 'language of the findings / 语言', 'zh'] as const;

interface Common {
  archive?: string;
  policies?: string;
  lang: Language;
  json?: boolean;
}

export function auditCommand(): Command {
  const command = new Command('audit').description('prove compliance from the workflow histories / 依据流程历史审计');
  command
    .command('case')
    .description('audit one case: by its number, or its history files; exit code 2 on alarms')
    .argument('<id-or-files...>')
    .addOption(archiveOption())
    .option(...policiesOption)
    .option(...languageOption)
    .option('--as-of <instant>', 'judge open promises as of this instant, ISO 8601', instant)
    .option('--json', 'the whole result as JSON')
    .option('--pdf <file>', 'the evidence sheet as PDF')
    .action(told(oneCase));
  command
    .command('period')
    .description('compliance of all archived cases by period, policy, region, engineer, severity, milestone')
    .addOption(archiveOption())
    .option(...policiesOption)
    .option(...languageOption)
    .option('--from <instant>', 'promises due from here on', instant)
    .option('--to <instant>', 'promises due before this', instant)
    .option('--csv <file>', 'every promise as a line of CSV')
    .option('--pdf <file>', 'the report as PDF, with charts')
    .option('--xlsx <file>', 'the report as a workbook')
    .addOption(new Option('--trend <dimension>', 'the rates month by month').choices(dimensions))
    .action(told(period));
  command
    .command('export')
    .description('export the closed cases that the archive lacks, now; or with --open a snapshot of the open ones')
    .addOption(archiveOption())
    .addOption(bucketOption())
    .option('--open <folder>', 'the open cases as they stand now, into a new folder')
    .option('--case <number>', 'with --open: of this case only')
    .action(told(exportNow));
  command
    .command('what-if')
    .description('judge archived cases under another policy file: which promises would have another outcome')
    .requiredOption('--policy <file>', 'a policy file with the same id as the one that cases pinned')
    .addOption(archiveOption())
    .option(...languageOption)
    .option('--from <instant>', 'promises due from here on', instant)
    .option('--to <instant>', 'promises due before this', instant)
    .action(told(whatIf));
  for (const made of [verifyCommand(), pullCommand(), headCommand(), reconcileCommand(), rebuildCommand()])
    command.addCommand(made);
  return command;
}

function instant(text: string): Instant {
  try {
    return parseInstant(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

async function oneCase(given: string[], options: Common & { asOf?: Instant; pdf?: string }): Promise<void> {
  const auditOptions: AuditOptions = {
    published: publishedPolicies(options.policies),
    derivations: true,
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  };
  // Opened before the work: a file that cannot be written is told at once.
  const pdf = options.pdf === undefined ? undefined : openSync(options.pdf, 'a');
  const audit = await auditGiven(given, options.archive, auditOptions);
  const policies = readablePolicies(options.policies);
  if (pdf !== undefined) {
    const lines = options.archive === undefined ? [] : new ArchiveFolder(options.archive).ofCase(audit.caseId);
    replace(pdf, await sheetOf(audit, { policies, language: options.lang, lines }));
  }
  if (options.json) console.log(JSON.stringify(plain(audit), null, 1));
  else
    for (const line of caseLines(audit, options.lang, namesOf(policiesOf(policies, [audit.policy?.id ?? '']))))
      console.log(line);
  if (audit.findings.some((f) => f.severity === 'alarm')) process.exitCode = 2;
}

/** Without what the auditor worked on. */
function plain({ timeline: _timeline, steps: _steps, papers, ...audit }: CaseAudit): object {
  return { ...audit, papers: papers.map(({ timeline: _events, ...paper }) => paper) };
}

/** Files, else the archive, else the server: open cases are only there. */
async function auditGiven(given: string[], archive: string | undefined, options: AuditOptions): Promise<CaseAudit> {
  const [caseId = ''] = given;
  if (given.length > 1 || looksLikeFile(caseId)) return auditCase(given.map(runOfFile), options);
  const archived = archive === undefined ? [] : runsOfArchive(readableArchive(archive), caseId);
  if (archive !== undefined && archived.length > 0)
    return auditCase(archived, { builds: new BundleStore(archive).builds(), archived: true, ...options, caseId });
  const temporal = await connectClient('audit').catch((error: unknown) => {
    if (archive === undefined || !(error instanceof Error)) throw error;
    // Who has files only looks for no server: the number is what to check.
    throw new NoHistory(
      `${archive} has no case ${caseId}: check the number. A case that has not ended is in Temporal alone. ${error.message}`,
    );
  });
  try {
    const served = await historiesWithPapers(temporal.client, caseId);
    if (served.length === 0) throw new NoHistory(`Neither the archive nor Temporal has a history of ${caseId}`);
    const runs = served.map(({ runId, history }) => readRun(history, runId));
    return auditCase(runs, { asOf: Date.now(), ...options, caseId });
  } finally {
    await temporal.close();
  }
}

/** Case by case, so that a year fits into memory. A history that cannot be read is told and left out. */
function* archivedAudits(folder: string, options: AuditOptions): Generator<{ audit: CaseAudit; runs: readonly Run[] }> {
  const archive = new ArchiveFolder(folder);
  const builds = new BundleStore(folder).builds();
  const unread = archive.unreadableLines();
  if (unread > 0) {
    process.exitCode = 2;
    console.error(
      `${unread} lines of the manifest cannot be read, their cases are left out: sanbao audit verify ${folder}`,
    );
  }
  for (const { caseId, lines } of archive.cases()) {
    try {
      const runs = lines.map((line) => archive.run(line));
      yield { audit: auditCase(runs, { builds, archived: true, ...options, caseId }), runs };
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      process.exitCode = 2;
      console.error(`${caseId}: ${(error as Error).message}`);
    }
  }
}

interface PeriodOptions extends Common {
  from?: Instant;
  to?: Instant;
  csv?: string;
  pdf?: string;
  xlsx?: string;
  trend?: Dimension;
}

async function period(options: PeriodOptions): Promise<void> {
  const { from, to } = options;
  const folder = readableArchive(options.archive);
  // What cannot be written is told now, and not when a year has been audited.
  const [csv, pdf, xlsx] = [options.csv, options.pdf, options.xlsx].map((file) =>
    file === undefined ? undefined : openSync(file, 'a'),
  );
  const compliance = new Compliance(from, to);
  const worst = new WorstPromises();
  const published: Published = publishedPolicies(options.policies);
  let begun = false;
  for (const { audit } of archivedAudits(folder, { published })) {
    const rows = compliance.add(audit);
    worst.add(rows);
    if (csv === undefined) continue;
    if (!begun) beginCsv(csv);
    begun = true;
    // At once: a stream would hold every row until the last case is judged.
    writeSync(csv, rows.map((row) => `${csvRow(row)}\r\n`).join(''));
  }
  if (csv !== undefined && !begun) beginCsv(csv);
  const pinned = compliance.table('policy').map(([id]) => id);
  const nameOf = namesOf(policiesOf(readablePolicies(options.policies), pinned));
  for (const line of periodLines(compliance, options.lang, nameOf)) console.log(line);
  if (options.trend) for (const line of trendLines(compliance, options.trend, nameOf)) console.log(line);
  const last = new ArchiveFolder(folder).last();
  const archive = last && { lines: last.n, head: last.chain };
  const content = periodReport(compliance, worst, { from, to, archive }, nameOf);
  if (pdf !== undefined) replace(pdf, await toPdf(content, new Date()));
  if (xlsx !== undefined) replace(xlsx, await toXlsx(content));
  if (compliance.alarmed.length > 0) process.exitCode = 2;
}

/** The report of before stays until there is something in its place. */
function replace(handle: number, content: Uint8Array | string): void {
  // A pipe or a terminal has nothing to be emptied of.
  if (fstatSync(handle).isFile()) ftruncateSync(handle);
  writeFileSync(handle, content);
}

function beginCsv(handle: number): void {
  replace(handle, `\uFEFF${csvHead}\r\n`);
}

async function exportNow(options: Common & { bucket?: string; open?: string; case?: string }): Promise<void> {
  const folder = options.open === undefined ? needArchive(options.archive) : '';
  const bucket = options.open === undefined ? openArchiveBucket(options.bucket) : undefined;
  const temporal = await connectClient('audit');
  try {
    if (options.open !== undefined) {
      const at = formatInstant(Date.now());
      const { cases, runs, head } = await exportOpenCases(temporal.client, options.open, at, options.case);
      console.log(`${cases} open cases, ${runs} runs in ${options.open}\nhead ${head ?? '–'}`);
      return;
    }
    const archive = { folder, bucket, histories: temporal.client.workflow, log: pino({ level: 'silent' }) };
    const { exported, lines, head } = await exportHistories({ archive }, { at: formatInstant(Date.now()) });
    console.log(`${exported} runs exported, ${lines} in all\nhead ${head ?? '–'}`);
  } finally {
    await temporal.close();
  }
}

function whatIf(options: Common & { policy: string; from?: Instant; to?: Instant }): void {
  const other = loadPolicy(options.policy, knownNames());
  const [before, after] = [new Compliance(options.from, options.to), new Compliance(options.from, options.to)];
  const judge = underPolicy(other.policy, other.hash);
  const folder = readableArchive(options.archive);
  const pinned = new Set<string>();
  for (const { audit, runs } of archivedAudits(folder, {})) {
    if (audit.policy) pinned.add(audit.policy.id);
    if (audit.policy?.id !== other.policy.id) continue;
    const then = auditCase(runs, { caseId: audit.caseId, policy: judge });
    if (then.findings.some(({ kind }) => kind === 'not_followed')) {
      process.exitCode = 2;
      const left =
        options.lang === 'zh' ? '审计无法跟随本案，两种判定均不计入' : 'cannot be followed, and counts in neither';
      console.error(`${audit.caseId}: ${left}`);
      continue;
    }
    before.add(audit);
    after.add(then);
    for (const { promise, was, would, dueAt } of verdictChanges(audit, then))
      console.log(
        `${audit.caseId} ${promise}: ${was} → ${would}${dueAt === undefined ? '' : `, due ${formatInstant(dueAt)}`}`,
      );
  }
  const zh = options.lang === 'zh';
  if (!pinned.has(other.policy.id)) {
    process.exitCode = 2;
    const there = [...pinned].sort().join(', ') || '–';
    console.error(
      zh
        ? `归档中没有适用「${other.policy.id}」的案件；有案件的制度：${there}`
        : `No archived case is under ${other.policy.id}: give another version of one of ${there}`,
    );
  }
  console.log(zh ? '原判' : 'As it was');
  for (const line of totalLines(before, options.lang)) console.log(line);
  const name = `${other.policy.id} ${other.policy.version} ${other.hash.slice(0, 12)}`;
  console.log(zh ? `按 ${name}` : `Under ${name}`);
  for (const line of totalLines(after, options.lang)) console.log(line);
}
