/**
 * The auditor: the histories of one case in, its promises and everything found out. A pure function of what it is given:
 * no client, no database, no clock.
 */
import type { ZoneSnapshot } from '../domain/calendar/snapshot';
import { yearOf } from '../domain/time/date';
import type { CasePolicy } from '../domain/policy/case-policy';
import { parseInstant, type Instant } from '../domain/time/instant';
import { finding, type Finding } from './finding';
import { unfoundedDecisions } from './decisions';
import { otherFindings, receivedBefore } from './findings';
import { inOrder, NoHistory, type Run } from './history';
import { apart, isLatePaper, latePaperFindings, type LatePaper } from './late-papers';
import { checkAnnounced, checkPinned, pinnedPolicy, type Published } from './pinned';
import { complaintProcedure } from './procedures/complaint';
import { jobProcedure } from './procedures/job';
import type { Procedure } from './procedures/procedure';
import { repairProcedure } from './procedures/repair';
import { returnProcedure } from './procedures/return';
import { rebuild } from './rebuild';
import type { DerivedStep } from './steps';
import { signsOfTampering, type Allowances } from './tampering';
import { endingOf, timelineOf, type Ending, type Input, type Timeline } from './timeline';
import { promiseFindings, verdictOf, type Verdict } from './verdicts';

/** Raised whenever the same history could get another verdict, or one is kept otherwise: verdicts are kept by run and this. */
export const auditorVersion = '11';

/** The kinds of case that the auditor knows, by workflow type. */
export const procedures: Readonly<Record<string, Procedure>> = {
  repair: repairProcedure,
  returnExchange: returnProcedure,
  complaint: complaintProcedure,
  job: jobProcedure,
};

export interface AuditOptions {
  /** Open promises are judged as of this instant; the history's last event where absent. */
  asOf?: Instant;
  allow?: Allowances;
  published?: Published;
  /** The case number by which the histories were found: they must tell the same. */
  caseId?: string;
  /** Builds that are known to have run, such as those whose bundles the archive keeps; any other is an alarm. */
  builds?: readonly string[] | undefined;
  /** An archive gave all that it has of the case: a paper that was asked for after its end has the case before it. */
  archived?: boolean;
  /** With how each due time came about: for evidence sheets. */
  derivations?: boolean;
  /** Judges under another policy than the one pinned. */
  policy?: (pinned: CasePolicy) => CasePolicy;
}

export interface CaseAudit {
  auditor: string;
  caseId: string;
  kind: string;
  /** The runs that were read, in their order. Events of findings number the runs as they stand here, and then its papers. */
  runs: readonly string[];
  /** The papers that were asked for once it had ended, oldest first. */
  papers: readonly LatePaper[];
  ending: Ending;
  status: string;
  openedAt?: Instant;
  policy?: { id: string; version: string; hash: string };
  level?: string;
  region?: string;
  engineerId?: string;
  /** The zone of the policy, for local dates. */
  zone?: ZoneSnapshot;
  verdicts: readonly Verdict[];
  findings: readonly Finding[];
  steps: readonly DerivedStep[];
  timeline: Timeline;
}

interface Opened {
  caseId?: string;
  receivedAt?: string;
}

/**
 * Audits one case from all its runs and those of its late papers, in any order. A history whose content makes no sense gets
 * an alarm and no verdicts: one bad case may not keep an auditor from all others. Throws `NoHistory` where there is no run
 * at all.
 */
export function auditCase(given: readonly Run[], options: AuditOptions = {}): CaseAudit {
  if (given.length === 0) throw new NoHistory('there is no run');
  try {
    return followed(given, options);
  } catch (error) {
    return notFollowed(given, options, error instanceof Error ? error.message : String(error));
  }
}

/** What can be said of a case whose content cannot be followed: the signs that its events alone show. */
function notFollowed(given: readonly Run[], options: AuditOptions, why: string): CaseAudit {
  const own = given.filter((run) => !isLatePaper(run));
  const runs = inOrder(own.length > 0 ? own : given);
  const endings = runs.map(endingOf);
  const until = Math.max(...runs.map((run) => run.events.at(-1)!.at));
  const timeline: Timeline = { runs, tasks: [], claims: [], effects: [], gaps: [], builds: [], endings, until };
  return {
    auditor: auditorVersion,
    caseId: options.caseId ?? runs[0]!.workflowId ?? '',
    kind: runs[0]!.workflowType,
    runs: runs.map((r) => r.runId),
    papers: [],
    ending: endings.at(-1)!,
    status: '',
    verdicts: [],
    findings: [
      ...signsThatShow(timeline, options.allow),
      finding('not_followed', [{ run: 0, event: 1 }], { data: { why } }),
    ],
    steps: [],
    timeline,
  };
}

/** None where the events make so little sense that not even these can be looked for. */
function signsThatShow(timeline: Timeline, allow?: Allowances): Finding[] {
  try {
    return signsOfTampering(timeline, allow);
  } catch {
    return [];
  }
}

