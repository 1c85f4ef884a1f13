/** What the read model says of a case, in the few words that tests ask for. */
import type { PrismaClient } from '../../prisma/generated/client';
import type { RepairState } from '../../domain/cases/repair/state';

export interface Reading {
  status: string;
  seq: number;
  breached: boolean;
  /** Sections of the state as they were recorded last. */
  state: RepairState;
  /** Clocks by key, instants in epoch milliseconds. */
  clocks: Record<
    string,
    {
      status: string;
      dueAt?: number;
      metAt?: number;
      breachedAt?: number;
      stoppedBecause?: string;
      provisional: boolean;
    }
  >;
  escalations: Record<
    string,
    {
      status: string;
      level: number;
      role: string;
      people: string[];
      repeats: number;
      endedBecause?: string;
      acknowledgedBy?: string;
      nextAt?: number;
    }
  >;
  events: { type: string; at: string; data?: Record<string, unknown> }[];
}

const ms = (at: Date | null): number | undefined => at?.getTime();

/** Waits for the case's first step: an opening answers before it is recorded. */
export async function readCase(prisma: PrismaClient, caseId: string): Promise<Reading> {
  for (let tries = 0; tries < 100 && (await prisma.case.count({ where: { id: caseId } })) === 0; tries++)
    await new Promise((done) => setTimeout(done, 50));
  const [row, clocks, escalations, steps] = await Promise.all([
    prisma.case.findUniqueOrThrow({ where: { id: caseId } }),
    prisma.clock.findMany({ where: { caseId } }),
    prisma.escalation.findMany({ where: { caseId } }),
    prisma.step.findMany({ where: { caseId }, orderBy: { seq: 'asc' } }),
  ]);
  return {
    status: row.status,
    seq: row.seq,
    breached: row.breached,
    state: row.state as unknown as RepairState,
    clocks: Object.fromEntries(
      clocks.map((c) => [
        c.key,
        {
          status: c.status,
          dueAt: ms(c.dueAt),
          metAt: ms(c.metAt),
          breachedAt: ms(c.breachedAt),
          stoppedBecause: c.stoppedBecause ?? undefined,
          provisional: c.provisional,
        },
      ]),
    ),
    escalations: Object.fromEntries(
      escalations.map((e) => [
        e.key,
        {
          status: e.status,
          level: e.level,
          role: e.role,
          people: e.people,
          repeats: e.repeats,
          endedBecause: e.endedBecause ?? undefined,
          acknowledgedBy: e.acknowledgedBy ?? undefined,
          nextAt: ms(e.nextAt),
        },
      ]),
    ),
    events: steps.flatMap((s) => s.events as unknown as Reading['events']),
  };
}

/** The subjects of mails to somebody, oldest first. */
export function mailsTo(mailbox: { list(filter: { to: string }): { subject: string }[] }, who: string): string[] {
  return mailbox
    .list({ to: `${who.toLowerCase()}@dept.example` })
    .map((m) => m.subject)
    .reverse();
}
