/** Connections to Temporal, configured by the SDK's own environment variables and profile file (`TEMPORAL_*`). */
import { hostname } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { EngineError, reason } from '../engines/errors';

/** Who this process is in histories: a part and a host, never a person. */
function identity(part: string): string {
  return `${part}@${hostname()}`;
}

/**
 * A client for the API, for activities or for a command.
 * Throws an EngineError where it does not answer.
 * @param within how long to wait for a server that is not there, ms; the SDK's ten seconds where absent
 */
export async function connectClient(
  part: string,
  within?: number,
): Promise<{ client: Client; namespace: string; close: () => Promise<void> }> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await Connection.connect({
    ...connectionOptions,
    ...(within !== undefined && { connectTimeout: within }),
  }).catch((error: unknown) => {
    throw new EngineError(
      `Temporal does not answer at ${connectionOptions.address ?? 'localhost:7233'} (${reason(error)}).`,
      'Start it (on one machine: `npm start`), or correct TEMPORAL_ADDRESS and the other TEMPORAL_* settings.',
      { cause: error },
    );
  });
  return {
    client: new Client({ connection, namespace, identity: identity(part) }),
    namespace,
    close: () => connection.close(),
  };
}

/** The connection of a worker. */
export async function connectWorker(): Promise<NativeConnection> {
  return NativeConnection.connect(loadClientConnectConfig().connectionOptions);
}
