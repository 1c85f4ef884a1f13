import { existsSync } from 'node:fs';
import { parse } from 'yaml';
import { apiConfig } from '../../api/config';
import { workerEnvironment } from '../../bin/settings';
import { devServerArguments, RETENTION_DAYS } from '../../engines/temporal-settings';
import { envFile, file, interpolate, variablesOf } from './files';

interface Service {
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  stop_grace_period?: string;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: unknown;
  volumes?: string[];
}
interface Compose {
  volumes: Record<string, unknown>;
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
}

/** The production files against the code that they run: names, required settings, times. */
describe('docker-compose.yml', () => {
  const source = file('docker-compose.yml');
  const filled = Object.fromEntries(
    Object.entries(envFile('.env.example')).map(([name, value]) => [
      name,
      value || (/EMAIL/.test(name) ? 'admin@example.com' : /PASSWORD|SECRET/.test(name) ? 'a'.repeat(48) : ''),
    ]),
  );
  // As Compose: parsed first, with the values then put into the parsed strings.
  const read = (env: Record<string, string>): Compose =>
    JSON.parse(
      JSON.stringify(parse(source, { merge: true }), (_key, value: unknown) =>
        typeof value === 'string' ? interpolate(value, env) : value,
      ),
    ) as Compose;
  const compose = read(filled);
  const parts = ['init', 'api', 'worker'] as const;
  const environmentOf = (part: (typeof parts)[number]) => compose.services[part]!.environment!;

  it('gives each part settings with which it starts', () => {
    expect(apiConfig(environmentOf('init'))).toMatchObject({ localAccounts: true });
    expect(apiConfig(environmentOf('api'))).toMatchObject({ host: '0.0.0.0', port: 3000, trustProxy: 1 });
    expect(workerEnvironment(environmentOf('api')).smtpUrl).toBe('smtp://mail:1025');
    expect(workerEnvironment(environmentOf('worker'))).toMatchObject({ taskQueue: 'sanbao' });
  });

  it.each(parts)('names only settings that the program reads: %s', (part) => {
    const known = [
      ...variablesOf('api/config.ts'),
      ...variablesOf('bin/settings.ts'),
      // Read by the SDK's own configuration, and by `init`.
      ...['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'ADMIN_EMAIL', 'ADMIN_PASSWORD'],
    ];
    expect(known.length).toBeGreaterThan(25);
    expect(Object.keys(environmentOf(part)).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('does not start without a secret or an address, and has a default for none of them', () => {
    const required = [...new Set([...source.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name!))];
    expect(required).toEqual(
      expect.arrayContaining(['AUTH_SECRET', 'SANBAO_DB_PASSWORD', 'ADMIN_PASSWORD', 'PUBLIC_URL']),
    );
    for (const name of required) expect(() => read({ ...filled, [name]: '' })).toThrow(`${name} is required`);
    const defaults = [...source.matchAll(/\$\{([A-Z_]+):-[^}]+\}/g)].map(([, name]) => name!);
    expect(defaults.filter((name) => /PASSWORD|SECRET|TOKEN/.test(name))).toEqual([]);
  });

  it('uses every setting of .env.example, and .env.example has every required one, its secrets empty', () => {
    const used = [...source.matchAll(/\$\{([A-Z_]+):[-?]/g)].map(([, name]) => name!);
    const offered = envFile('.env.example');
    // COMPOSE_PROFILES is Compose's own.
    expect(Object.keys(offered).filter((name) => !used.includes(name))).toEqual(['COMPOSE_PROFILES']);
    for (const [, name] of source.matchAll(/\$\{([A-Z_]+):\?/g)) expect(offered).toHaveProperty(name!);
    const secrets = Object.entries(offered).filter(([name]) => /PASSWORD|SECRET/.test(name));
    expect(secrets.map(([, value]) => value)).toEqual(secrets.map(() => ''));
  });

  it('lets a worker end in order: the grace is longer than its own limit', () => {
    const [, force] = /shutdownForceTime: '(\d+)s'/.exec(file('bin/worker.ts'))!;
    expect(parseInt(compose.services.worker!.stop_grace_period!)).toBeGreaterThan(Number(force));
  });

  it('gives Temporal the settings and the retention of the embedded server', () => {
    const settings = parse(compose.configs['temporal-settings']!.content) as Record<string, { value: unknown }[]>;
    const production = Object.entries(settings).map(([name, [first]]) => `${name}=${String(first!.value)}`);
    const embedded = devServerArguments({ port: 1 }).filter((_, i, all) => all[i - 1] === '--dynamic-config-value');
    expect(production.sort()).toEqual(embedded.sort());
    expect(compose.services['temporal-namespace']!.command![0]).toContain(`--retention ${RETENTION_DAYS}d`);
  });

  it('starts API and workers after the init job, which waits for database and namespace', () => {
    for (const part of ['api', 'worker'])
      expect(compose.services[part]!.depends_on).toEqual({ init: { condition: 'service_completed_successfully' } });
    expect(Object.keys(compose.services.init!.depends_on!)).toEqual(['postgres', 'temporal-namespace']);
  });

  it('keeps closed cases: workers write the archive, the API reads it, the image owns the folder', () => {
    const folder = '/var/lib/sanbao/archive';
    expect(compose.volumes).toHaveProperty('archive');
    expect(workerEnvironment(environmentOf('worker')).archiveFolder).toBe(folder);
    expect(apiConfig(environmentOf('api')).archiveFolder).toBe(folder);
    expect(compose.services.worker!.volumes).toContain(`archive:${folder}`);
    expect(compose.services.api!.volumes).toContain(`archive:${folder}:ro`);
    expect(file('Dockerfile')).toMatch(/mkdir -p \S*\/archive .*chown node:node \/var\/lib\/sanbao\/\*\nUSER node/);
  });

  it('keeps papers and attachments where API and workers both write them, in a folder of the image’s user', () => {
    const folder = '/var/lib/sanbao/documents';
    expect(compose.volumes).toHaveProperty('documents');
    for (const part of ['api', 'worker'] as const) {
      expect(workerEnvironment(environmentOf(part)).documentStore).toBe(folder);
      expect(compose.services[part]!.volumes).toContain(`documents:${folder}`);
    }
    expect(file('Dockerfile')).toMatch(/mkdir -p .*\/var\/lib\/sanbao\/documents && chown/);
  });

  it('runs subcommands that exist', () => {
    const known = [...file('bin/sanbao.ts').matchAll(/addCommand\((\w+)Command\(\)\)/g)].map(([, name]) => name);
    expect(known.length).toBeGreaterThan(5);
    for (const part of parts) expect(known).toContain(compose.services[part]!.command![0]);
  });
});

describe('the Dockerfile', () => {
  it('copies every folder that the build compiles', () => {
    const { include } = JSON.parse(file('tsconfig.build.json')) as { include: string[] };
    const copied = [...file('Dockerfile').matchAll(/^COPY (\w+) \.\/\1$/gm)].map(([, folder]) => folder);
    expect(copied.sort()).toEqual(include.filter((folder) => existsSync(folder)).sort());
  });

  it('runs as an ordinary user, behind a process that passes signals on', () => {
    expect(file('Dockerfile')).toMatch(/^USER node$/m);
    expect(file('Dockerfile')).toMatch(/^ENTRYPOINT \["\/usr\/bin\/tini"/m);
  });
});
