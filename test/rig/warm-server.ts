/**
 * Where the time-skipping server is a Java program, each file starts its own, and most of a start is loading the same
 * classes. So the first start of a run keeps them in an archive that all later ones map: half the processor's time of a
 * start, and a second of waiting.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';

/** Each server lives for seconds: compiling it well takes longer than it gains. What this Java does not know is passed over. */
const options = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions';
const PATIENCE_MS = 60_000;

/** The options of Java for all servers of a run, its archive in that file; undefined where the server is no Java program. */
export async function javaOptions(server: string, archive: string): Promise<string | undefined> {
  if (!isScript(server)) return undefined;
  const port = await freePort();
  const child = spawn(server, [String(port)], {
    stdio: 'ignore',
    env: { ...process.env, JAVA_TOOL_OPTIONS: `${options} -XX:ArchiveClassesAtExit=${archive}` },
  });
  const ended = once(child, 'exit');
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until && child.exitCode === null; await sleep(100))
    if (await answers(port)) break;
  child.kill();
  await ended;
  return existsSync(archive) ? `${options} -XX:SharedArchiveFile=${archive}` : options;
}

async function answers(port: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port });
  const answered = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answered;
}

function isScript(path: string): boolean {
  const file = openSync(path, 'r');
  const start = Buffer.alloc(2);
  readSync(file, start);
  closeSync(file);
  return start.toString() === '#!';
}