function followed(given: readonly Run[], options: AuditOptions): CaseAudit {
  const { own, papers } = apart(given);
  const runs = inOrder(own);
  const timeline = timelineOf(runs);
  const openings = timeline.tasks.flatMap(({ inputs }) => inputs.filter((i): i is OpenInput => i.type === 'open'));
  const first = openings[0];
  const opened = (first?.input ?? {}) as Opened;
  const caseId = options.caseId ?? opened.caseId ?? papers[0]?.request?.caseId ?? '';
  const kind = runs[0]?.workflowType ?? '';
  const audit = {
    auditor: auditorVersion,
    caseId,
    kind,
    runs: runs.map((r) => r.runId),
    papers,
    ending: timeline.endings.at(-1) ?? 'open',
    timeline,
  };
  const signs = [
    ...signsOfTampering(timeline, options.allow),
    ...mixed(timeline, caseId),
    ...unknownBuilds(timeline, options.builds),
    ...changedInput(openings),
  ];
  const ended = { caseId, known: runs.length > 0, endedAt: audit.ending === 'open' ? undefined : timeline.until };
  const afterwards = papers.flatMap((paper, i) => [
    ...latePaperFindings(paper, ended, runs.length + i, options.allow),
    ...unknownBuilds(paper.timeline, options.builds, runs.length + i),
  ]);
  const missing = options.archived && runs.length === 0 ? [finding('case_missing', [{ run: 0, event: 1 }])] : [];
  const pinned = pinnedPolicy(first?.input);
  const procedure = procedures[kind];
  // Without its first run, or of a kind that the auditor does not know, a case has signs but no verdicts.
  if (!first || !pinned || !procedure || first.carried !== undefined || opened.receivedAt === undefined)
    return {
      ...audit,
      status: '',
      verdicts: [],
      findings: [
        ...missing,
        ...signs,
        ...(pinned && !procedure ? unfoundedDecisions(timeline.claims, pinned) : []),
        ...afterwards,
      ],
      steps: [],
    };
  const rebuilt = rebuild(timeline, procedure, first.input, options.policy?.(pinned) ?? pinned);
  const { ledger, steps } = rebuilt;
  const asOf = options.asOf ?? timeline.until;
  if (audit.ending === 'open') ledger.overdue(asOf);
  const rounds = [...ledger.rounds.values()];
  const openedAt = parseInstant(opened.receivedAt);
  const service = pinned.pins.find((p) => p.layer === 'service') ?? pinned.pins[0];
  const { level, region } = ledger.facts;
  const zone = Object.values(pinned.calendars)[0]?.zone;
  return {
    ...audit,
    status: ledger.status,
    openedAt,
    ...(zone ? { zone } : {}),
    ...(service ? { policy: { id: service.id, version: service.version, hash: service.hash } } : {}),
    ...(typeof level === 'string' ? { level } : {}),
    ...(typeof region === 'string' ? { region } : {}),
    ...(ledger.parties.engineerId ? { engineerId: ledger.parties.engineerId } : {}),
    verdicts: rounds.map((round) => verdictOf(round, ledger.policy, ledger.facts, asOf, options.derivations)),
    findings: [
      ...signs,
      ...(options.published ? checkedPinned(pinned, openedAt, timeline, options.published) : []),
      ...rebuilt.findings,
      ...receivedBefore(steps, opened.receivedAt),
      ...rounds.flatMap((round) => promiseFindings(round, asOf)),
      ...otherFindings(rebuilt, timeline),
      ...afterwards,
    ],
    steps,
  };
}

/** What the case pinned when it opened, and the years that it was told of since. */
function checkedPinned(pinned: CasePolicy, openedAt: Instant, timeline: Timeline, published: Published): Finding[] {
  const year = yearOf(Math.floor(openedAt / 86_400_000));
  return [...checkPinned(pinned, year, published), ...checkAnnounced(timeline, pinned, published)];
}

type OpenInput = Extract<Input, { type: 'open' }>;

/** Every run, every step and every mail must be of one case. */
function mixed({ runs, claims }: Timeline, caseId: string): Finding[] {
  const other = runs.flatMap((run, index) =>
    run.workflowId !== undefined && run.workflowId !== caseId
      ? [finding('case_mixed', [{ run: index, event: 1 }], { data: { expected: caseId, found: run.workflowId } })]
      : [],
  );
  const strange = claims.find((c) => c.step.caseId !== caseId);
  return strange
    ? [...other, finding('case_mixed', [strange.source], { data: { expected: caseId, found: strange.step.caseId } })]
    : other;
}

/** @param first the number of the timeline's first run */
function unknownBuilds({ builds }: Timeline, known: readonly string[] | undefined, first = 0): Finding[] {
  return known === undefined
    ? []
    : builds
        .filter(({ build }) => !known.includes(build))
        .map(({ build, source, at }) =>
          finding('build_unknown', [{ ...source, run: first + source.run }], { at, data: { build } }),
        );
}

/** A run that was continued has the input of the first, but for newly announced calendar years. */
function changedInput(openings: readonly OpenInput[]): Finding[] {
  const plain = (input: unknown): string => {
    const { policy, ...rest } = input as { policy?: { calendars?: unknown } };
    return JSON.stringify({ ...rest, policy: { ...policy, calendars: undefined } });
  };
  const [first, ...later] = openings;
  return later
    .filter((open) => plain(open.input) !== plain(first!.input))
    .map((open) => finding('input_changed', [open.source, first!.source]));
}
