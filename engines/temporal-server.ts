import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { endLeftover, logTail, startChild, type Child } from './child';
import { EngineError, reason } from './errors';
import type { Log } from './log';
import type { StateFolder } from './state-folder';
import { findTemporalCli } from './temporal-cli';
import { devServerArguments, RETENTION_DAYS } from './temporal-settings';

/** The name of the child, of its log and of its folder under the state folder. */
export const TEMPORAL = 'temporal';
const NAMESPACE = 'default';
/** A start takes two seconds; the upgrade of an older file or a loaded machine may take many times that, ms. */
const START_TIMEOUT = 90_000;
/** It flushes its file on SIGINT; killed after this it recovers from the write-ahead log, ms. */
const STOP_TIMEOUT = 15_000;
const SECONDS_A_DAY = 86_400;

/** A running embedded Temporal server. */
export interface TemporalServer {
  /** host:port of the frontend. */
  readonly address: string;
  /** The web page, when it was asked for. */
  readonly uiUrl: string | undefined;
  readonly child: Child;
  stop(): Promise<void>;
}

/** Where and how the embedded Temporal server runs. */
export interface TemporalServerOptions {
  state: StateFolder;
  port: number;
  /** Undefined: no web page. */
  uiPort?: number;
  /** Keeps everything in memory, for tests; else `<state>/temporal/temporal.db`. */
  inMemory?: boolean;
  env?: NodeJS.ProcessEnv;
  log: Log;
}

/**
 * Finds (or obtains) the Temporal CLI and starts its dev server on 127.0.0.1; returns once the frontend serves and the
 * namespace's retention is set.
 * @throws EngineError when there is no CLI, or the server does not answer in time.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { state, port, uiPort, inMemory = false, env, log } = options;
  const command = await findTemporalCli({ env, log });
  await endLeftover(state, TEMPORAL);
  const dbFile = inMemory ? undefined : join(state.folder(TEMPORAL), 'temporal.db');
  const args = devServerArguments({ port, uiPort, dbFile });
  const child = await startChild({
    name: TEMPORAL,
    command,
    args,
    state,
    env,
    stopSignal: 'SIGINT',
    stopTimeout: STOP_TIMEOUT,
  });
  const address = `127.0.0.1:${port}`;
  try {
    await untilServing(child, address);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    address,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    child,
    stop: () => child.stop(),
  };
}

async function untilServing(child: Child, address: string): Promise<void> {
  let last = '';
  for (const start = Date.now(); Date.now() - start < START_TIMEOUT; await sleep(100)) {
    await child.requireRunning();
    try {
      const connection = await Connection.connect({ address, connectTimeout: 2_000 });
      try {
        await connection.withDeadline(Date.now() + 5_000, async () => {
          await connection.healthService.check({ service: 'temporal.api.workflowservice.v1.WorkflowService' });
          await setRetention(connection);
        });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      last = reason(error);
    }
  }
  throw new EngineError(
    `The embedded Temporal server did not answer on ${address} within ${START_TIMEOUT / 1000} s: ${last}`,
    `Its log ${child.logFile} ends with:\n${logTail(child.logFile)}`,
  );
}

async function setRetention(connection: Connection): Promise<void> {
  const service = connection.workflowService;
  const { config } = await service.describeNamespace({ namespace: NAMESPACE });
  const wanted = RETENTION_DAYS * SECONDS_A_DAY;
  if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) === wanted) return;
  // int64 fields of the wire format accept numbers of this size, but are typed for larger ones.
  await service.updateNamespace({
    namespace: NAMESPACE,
    config: { workflowExecutionRetentionTtl: { seconds: wanted as never } },
  });
}
