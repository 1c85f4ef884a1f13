/** A case's state put together from the read model, as the case kind's functions know it. */
import { emptyLedger } from '../../domain/cases/ledger-rows';
import type { CaseState } from '../../domain/cases/state';
import type { Escalation as EscalationState } from '../../domain/sla/escalation';
import type { Clock as ClockState } from '../../domain/sla/clock';
import type { Case, Clock, Escalation, PrismaClient } from '../../prisma/generated/client';

/** The state without clocks and escalations, which are rows of their own. */
export function sectionsOf(found: Case): CaseState {
  const sections = found.state as Partial<CaseState>;
  return {
    pins: [],
    facts: {},
    done: {},
    paused: {},
    findings: [],
    notes: [],
    links: [],
    lookAgain: {},
    callbacks: {},
    ledger: emptyLedger,
    ...sections,
    clocks: {},
    escalations: {},
    caseId: found.id,
    kind: found.kind as CaseState['kind'],
    status: found.status,
    seq: found.seq,
    openedAt: found.openedAt.getTime(),
    closedAt: found.closedAt?.getTime(),
    parties: {
      customerId: found.customerId,
      siteId: found.siteId ?? undefined,
      assetId: found.assetId ?? undefined,
      dispatcherId: found.dispatcherId ?? undefined,
      engineerId: found.engineerId ?? undefined,
      barred: sections.parties?.barred,
    },
  };
}

/**
 * The whole state, good enough to say which actions are offered; the workflow, which holds the truth, decides in the
 * end. What the rows do not keep (target row, single extensions) is left empty.
 */
export async function caseState(prisma: PrismaClient, found: Case): Promise<CaseState> {
  const where = { caseId: found.id };
  const [clocks, escalations] = await Promise.all([
    prisma.clock.findMany({ where }),
    prisma.escalation.findMany({ where }),
  ]);
  return {
    ...sectionsOf(found),
    clocks: Object.fromEntries(clocks.map((c) => [c.key, toClockState(c)])),
    escalations: Object.fromEntries(escalations.map((e) => [e.key, toEscalationState(e)])),
  };
}

function toClockState(c: Clock): ClockState {
  return {
    key: c.key,
    milestone: c.milestone,
    status: c.status as ClockState['status'],
    startedAt: c.startedAt?.getTime() ?? 0,
    row: 0,
    dueAt: c.dueAt?.getTime(),
    warnAt: c.warnAt?.getTime(),
    provisional: c.provisional,
    pauses: [],
    extensions: [],
    warnedAt: c.warnedAt?.getTime(),
    breachedAt: c.breachedAt?.getTime(),
    metAt: c.metAt?.getTime(),
    stoppedBecause: c.stoppedBecause ?? undefined,
  };
}

function toEscalationState(e: Escalation): EscalationState {
  return {
    key: e.key,
    cause: e.cause as EscalationState['cause'],
    subject: e.subject,
    clock: e.clock ?? undefined,
    ladder: e.ladder,
    level: e.level,
    status: e.status as EscalationState['status'],
    raisedAt: e.raisedAt.getTime(),
    levelAt: e.raisedAt.getTime(),
    people: e.people,
    told: e.people,
    acknowledgedBy: e.acknowledgedBy ?? undefined,
    acknowledgedAt: e.acknowledgedAt?.getTime(),
    endedAt: e.endedAt?.getTime(),
    endedBecause: e.endedBecause ?? undefined,
    repeats: e.repeats,
    nextAt: e.nextAt?.getTime(),
    clauses: e.clauses,
  };
}
