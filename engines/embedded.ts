import { startMailbox, type Mailbox } from './mailbox';
import { POSTGRES, startPostgres } from './postgres';
import { portSettings, requireFreePorts, type EnginePorts, type PortUse } from './ports';
import { startTemporalServer, TEMPORAL } from './temporal-server';
import { endLeftover, type Child } from './child';
import type { EngineError } from './errors';
import type { Log } from './log';
import type { StateFolder } from './state-folder';

/** What the embedded engines need. */
export interface EnginesOptions {
  state: StateFolder;
  ports: EnginePorts;
  /** Gets one line for each thing that takes time. */
  log: Log;
  /** DATABASE_URL, TEMPORAL_ADDRESS and SMTP_URL given here are used in place of an embedded engine. */
  env?: NodeJS.ProcessEnv;
  /** Called once for each embedded engine that ends without having been asked to. */
  onDeath?: (error: EngineError) => void;
}

/** The addresses of all engines, embedded or given, and the way to stop the embedded ones. */
export interface Engines {
  /** Holds the password: keep it out of logs. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly smtpUrl: string;
  /** The page to read mails, when the mailbox is embedded. */
  readonly mailboxUrl: string | undefined;
  /** Temporal's web page, when the server is embedded. */
  readonly temporalUiUrl: string | undefined;
  /** The embedded mailbox itself, for tests that make it refuse. */
  readonly mailbox: Mailbox | undefined;
  /** Stops Temporal first, so that no work is handed out any more, then the mailbox, then the database. Repeatable. */
  stop(): Promise<void>;
}

/**
 * Starts, side by side, every engine whose address is not given. When one fails, those already started are stopped.
 * @throws EngineError of the first engine that failed, or naming all busy ports.
 */
export async function startEngines({
  state,
  ports,
  log,
  env = process.env,
  onDeath,
}: EnginesOptions): Promise<Engines> {
  const { DATABASE_URL: givenDatabase, TEMPORAL_ADDRESS: givenTemporal, SMTP_URL: givenSmtp } = env;
  // What a killed run left behind still holds its ports.
  await Promise.all([endLeftover(state, TEMPORAL), endLeftover(state, POSTGRES)]);
  await requireFreePorts(portUses(ports, { database: !givenDatabase, temporal: !givenTemporal, smtp: !givenSmtp }));

  const [postgres, temporal, mailbox] = await allOrNone([
    started(givenDatabase, 'PostgreSQL', log, () => startPostgres({ state, port: ports.postgres, log })),
    started(givenTemporal, 'Temporal', log, () =>
      startTemporalServer({ state, port: ports.temporal, uiPort: ports.temporalUi, env, log }),
    ),
    started(givenSmtp, 'Mailbox', log, () =>
      startMailbox({ folder: state.folder('mail'), smtpPort: ports.smtp, httpPort: ports.mailbox }),
    ),
  ]);
  for (const child of [postgres?.child, temporal?.child]) if (child && onDeath) reportDeath(child, onDeath);

  let stopped: Promise<void> | undefined;
  return {
    databaseUrl: givenDatabase || postgres!.databaseUrl,
    temporalAddress: givenTemporal || temporal!.address,
    smtpUrl: givenSmtp || mailbox!.smtpUrl,
    mailboxUrl: mailbox?.url,
    temporalUiUrl: temporal?.uiUrl,
    mailbox,
    stop: () => (stopped ??= stopInOrder([temporal, mailbox, postgres])),
  };
}

interface Stoppable {
  stop(): Promise<void>;
}

function portUses(ports: EnginePorts, needed: { database: boolean; temporal: boolean; smtp: boolean }): PortUse[] {
  const use = (name: keyof EnginePorts, what: string): PortUse => ({
    port: ports[name],
    what,
    setting: portSettings[name],
  });
  return [
    ...(needed.database ? [use('postgres', 'PostgreSQL')] : []),
    ...(needed.temporal ? [use('temporal', 'Temporal'), use('temporalUi', "Temporal's web page")] : []),
    ...(needed.smtp ? [use('smtp', 'mail'), use('mailbox', 'mailbox page')] : []),
  ];
}

async function started<T>(
  given: string | undefined,
  what: string,
  log: Log,
  start: () => Promise<T>,
): Promise<T | undefined> {
  if (given) {
    log(`${what}: using the address given`);
    return undefined;
  }
  const begin = Date.now();
  log(`${what}: starting`);
  const engine = await start();
  log(`${what}: ready after ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  return engine;
}

async function allOrNone<T extends (Stoppable | undefined)[]>(starts: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(starts);
  const failed = results.find((result) => result.status === 'rejected');
  const running = results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
  if (!failed) return running as T;
  await stopInOrder(running.reverse());
  throw failed.reason;
}

/** Each stop has its own time limit, after which the engine is killed, so the whole is bounded too. */
async function stopInOrder(engines: (Stoppable | undefined)[]): Promise<void> {
  for (const engine of engines) await engine?.stop();
}

function reportDeath(child: Child, onDeath: (error: EngineError) => void): void {
  void child.ended.then((error) => error && onDeath(error));
}
