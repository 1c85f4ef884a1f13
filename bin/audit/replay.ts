/** Replays archived histories, each with the workflow bundle that the archive keeps for the build that made it. */
import { Worker, type ReplayResult } from '@temporalio/worker';
import { BundleStore } from '../../audit/archive/bundles';
import { ArchiveFolder } from '../../audit/archive/folder';
import type { ManifestLine } from '../../audit/archive/manifest';
import { timelineOf } from '../../audit/timeline';

export interface Replayed {
  line: ManifestLine;
  build: string;
  /** `differs`: the kept code does not lead to this history; `bundle_missing`: it cannot be tried. */
  outcome: 'replayed' | 'differs' | 'bundle_missing';
  detail: string;
}

/**
 * Every run of the archive, build by build. A case that ran under several builds goes by the last, which replayed it
 * all. Only one history at a time is in memory.
 */
export async function* replayArchive(folder: string): AsyncGenerator<Replayed> {
  const archive = new ArchiveFolder(folder);
  const bundles = new BundleStore(folder);
  for (const [build, lines] of byBuild(archive)) {
    const code = bundles.code(build);
    if (code === undefined) {
      for (const line of lines) yield { line, build, outcome: 'bundle_missing', detail: build };
      continue;
    }
    const byRun = new Map(lines.map((line) => [line.runId, line]));
    const replayed = Worker.runReplayHistories(
      { workflowBundle: { code }, replayName: 'archive' },
      histories(archive, lines),
    );
    for await (const { runId, workflowId, error } of replayed) {
      const line = byRun.get(runId) ?? lines.find(({ caseId }) => caseId === workflowId)!;
      yield { line, build, ...outcomeOf(error) };
    }
  }
}

function outcomeOf(error: ReplayResult['error']): Pick<Replayed, 'outcome' | 'detail'> {
  return error ? { outcome: 'differs', detail: error.message } : { outcome: 'replayed', detail: '' };
}

function byBuild(archive: ArchiveFolder): Map<string, ManifestLine[]> {
  const found = new Map<string, ManifestLine[]>();
  for (const line of archive.lines()) {
    const build = timelineOf([archive.run(line)]).builds.at(-1)?.build ?? '';
    found.set(build, [...(found.get(build) ?? []), line]);
  }
  return found;
}

function* histories(
  archive: ArchiveFolder,
  lines: readonly ManifestLine[],
): Generator<{ workflowId: string; history: unknown }> {
  for (const line of lines) yield { workflowId: line.caseId, history: archive.history(line) };
}
