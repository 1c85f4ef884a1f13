/** What a complaint carries of its policy's section `complaints:`: ids, figures and clause ids. Money is fen. */
import { durationMs } from '../time/duration';
import type { Clauses, Milestone } from './rule';
import { clausesOf, compileRow, inWorkingTime } from './compile-targets';
import type { Policy, PolicyOrigin, PolicyTarget } from './schema';
import type { PolicyComplaints } from './schema-complaints';

export interface ComplaintCategory {
  id: string;
  owner: string;
  then?: string;
  checksBatch: boolean;
  clauses: Clauses;
}

export interface ReviewLevel {
  id: string;
  role: string;
  final: boolean;
  clauses: Clauses;
}

export interface CompensationLimit {
  upToFen: number;
  approvers: readonly string[];
  clauses: Clauses;
}

/** Who may bear compensation. */
export type CompensationPayer = 'company' | 'maker' | 'dealer' | 'agent' | 'carrier';

export interface ComplaintRules {
  handler: { role: string; clauses: Clauses };
  sources: readonly string[];
  channels: readonly string[];
  form: readonly { field: string; clauses: Clauses }[];
  categories: readonly ComplaintCategory[];
  batch?: { checker: string; tester: string; settles: string; clauses: Clauses };
  leadership: { ladder: string; clauses: Clauses };
  levels: readonly ReviewLevel[];
  compensation?: {
    bases: readonly { id: string; payer: CompensationPayer; perUnit: boolean; clauses: Clauses }[];
    /** In rising order. */
    limits: readonly CompensationLimit[];
    clauses: Clauses;
  };
  written?: { everyMs: number; to: readonly string[]; clauses: Clauses };
  rounds: { atMost: number; clauses: Clauses };
}

/** Yuan of a policy file as fen. */
const fen = (yuan: number): number => Math.round(yuan * 100);

/** The section as a case carries it. */
export function compileComplaints(section: PolicyComplaints): ComplaintRules {
  const { batch, compensation, written } = section;
  return {
    handler: { role: section.handler.role, clauses: clausesOf(section.handler) },
    sources: section.sources.map(({ id }) => id),
    channels: section.channels.map(({ id }) => id),
    form: section.form.map((rule) => ({ field: rule.field, clauses: clausesOf(rule) })),
    categories: section.categories.map((rule) => ({
      id: rule.id,
      owner: rule.owner,
      ...(rule.then !== undefined && { then: rule.then }),
      checksBatch: rule.checksBatch,
      clauses: clausesOf(rule),
    })),
    ...(batch && {
      batch: { checker: batch.checker, tester: batch.tester, settles: batch.settles, clauses: clausesOf(batch) },
    }),
    leadership: { ladder: section.leadership.ladder, clauses: clausesOf(section.leadership) },
    levels: section.levels.map((rule) => ({
      id: rule.id,
      role: rule.role,
      final: rule.final,
      clauses: clausesOf(rule),
    })),
    ...(compensation && {
      compensation: {
        bases: compensation.bases.map((rule) => ({
          id: rule.id,
          payer: rule.payer,
          perUnit: rule.perUnit,
          clauses: clausesOf(rule),
        })),
        limits: compensation.limits
          .map((rule) => ({ upToFen: fen(rule.upTo), approvers: rule.approvers, clauses: clausesOf(rule) }))
          .sort((a, b) => a.upToFen - b.upToFen),
        clauses: clausesOf(compensation),
      },
    }),
    ...(written && {
      written: { everyMs: durationMs(written.every), to: written.to, clauses: clausesOf(written) },
    }),
    rounds: { atMost: section.rounds.atMost, clauses: clausesOf(section.rounds) },
  };
}

/**
 * The clocks that the section brings: each category's answer, each level's ruling. A category's clock runs from
 * `routed.<category>` to `answered.<category>`, a level's from `appealed.<level>` to `ruled.<level>`.
 */
export function complaintMilestones(policy: Policy, section: PolicyComplaints, defaultLadder: string): Milestone[] {
  return [
    ...section.categories.map((rule) => clockOf(policy, `task_${rule.id}`, 'routed', 'answered', rule, rule.owner)),
    ...section.levels.map((rule) => clockOf(policy, `review_${rule.id}`, 'appealed', 'ruled', rule, rule.role)),
  ].map((milestone) => ({ ...milestone, ladder: milestone.ladder ?? defaultLadder }));
}

function clockOf(
  policy: Policy,
  id: string,
  from: string,
  to: string,
  rule: PolicyOrigin & { id: string; targets: readonly PolicyTarget[]; ladder?: string | undefined },
  role: string,
): Milestone {
  return {
    id,
    from: [`${from}.${rule.id}`],
    to: [`${to}.${rule.id}`],
    cancelledBy: ['withdrawn'],
    nature: 'deadline',
    tell: [role],
    targets: rule.targets.map((row) => compileRow(row, rule)),
    warn: { kind: 'share', share: 0.8 },
    pausedBy: [],
    ...(rule.ladder !== undefined && { ladder: rule.ladder }),
    calendar: rule.targets.some(inWorkingTime) ? policy.workingCalendar : policy.calendar,
    extensions: 1,
  };
}
