/** Master data by one pattern: list with a keyset cursor, create, read, change, delete. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { Prisma, type PrismaClient } from '../../prisma/generated/client';
import { once, optionalKey } from '../cases/once';
import { brokenTexts } from '../http/broken-texts';
import { etagOf, ifMatchHeaders, mustMatchHeaders, staleVersion, versionIn, versionNamed } from '../http/if-match';
import { refuse, type ApiError } from '../http/problem';
import { route, type Route } from '../route';
import type { RouteKey } from '../roles';

export const idParams = z.strictObject({ id: z.string().min(1).max(64) });

/** Where a list is read on. */
export const cursor = z.string().max(2000).optional().describe('`next` of the page before');

/** What every list takes besides its own filters. */
export const pageQuery = z.strictObject({
  q: z.string().trim().min(1).max(64).optional().describe('part of a name, number or phone'),
  cursor,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const position = z.tuple([z.string(), z.string()]);

/**
 * The Prisma condition for rows after a cursor in the order (column, id).
 * @param order `key` where ids stand in another column; `descending` where the column, not the id, goes down
 */
export function after(
  cursor: string | undefined,
  column: string,
  { key = 'id', descending = false }: { key?: string; descending?: boolean } = {},
): object {
  if (cursor === undefined) return {};
  const [value, id] = readCursor(cursor, column);
  const beyond = descending ? { lt: value } : { gt: value };
  return { AND: [{ OR: [{ [column]: beyond }, { [column]: value, [key]: { gt: id } }] }] };
}

/** What a cursor says: the value of the column and the id of the row that it stands after. Refuses what is none. */
export function readCursor(cursor: string, column: string): [value: string, id: string] {
  try {
    const read = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    const isMoment = /(At|On)$|^date$/.test(column);
    const isNumber = column.endsWith('Ms');
    const fits =
      (!isMoment || z.iso.datetime().safeParse(read[0]).success) && (!isNumber || Number.isFinite(Number(read[0])));
    if (fits && brokenTexts(read).length === 0) return read;
  } catch {
    // Refused below, as any other text that is no cursor of ours.
  }
  throw refuse('invalid_request', '游标无效', 'The cursor is not valid', { field: 'cursor' });
}

/** One page out of `limit + 1` rows. */
export function page<T extends { id: string }, V>(
  rows: T[],
  limit: number,
  valueOf: (row: T) => string,
  show: (row: T) => V,
): { rows: V[]; next: string | null } {
  return { rows: rows.slice(0, limit).map(show), next: nextOf(rows, limit, (last) => [valueOf(last), last.id]) };
}

/** The cursor after a page out of `limit + 1` rows, by the value and id of its last row; null where nothing follows. */
export function nextOf<T>(
  rows: readonly T[],
  limit: number,
  positionOf: (row: T) => [value: string, id: string],
): string | null {
  const last = rows[limit - 1];
  if (rows.length <= limit || last === undefined) return null;
  return Buffer.from(JSON.stringify(positionOf(last))).toString('base64url');
}

/** Database errors that are the caller's doing, as refusals; anything else stays what it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return error;
  const byCode: Partial<Record<string, () => ApiError>> = {
    P2002: () =>
      refuse('already_done', '已有相同的记录', 'There is such a record already', { allowed: 'a unique value' }),
    P2003: () =>
      refuse(
        'requirement_missing',
        '关联的记录不存在，或仍被引用',
        'A record that this refers to does not exist, or it is still referred to',
      ),
    P2025: () => refuse('not_found', '没有这条记录', 'There is no such record'),
  };
  return byCode[error.code]?.() ?? error;
}

/** What every view of a record tells besides its fields. */
export const recordVersion = z
  .int()
  .describe('raised by every change; also the ETag: sent back as If-Match it refuses to overwrite what others changed');

interface Resource<L extends z.infer<typeof pageQuery>, N, C, V extends { version: number }> {
  /** Plural as in the path, and the word for one. */
  path: 'customers' | 'sites' | 'assets' | 'duties' | 'certificates' | 'absences';
  one: string;
  query: z.ZodType<L>;
  create: z.ZodType<N>;
  change: z.ZodType<C>;
  view: z.ZodType<V>;
  list(query: L, actor: Actor): Promise<{ rows: V[]; next: string | null }>;
  read(id: string, actor: Actor): Promise<V | null>;
  /** Adds the record under that id. */
  add(data: N, db: Prisma.TransactionClient, id: string): Promise<V>;
  /** Changes the record of that id and, where it is given, version; a Prisma P2025 where there is none. */
  edit(id: string, data: C, version?: number): Promise<V>;
  remove(id: string, version?: number): Promise<unknown>;
}

/** The five routes of a resource. */
export function resourceRoutes<L extends z.infer<typeof pageQuery>, N, C, V extends { version: number }>(
  prisma: PrismaClient,
  r: Resource<L, N, C, V>,
): Route[] {
  const path = `/v1/${r.path}` as const;
  const shared = { tag: r.path };
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw asRefusal(error);
    }
  };
  const conditional = async <T>(
    { id, version, actor }: { id: string; version: number | undefined; actor: Actor },
    work: (id: string, version?: number) => Promise<T>,
  ): Promise<T> => {
    try {
      return await guarded(work(id, version));
    } catch (error) {
      throw await staleVersion(error, version, () => r.read(id, actor));
    }
  };
  const shown = <S extends 200 | 201>(status: S, body: V): { status: S; body: V; headers: { ETag: string } } => ({
    status,
    body,
    headers: etagOf(body.version),
  });
  const key = <K extends RouteKey>(k: K): K => k;
  return [
    route({
      ...shared,
      key: key(`GET ${path}`),
      summary: `List ${r.path}`,
      query: r.query,
      answers: { 200: z.object({ rows: z.array(r.view), next: z.string().nullable() }) },
      handle: async ({ query }, actor) => ({ status: 200, body: await r.list(query, actor) }),
    }),
    route({
      ...shared,
      key: key(`POST ${path}`),
      summary: `Add a ${r.one}; with an Idempotency-Key once`,
      headers: optionalKey,
      body: r.create,
      answers: { 201: r.view },
      handle: async (call, actor) => {
        const make = (db: Prisma.TransactionClient, id: string): Promise<V> => r.add(call.body, db, id);
        const work = { make, find: (id: string) => r.read(id, actor) };
        return shown(201, await guarded(once(prisma, { route: key(`POST ${path}`), actor, call }, work)));
      },
    }),
    route({
      ...shared,
      key: key(`GET ${path}/:id`),
      summary: `Read a ${r.one}`,
      params: idParams,
      answers: { 200: r.view },
      handle: async ({ params }, actor) => {
        const found = await r.read(params.id, actor);
        if (!found) throw refuse('not_found', '没有这条记录', 'There is no such record');
        return shown(200, found);
      },
    }),
    route({
      ...shared,
      key: key(`PATCH ${path}/:id`),
      summary: `Change a ${r.one}; absent fields stay`,
      params: idParams,
      headers: mustMatchHeaders,
      body: r.change,
      answers: { 200: r.view },
      handle: async ({ params, body, headers }, actor) => {
        const which = { id: params.id, version: versionNamed(headers), actor };
        return shown(200, await conditional(which, (id, version) => r.edit(id, body, version)));
      },
    }),
    route({
      ...shared,
      key: key(`DELETE ${path}/:id`),
      summary: `Delete a ${r.one} that nothing refers to`,
      params: idParams,
      headers: ifMatchHeaders,
      answers: { 204: null },
      handle: async ({ params, headers }, actor) => {
        await conditional({ id: params.id, version: versionIn(headers), actor }, (id, version) =>
          r.remove(id, version),
        );
        return { status: 204 };
      },
    }),
  ];
}
