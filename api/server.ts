/** The API as a process serves it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import type { ApiDeps } from './deps';

/** Requests under way get this long when the process ends; an accepted action is safe anyway. */
const GRACE_MS = 10_000;
/** A client that sends its headers slower than this holds a socket for nothing. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;

export interface RunningApi {
  /** Where it listens, with the port that it got. */
  url: string;
  /** Ends the streams first, then waits for requests under way. The clients given in `deps` stay open. */
  close(): Promise<void>;
}

/** Starts to serve on the configured address. Rejects where the port is taken. */
export async function startApi(deps: ApiDeps): Promise<RunningApi> {
  const api = createApp(deps);
  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, api.app);
  server.listen(deps.config.port, deps.config.host);
  await once(server, 'listening');
  await api.start();
  const { address, port, family } = server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  deps.log.info({ url }, 'the API serves');
  return {
    url,
    close: async () => {
      await api.close();
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const hard = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(hard);
    },
  };
}
