/** How the stock of a part moves: a draw, a receipt or a count, each once for its slip; and when it falls below its level. */
import type { Part, Prisma } from '../../prisma/generated/client';
import { changedSince } from '../http/if-match';
import { refuse } from '../http/problem';

/** The connection inside a transaction. */
type Db = Prisma.TransactionClient;

/** One movement. A slip moves a part once, so a request sent twice does not. */
export interface Move {
  kind: 'draw' | 'receipt' | 'count';
  slipNo: string;
  /** What goes out is negative. A count gives what is there instead. */
  change: number | { counted: number };
  caseId?: string | null;
  at: Date;
  by: string;
}

/**
 * Moves the stock of a part and answers the part as it stands then; the caller's transaction holds both. A move that is
 * sent again moves nothing.
 * @throws ApiError `not_found`, `invalid_request` where the slip stands for another movement of the part, or
 * `requirement_missing` where less is there than is drawn
 */
export async function moveStock(db: Db, id: string, { change, ...move }: Move): Promise<Part> {
  const before = await locked(db, id);
  const slip = { partId: id, kind: move.kind, slipNo: move.slipNo };
  const moved = await db.stockMove.findUnique({ where: { partId_kind_slipNo: slip } });
  if (moved) {
    const same = typeof change === 'number' ? moved.change === change : before.onHand === change.counted;
    if (same && moved.caseId === (move.caseId ?? null)) return before;
    throw refuse('invalid_request', '此单号已用于另一笔变动', 'The slip stands for another movement of the part', {
      field: 'slipNo',
    });
  }
  const by = typeof change === 'number' ? change : change.counted - before.onHand;
  if (before.onHand + by < 0)
    throw refuse('requirement_missing', '库存不足', 'There is less in stock', {
      field: 'quantity',
      allowed: { max: before.onHand },
    });
  await db.stockMove.create({ data: { ...move, partId: id, change: by } });
  const part = await db.part.update({ where: { id }, data: { onHand: before.onHand + by } });
  await watch(db, part, move.at);
  return part;
}

/**
 * N-2.3-5b: another level is a new look at what is there. `version` is the one that the caller read, where they name one.
 * @throws ApiError `not_found`, `stale_version`
 */
export async function changePart(
  db: Db,
  { id, version }: { id: string; version?: number },
  data: { name?: string; reorderLevel?: number },
  at: Date,
): Promise<Part> {
  const before = await locked(db, id);
  if (version !== undefined && before.version !== version) throw changedSince(before.version);
  const part = await db.part.update({ where: { id }, data });
  await watch(db, part, at);
  return part;
}

/** A fall below the level is noted once, and is over when the level is reached again. */
export async function watch(db: Db, { id, onHand, reorderLevel }: Part, at: Date): Promise<void> {
  const open = await db.stockWarning.findFirst({ where: { partId: id, clearedAt: null } });
  if (onHand < reorderLevel && !open) await db.stockWarning.create({ data: { partId: id, fellAt: at, onHand } });
  if (onHand >= reorderLevel && open) await db.stockWarning.update({ where: { id: open.id }, data: { clearedAt: at } });
}

/** The part, for this transaction alone: two draws at once do not both see the last one. */
async function locked(db: Db, id: string): Promise<Part> {
  await db.$queryRaw`SELECT 1 FROM master."Part" WHERE "id" = ${id} FOR UPDATE`;
  const part = await db.part.findUnique({ where: { id } });
  if (!part) throw refuse('not_found', '没有这种零配件', 'There is no such part');
  return part;
}
