import { randomUUID } from 'node:crypto';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, cacheSubfolder, draftFolder } from './cache';
import { EngineError } from './errors';
import { firstFound, isExecutable, onPath, type Source } from './find';
import type { Log } from './log';
import { obtain } from './obtain';
import { downloadBySdk } from './sdk-download';

const VERSION = '1.38.0';
/** Forty small jars: ten seconds on an ordinary line, ms. */
const MAVEN_LIMIT = 5 * 60_000;

const CHOICES = [
  'Do one of these and try again:',
  '- name the program with SANBAO_TEST_SERVER=<file>;',
  '- connect to the internet once, so that it can be downloaded;',
  '- install Java 11 or newer and Maven, so that it can be fetched from Maven Central.',
].join('\n');

/**
 * Finds Temporal's time-skipping test server: SANBAO_TEST_SERVER, the cache, the SDK's download, Maven.
 * The path fits `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 * @throws EngineError naming the choices when there is none.
 */
export function findTimeSkippingServer({
  env = process.env,
  log,
}: {
  env?: NodeJS.ProcessEnv;
  log: Log;
}): Promise<string> {
  const cached = join(cacheSubfolder(cacheFolder(env), 'test-server'), 'test-server');
  const sources: Source[] = [
    { name: 'SANBAO_TEST_SERVER', find: async () => named(env) },
    { name: `the cache ${cached}`, find: async () => (isExecutable(cached) ? cached : undefined) },
    { name: "the SDK's download", find: () => downloadBySdk('time-skipping', cached, env, log) },
    { name: 'Maven', find: () => fetchByMaven(cached, env, log) },
  ];
  return firstFound('time-skipping test server', sources, CHOICES, log);
}

function named(env: NodeJS.ProcessEnv): string | undefined {
  const path = env.SANBAO_TEST_SERVER;
  if (!path || isExecutable(path)) return path || undefined;
  throw new EngineError(
    `SANBAO_TEST_SERVER=${path} is not an executable file.`,
    'Correct the setting, or remove it to let Sanbao find one.',
  );
}

async function fetchByMaven(cached: string, env: NodeJS.ProcessEnv, log: Log): Promise<string | undefined> {
  const mvn = onPath('mvn', env);
  const java = onPath('java', env);
  if (!mvn || !java) return undefined;
  log('Temporal: fetching the time-skipping test server with Maven (once, 38 MB)');
  const home = dirname(cached);
  const draft = draftFolder(home);
  try {
    writeFileSync(join(draft, 'pom.xml'), POM);
    await obtain(
      mvn,
      ['-B', '-f', join(draft, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${join(draft, 'lib')}`],
      {
        env,
        limit: MAVEN_LIMIT,
        progress: (lines) => `${lines} steps`,
        report: (steps, seconds) => log(`Temporal: fetching with Maven, ${steps} after ${seconds} s`),
      },
    );
    // A folder of its own for each fetch: two at once do not disturb each other, the later script wins.
    const jars = `jars-${randomUUID()}`;
    renameSync(join(draft, 'lib'), join(home, jars));
    // The jars are found beside the script, so that the cache can be moved or copied into an image.
    writeFileSync(
      join(draft, 'test-server'),
      `#!/bin/sh\nexec java -cp "$(dirname "$0")/${jars}/*" io.temporal.testserver.TestServer "$@"\n`,
    );
    chmodSync(join(draft, 'test-server'), 0o755);
    renameSync(join(draft, 'test-server'), cached);
    return cached;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sanbao</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version></dependency></dependencies>
</project>
`;
