/**
 * Server-sent events of recorded steps. PostgreSQL notifies `sanbao_changes` with `{caseId, seq}` in the transaction
 * that writes a step; each API process listens once and passes the step on to its own listeners.
 */
import { createSession, type Session } from 'better-sse';
import type { Request, Response } from 'express';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { PrismaClient, Step } from '../../prisma/generated/client';
import { maySee, seenColumns } from '../cases/access';

export const CHANGES_CHANNEL = 'sanbao_changes';
/** After a lost connection; long enough not to storm a database that restarts. */
const RECONNECT_MS = 2_000;
/**
 * Positions are given when a row is inserted, and transactions may commit in another order. So a resumed stream begins
 * this many positions early: a change may come twice, none is missed.
 */
const OVERLAP = 100n;
/** A listener that was away longer than this many steps reads the lists anew instead. */
const RESUME_LIMIT = 1_000;

const notification = z.object({ caseId: z.string(), seq: z.int() });

/** What a listener is told: ids and names of events, no personal data. */
export const change = z
  .object({
    position: z.string(),
    caseId: z.string(),
    seq: z.int(),
    recordedAt: z.iso.datetime(),
    cause: z.object({ type: z.string(), name: z.string(), actorId: z.string().nullable() }),
    status: z.string(),
    events: z.array(z.string()),
  })
  .meta({ id: 'Change' });

interface Listener {
  session: Session;
  res: Response;
  actor: Actor;
}

export class ChangeHub {
  private readonly listeners = new Set<Listener>();
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly prisma: PrismaClient,
    private readonly log: Logger,
  ) {}

  /** Begins to listen; goes on trying where the database is away. */
  async start(): Promise<void> {
    if (this.closed) return;
    const client = new Client({
      connectionString: this.databaseUrl,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: 'sanbao changes',
    });
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    client.on('notification', ({ payload }) => void this.announce(payload ?? ''));
    this.client = client;
    try {
      await client.connect();
      await client.query(`listen ${CHANGES_CHANNEL}`);
    } catch (error) {
      this.log.warn(
        { code: error instanceof Error && 'code' in error ? error.code : undefined },
        'cannot listen for changes, trying again',
      );
      this.again(client);
    }
  }

  /** Opens a stream for this actor, first with what came after `lastEventId`. */
  async open(req: Request, res: Response, actor: Actor, lastEventId: string | undefined): Promise<void> {
    const session = await createSession(req, res, {
      keepAlive: 20_000,
      retry: RECONNECT_MS,
      headers: { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
    });
    const listener = { session, res, actor };
    // Added before the replay is read: a step in between comes twice rather than not at all.
    this.listeners.add(listener);
    session.once('disconnected', () => this.listeners.delete(listener));
    if (lastEventId !== undefined) await this.replay(listener, BigInt(lastEventId));
  }

  /** Ends every stream, then the listening. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    for (const { res } of this.listeners) res.end();
    this.listeners.clear();
    await this.client?.end().catch(() => undefined);
  }

  private again(client: Client): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => undefined);
    // Listeners reconnect with their last id, and so get what was missed meanwhile.
    for (const { res } of this.listeners) res.end();
    this.retry = setTimeout(() => void this.start(), RECONNECT_MS);
    this.retry.unref();
  }

  private async announce(payload: string): Promise<void> {
    if (this.listeners.size === 0) return;
    try {
      const { caseId, seq } = notification.parse(JSON.parse(payload));
      const step = await this.prisma.step.findUnique({ where: { caseId_seq: { caseId, seq } } });
      if (step) await this.tell([...this.listeners], [step]);
    } catch (error) {
      this.log.warn({ err: error }, 'a change could not be announced');
    }
  }

  private async replay(listener: Listener, after: bigint): Promise<void> {
    const from = after > OVERLAP ? after - OVERLAP : 0n;
    const steps = await this.prisma.step.findMany({
      where: { position: { gt: from } },
      orderBy: { position: 'asc' },
      take: RESUME_LIMIT,
    });
    if (steps.length === RESUME_LIMIT) listener.session.push({ reload: true }, 'reload');
    else await this.tell([listener], steps);
  }

  private async tell(listeners: readonly Listener[], steps: readonly Step[]): Promise<void> {
    const ids = [...new Set(steps.map((s) => s.caseId))];
    const cases = await this.prisma.case.findMany({
      where: { id: { in: ids } },
      select: { id: true, status: true, ...seenColumns },
    });
    const byId = new Map(cases.map((c) => [c.id, c]));
    for (const step of steps) {
      const of = byId.get(step.caseId);
      if (!of) continue;
      const data = toChange(step, of.status);
      for (const { session, actor } of listeners) {
        if (session.isConnected && maySee(actor, of)) session.push(data, 'change', data.position);
      }
    }
  }
}

function toChange(step: Step, status: string): z.infer<typeof change> {
  return {
    position: step.position.toString(),
    caseId: step.caseId,
    seq: step.seq,
    recordedAt: step.recordedAt.toISOString(),
    cause: { type: step.causeType, name: step.causeName, actorId: step.actorId },
    status,
    events: (step.events as { type?: string }[]).map((e) => e.type ?? ''),
  };
}
