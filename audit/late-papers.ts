/**
 * The histories of papers that were asked for once their case had ended: who asked, which paper, its hash; and every sign
 * that such a history is not what it was. Each is a workflow of its own that takes one activity and touches no case.
 */
import type { DeliverOutcome } from '../domain/cases/record';
import { latePaperType, type LatePaperRequest } from '../domain/documents/late-paper';
import { parseInstant, type Instant } from '../domain/time/instant';
import { finding, type Finding } from './finding';
import { decode, type Run } from './history';
import { sameJson } from './same-json';
import { signsOfTampering, type Allowances } from './tampering';
import { endingOf, timelineOf, type EventRef, type Timeline } from './timeline';

/** The one activity of such a workflow. */
const activity = 'issueLatePaper';
/** The API, which receives the request, and the server that starts the workflow have clocks of their own. */
const toleranceMs = 5_000;

/** What a paper's history says. */
export interface LatePaper {
  runId: string;
  /** Absent where its first event holds none, and where its events make no sense. */
  request?: LatePaperRequest;
  /** What making it answered; absent while it is being made, and where it failed. */
  outcome?: DeliverOutcome;
  timeline: Timeline;
}

/** Whether a run, or a line of an archive, is of a late paper and so of no case's own work. */
export function isLatePaper({ workflowType }: { workflowType: string }): boolean {
  return workflowType === latePaperType;
}

/** Reads a paper's history. One whose events make no sense says nothing: it may not keep its case from a verdict. */
export function latePaperOf(run: Run): LatePaper {
  try {
    return read(run, timelineOf([run]));
  } catch {
    return { runId: run.runId, timeline: bare(run) };
  }
}

/** The timeline of a history that cannot be followed. */
function bare(run: Run): Timeline {
  const until = run.events.at(-1)!.at;
  return { runs: [run], tasks: [], claims: [], effects: [], gaps: [], builds: [], endings: [endingOf(run)], until };
}

function read(run: Run, timeline: Timeline): LatePaper {
  const { input } = run.events[0]!.attributes;
  const request = decode(input?.payloads?.[0]);
  const outcome = makingOf(timeline)?.result as DeliverOutcome | undefined;
  return {
    runId: run.runId,
    ...(isRequest(request) ? { request } : {}),
    ...(outcome ? { outcome } : {}),
    timeline,
  };
}

function isRequest(input: unknown): input is LatePaperRequest {
  const { caseId, form, by, askedAt } = (input ?? {}) as Partial<LatePaperRequest>;
  const texts = [caseId, form, by, askedAt].every((text) => typeof text === 'string');
  if (!texts) return false;
  try {
    parseInstant(askedAt!);
    return true;
  } catch {
    return false;
  }
}

/** The papers' histories of a case, beside its own runs. */
export function apart(runs: readonly Run[]): { own: Run[]; papers: LatePaper[] } {
  const papers = runs.filter(isLatePaper).sort((a, b) => a.events[0]!.at - b.events[0]!.at);
  return { own: runs.filter((run) => !isLatePaper(run)), papers: papers.map(latePaperOf) };
}

/** The case as the auditor knows it from its own runs. */
export interface EndedCase {
  caseId: string;
  /** The last event of its last run; undefined while it is open, and where its runs are not there. */
  endedAt: Instant | undefined;
  /** Whether its runs are there. */
  known: boolean;
}

/**
 * What is to be said of a paper, each finding with the events of its history.
 * @param index the number of its run after those of the case
 */
export function latePaperFindings(paper: LatePaper, of: EndedCase, index: number, allow?: Allowances): Finding[] {
  return found(paper, of, allow).map((one) => ({
    ...one,
    events: one.events.map(({ event }) => ({ run: index, event })),
  }));
}

/** A paper whose content makes no sense is an alarm of its own, and takes no verdict from its case. */
function found(paper: LatePaper, of: EndedCase, allow?: Allowances): Finding[] {
  const { timeline, request } = paper;
  try {
    return [
      // That it failed is told below: a store that was away for days fails it too.
      ...signsOfTampering(timeline, allow).filter(({ kind }) => kind !== 'case_failed'),
      ...(request ? [...belongs(paper, request, of), ...became(paper, request)] : [differs('input')]),
      ...contradictions(paper),
    ];
  } catch {
    return [differs('content')];
  }
}

const start: EventRef = { run: 0, event: 1 };

function differs(field: string, events: readonly EventRef[] = [start]): Finding {
  return finding('late_paper_differs', events, { data: { field } });
}

/** Of this case, and of no earlier time than its end. */
function belongs({ timeline: { runs } }: LatePaper, { caseId, askedAt }: LatePaperRequest, of: EndedCase): Finding[] {
  const startedAt = runs[0]!.events[0]!.at;
  const early = of.known && (of.endedAt === undefined || startedAt < of.endedAt - toleranceMs);
  return [
    ...(caseId === of.caseId ? [] : [finding('case_mixed', [start], { data: { expected: of.caseId, found: caseId } })]),
    ...(early
      ? [finding('late_paper_too_early', [start], { at: startedAt, ...(of.endedAt ? { until: of.endedAt } : {}) })]
      : []),
    ...(parseInstant(askedAt) > startedAt + toleranceMs
      ? [finding('received_in_future', [start], { at: parseInstant(askedAt), until: startedAt })]
      : []),
  ];
}

/** Which paper it is, for whom; or why there is none. */
function became({ outcome, timeline }: LatePaper, { form, by, askedAt }: LatePaperRequest): Finding[] {
  const making = makingOf(timeline);
  const events = [making?.ended ?? start, start];
  const at = parseInstant(askedAt);
  if (outcome?.document) {
    const { id, sha256 } = outcome.document;
    return [finding('late_paper', events, { at, data: { form, by, document: id, sha256 } })];
  }
  const reason = outcome?.reason ?? making?.failure ?? 'pending';
  return [finding('late_paper_not_made', events, { at, data: { form, by, reason } })];
}

/** What of the history contradicts itself: it has one activity, whose request is its input and whose answer its result. */
function contradictions({ request, outcome, timeline }: LatePaper): Finding[] {
  const { effects, runs, endings } = timeline;
  const making = makingOf(timeline);
  const strange = effects.filter((effect) => effect !== making);
  const last = runs[0]!.events.at(-1)!;
  const id: unknown = outcome?.document?.id;
  const own = `${request?.caseId}.${request?.form}.`;
  const ours = id === undefined || (typeof id === 'string' && id.startsWith(own));
  return [
    ...strange.map(({ asked }) => differs('activity', [asked])),
    ...(making && !sameJson(making.request, request) ? [differs('request', [making.asked, start])] : []),
    ...(endings[0] === 'completed' && !sameJson(decode(last.attributes.result?.payloads?.[0]), outcome)
      ? [differs('result', [{ run: 0, event: last.id }, ...(making?.ended ? [making.ended] : [])])]
      : []),
    ...(ours ? [] : [differs('document', [making?.ended ?? start])]),
  ];
}

function makingOf({ effects }: Timeline): Timeline['effects'][number] | undefined {
  return effects.find(({ name }) => name === activity);
}
