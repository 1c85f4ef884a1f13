/**
 * Promises as the auditor judges them, for reports: from the verdicts kept beside the archive, and for cases that are not
 * archived yet from their histories as the server has them. Nothing of it comes from the read model.
 */
import { VerdictStore } from '../../audit/archive/verdicts';
import { auditCase, procedures } from '../../audit/audit-case';
import { promiseRows, type PromiseRow as Judged } from '../../audit/compliance';
import { runsOfServer } from '../../audit/server';
import { caseKinds } from '../../domain/cases/kinds';
import type { CallRow, PromiseRow } from '../../domain/reports/figures';
import type { ArchiveDeps } from '../archive';

/** The kinds of case that were judged, and their promises and callbacks of the period. */
export interface JudgedFigures {
  kinds: readonly string[];
  promises: readonly PromiseRow[];
  calls: readonly Pick<CallRow, 'id' | 'kept' | 'late'>[];
}

/** Judges the promises of a policy whose breach or keeping fell into a period, its end excluded. */
export type Judge = (policyId: string, from: Date, to: Date) => Promise<JudgedFigures>;

type Archive = Pick<NonNullable<ArchiveDeps['archive']>, 'folder' | 'histories'>;

/** The case kinds whose procedure the auditor knows, by workflow type. */
const known = caseKinds.filter(({ opening }) => Object.hasOwn(procedures, opening.workflowType));
const callbackPrefix = 'callback_';

/** The judge of a worker that keeps the archive. */
export function auditorsJudge(archive: Archive): Judge {
  return async (policyId, from, to) => {
    const rows: [kind: string, row: Judged][] = [];
    const add = (workflowType: string, all: readonly Judged[]): void => {
      const kind = known.find(({ opening }) => opening.workflowType === workflowType)?.table.kind;
      if (kind === undefined) return;
      for (const row of all)
        if (row.by.policy === policyId && fallsInto(row, from.getTime(), to.getTime())) rows.push([kind, row]);
    };
    const kept = new Set<string>();
    for (const { caseId, kind, rows: all } of new VerdictStore(archive.folder).verdicts()) {
      kept.add(caseId);
      add(kind, all);
    }
    for await (const { caseId, workflowType } of unarchived(archive, kept, policyId, from)) {
      const runs = await runsOfServer({ workflow: archive.histories }, caseId);
      add(workflowType, promiseRows(auditCase(runs, { caseId, asOf: to.getTime() })));
    }
    return { kinds: known.map(({ table }) => table.kind), ...tally(rows) };
  };
}

/** Cases of the policy that may have a promise in the period and have no verdict yet: open, or ended since its start. */
async function* unarchived(
  { histories }: Archive,
  kept: ReadonlySet<string>,
  policyId: string,
  from: Date,
): AsyncGenerator<{ caseId: string; workflowType: string }> {
  const types = known.map(({ opening }) => `'${opening.workflowType}'`).join(', ');
  const query = `WorkflowType IN (${types}) AND PolicyId = '${policyId}' AND (ExecutionStatus = 'Running' OR CloseTime >= '${from.toISOString()}')`;
  const seen = new Set<string>();
  for await (const { workflowId, type } of histories.list({ query })) {
    if (kept.has(workflowId) || seen.has(workflowId)) continue;
    seen.add(workflowId);
    yield { caseId: workflowId, workflowType: type };
  }
}

/** Broken ones belong to the period of their due time, kept ones to that in which they were kept. */
function fallsInto({ outcome, dueAt, metAt }: Judged, from: number, to: number): boolean {
  const at = outcome === 'kept' ? metAt! : dueAt;
  return ['kept', 'late', 'broken'].includes(outcome) && at >= from && at < to;
}

/** Counts the promises of a period. */
function tally(rows: readonly [string, Judged][]): Pick<JudgedFigures, 'promises' | 'calls'> {
  const promises = new Map<string, PromiseRow & { sumMs: number }>();
  const calls = new Map<string, { id: string; kept: number; late: number }>();
  for (const [kind, row] of rows) {
    const { outcome, metAt, startedAt, by } = row;
    if (by.milestone.startsWith(callbackPrefix)) {
      const id = by.milestone.slice(callbackPrefix.length);
      const call = calls.get(id) ?? { id, kept: 0, late: 0 };
      call[outcome === 'kept' ? 'kept' : 'late']++;
      calls.set(id, call);
      continue;
    }
    const key = `${kind} ${by.milestone}`;
    const found = promises.get(key) ?? { kind, milestone: by.milestone, kept: 0, broken: 0, meanMs: null, sumMs: 0 };
    found[outcome === 'kept' ? 'kept' : 'broken']++;
    if (outcome === 'kept') found.sumMs += metAt! - startedAt;
    promises.set(key, found);
  }
  return {
    promises: [...promises.values()].map(({ sumMs, ...row }) => ({
      ...row,
      meanMs: row.kept > 0 ? Math.round(sumMs / row.kept) : null,
    })),
    calls: [...calls.values()],
  };
}
