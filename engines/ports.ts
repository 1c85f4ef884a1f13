import { createServer } from 'node:net';
import { EngineError } from './errors';

/** The TCP ports of the embedded engines, all on 127.0.0.1. */
export interface EnginePorts {
  postgres: number;
  temporal: number;
  temporalUi: number;
  smtp: number;
  mailbox: number;
}

/** Which environment variable sets each port. */
export const portSettings: Record<keyof EnginePorts, string> = {
  postgres: 'SANBAO_POSTGRES_PORT',
  temporal: 'SANBAO_TEMPORAL_PORT',
  temporalUi: 'SANBAO_TEMPORAL_UI_PORT',
  smtp: 'SANBAO_SMTP_PORT',
  mailbox: 'SANBAO_MAILBOX_PORT',
};

// Temporal's and the mail tools' customary ports; the database's is off by one, as 5432 is often taken by a local one.
const defaultPorts: EnginePorts = { postgres: 5433, temporal: 7233, temporalUi: 8233, smtp: 1025, mailbox: 8025 };

/** One port that is about to be listened on. */
export interface PortUse {
  port: number;
  /** Who will listen, for the message. */
  what: string;
  /** The environment variable that changes the port. */
  setting: string;
}

/**
 * Reads one port from the environment.
 * @throws EngineError when the value is no port number.
 */
export function portFrom(env: NodeJS.ProcessEnv, setting: string, fallback: number): number {
  const text = env[setting];
  if (!text) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new EngineError(
    `${setting}=${text} is not a port number.`,
    `Give ${setting} a number from 1 to 65535, or leave it out for ${fallback}.`,
  );
}

/** The engines' ports from the environment, each with its default. @throws EngineError on a bad value. */
export function enginePorts(env: NodeJS.ProcessEnv = process.env): EnginePorts {
  const read = (name: keyof EnginePorts) => portFrom(env, portSettings[name], defaultPorts[name]);
  return {
    postgres: read('postgres'),
    temporal: read('temporal'),
    temporalUi: read('temporalUi'),
    smtp: read('smtp'),
    mailbox: read('mailbox'),
  };
}

/** Whether a TCP port of this machine can be listened on; when it cannot, the system's error code. */
export function portProblem(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => answer(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => answer(undefined)));
  });
}

/**
 * Checks every port before anything starts, so that the operator learns of all busy ports at once.
 * @throws EngineError naming each busy port and the setting that changes it.
 */
export async function requireFreePorts(uses: PortUse[], host = '127.0.0.1'): Promise<void> {
  const problems = await Promise.all(uses.map(async (use) => ({ use, code: await portProblem(use.port, host) })));
  const busy = problems.filter(({ code }) => code !== undefined);
  if (busy.length === 0) return;
  throw new EngineError(
    busy
      .map(
        ({ use, code }) =>
          `Port ${use.port} (${use.what}) ${code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used: ${code}`}.`,
      )
      .join('\n'),
    `Stop the other program, or choose another port: ${busy.map(({ use }) => `${use.setting}=<port>`).join(' ')}`,
  );
}
