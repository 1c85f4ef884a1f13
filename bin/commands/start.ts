/**
 * `sanbao start`: the whole system on one machine. Engines that have no address in the environment are started here,
 * with all their state in one folder; worker and API run as child processes beside them.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Command } from 'commander';
import { startEngines } from '../../engines/embedded';
import { EngineError } from '../../engines/errors';
import { enginePorts, portFrom, requireFreePorts } from '../../engines/ports';
import { openStateFolder, stateFolderPath } from '../../engines/state-folder';
import { initialise, type FirstAdministrator } from './init';

export function startCommand(): Command {
  return new Command('start').description('run the whole system on this machine / 在本机运行整个系统').action(start);
}

/** Children get this long to end in order; then they are killed, which every part survives. */
const graceMs = 20_000;

async function start(): Promise<void> {
  const say = (line: string): void => console.log(line);
  const host = process.env.HOST || '127.0.0.1';
  const port = portFrom(process.env, 'PORT', 3000);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  say('Sanbao 三包 starts. State: ' + stateFolderPath());
  const state = openStateFolder();
  try {
    await requireFreePorts([{ port, what: 'the API', setting: 'PORT' }], host);
    const engines = await startEngines({
      state,
      ports: enginePorts(),
      log: say,
      onDeath: (error) => fail(error, stopping),
    });
    try {
      const url = `http://${host}:${port}`;
      Object.assign(process.env, {
        DATABASE_URL: engines.databaseUrl,
        TEMPORAL_ADDRESS: engines.temporalAddress,
        SMTP_URL: engines.smtpUrl,
        PUBLIC_URL: process.env.PUBLIC_URL || url,
        AUTH_SECRET: process.env.AUTH_SECRET || state.secret('authSecret'),
        HOST: host,
        PORT: String(port),
        ARCHIVE_FOLDER: process.env.ARCHIVE_FOLDER || state.folder('archive'),
        DOCUMENT_STORE: process.env.DOCUMENT_STORE || state.folder('documents'),
        LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
      });
      const administrator = await initialise(process.env, () => undefined);
      const children = ['worker', 'api'].map((name) => part(name, stopping));
      await Promise.race([Promise.all(children.map((c) => c.ready)), aborted(stopping.signal)]);
      if (!stopping.signal.aborted) tell(say, url, engines.mailboxUrl, engines.temporalUiUrl, administrator);
      await aborted(stopping.signal);
      say('\nStopping …');
      await Promise.all(children.map((c) => c.stop()));
    } finally {
      await engines.stop();
    }
  } finally {
    state.release();
  }
  say('Stopped. Open cases go on at the next start.');
}

function tell(
  say: (line: string) => void,
  url: string,
  mailbox: string | undefined,
  temporal: string | undefined,
  administrator: FirstAdministrator | undefined,
): void {
  say('');
  say(`  Pages and API     ${url}`);
  say(`  API reference     ${url}/docs`);
  if (mailbox) say(`  Mailbox           ${mailbox}`);
  if (temporal) say(`  Temporal          ${temporal}`);
  say('');
  if (administrator) say(`  Sign in as ${administrator.email} with ${administrator.password} (shown once)`);
  else say('  Sign in with the accounts of this state folder.');
  say('  Next: npm run demo (in another terminal). Ctrl-C stops everything.');
  say('  This is the single-machine shape; for production see docs/operations.md.');
}

function fail(error: EngineError, stopping: AbortController): void {
  if (stopping.signal.aborted) return;
  console.error(error.message);
  process.exitCode = 1;
  stopping.abort();
}

interface Part {
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** A child running one subcommand of this program. It dies with us; dying on its own, it takes the system down. */
function part(name: string, stopping: AbortController): Part {
  const child: ChildProcess = fork(process.argv[1]!, [name], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  process.once('exit', () => child.kill('SIGKILL'));
  child.once('exit', (code) => {
    if (!stopping.signal.aborted)
      fail(new EngineError(`The ${name} ended with code ${code}.`, 'Its last lines are above.'), stopping);
  });
  return {
    ready: once(child, 'message').then(() => undefined),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(hard);
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return signal.aborted ? Promise.resolve() : once(signal, 'abort').then(() => undefined);
}
