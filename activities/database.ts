/** The connection to PostgreSQL, and what its errors mean to a workflow. */
import { PrismaPg } from '@prisma/adapter-pg';
import { ApplicationFailure } from '@temporalio/common';
import { sha256 } from './canonical';
import { PrismaClient, type Prisma } from '../prisma/generated/client';

/** The connection, or a transaction on it. */
export type Db = PrismaClient | Prisma.TransactionClient;

export interface DatabaseConfig {
  url: string;
  /** Connections kept open at most. One worker's activities share them; 20 feed two cores with room to spare. */
  poolSize?: number;
  /**
   * How long a query may wait for a free or new connection, ms. Activities with a shorter limit of their own, such as a
   * case's record with two seconds, are tried again while their first query may still be waiting: each of them has to bear
   * being done twice.
   */
  connectMs?: number;
  /** After this the server breaks a statement off, ms. */
  statementMs?: number;
}

/** Statements that begin with this are prepared once a connection: parsing them costs more than running them. */
export const PREPARED = '/* prepared */';

/**
 * Opens the database lazily: the first query connects. Close it with `$disconnect()`.
 * Every statement has an end, so that a database that hangs looks like one that is down.
 */
export function openDatabase(config: DatabaseConfig): PrismaClient {
  const { poolSize = 20, connectMs = 5_000, statementMs = 10_000 } = config;
  const adapter = new PrismaPg(
    {
      connectionString: config.url,
      max: poolSize,
      connectionTimeoutMillis: connectMs,
      statement_timeout: statementMs,
      // The client's own limit, a little later: a cut connection would otherwise leave the query waiting for ever.
      query_timeout: statementMs + 2_000,
      keepAlive: true,
      application_name: 'sanbao',
    },
    {
      statementNameGenerator: ({ sql }) => (sql.startsWith(PREPARED) ? statementName(sql) : ''),
      // A lost idle connection is replaced at the next query, which reports what is wrong if it still is.
      onPoolError: () => undefined,
      onConnectionError: () => undefined,
    },
  );
  return new PrismaClient({ adapter });
}

const names = new Map<string, string>();

function statementName(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) names.set(sql, (name = `sanbao_${sha256(sql).slice(0, 16)}`));
  return name;
}

/** The SQLSTATE of a database error, where the database gave one. */
function sqlState(error: unknown): string | undefined {
  const meta = (error as { meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } } | null)?.meta;
  const code = meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' ? code : undefined;
}

/** Classes of SQLSTATE that the same content meets again for ever: cardinality, data, integrity, limits of the program. */
const DATA_CLASSES = new Set(['21', '22', '23', '54']);

/** Whether the content is to blame. Everything else (no connection, full disk, missing table) may pass. */
export function isDataError(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return DATA_CLASSES.has(state.slice(0, 2));
  return error instanceof Error && error.name === 'PrismaClientValidationError';
}

/**
 * The error that a workflow may see: what kind it is and its SQLSTATE. The database's own words stay out, since they
 * may quote a value, and histories keep what they are told.
 * Data errors are `Unrecordable`, not retried; all others `DatabaseUnavailable`, retried by Temporal.
 */
export function databaseFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  // A mistake of ours: retried too, since a corrected worker may take over, but not blamed on the database.
  if (error instanceof TypeError || error instanceof RangeError) {
    return ApplicationFailure.retryable(error.message, error.name);
  }
  const state = sqlState(error);
  if (isDataError(error)) {
    return ApplicationFailure.nonRetryable(
      `The database refuses the content (SQLSTATE ${state ?? 'none'})`,
      'Unrecordable',
      {
        sqlState: state ?? null,
      },
    );
  }
  return ApplicationFailure.retryable(
    `The database did not answer (${state ?? connectionKind(error)})`,
    'DatabaseUnavailable',
  );
}

function connectionKind(error: unknown): string {
  const known = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: { kind?: unknown } } } } | null;
  const kind = known?.meta?.driverAdapterError?.cause?.kind ?? known?.code;
  return typeof kind === 'string' ? kind : 'no connection';
}
