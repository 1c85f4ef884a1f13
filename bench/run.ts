/**
 * The benchmark: the same repair as a bare workflow, as the product runs it, and as rows and delayed jobs; interleaved
 * on one set of servers; and what a return and a complaint cost beside it. `--quick` is a smoke test of two minutes, `--full` measures lateness at 10,000 open cases.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, platform } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bareVariant } from './bare-variant';
import { caseVariant, type CaseVariant } from './case-variant';
import { historyFigures } from './histories';
import { homeMadeVariant } from './home-made/variant';
import { measureLateness } from './lateness';
import { otherKinds, type OtherKind } from './other-kinds';
import { measureRecovery, type Recovery } from './recovery';
import { report } from './report';
import type { Results } from './results';
import { startServers, type Servers } from './servers';
import { burst } from './throughput';
import type { Variant, VariantName } from './variant';
import type { WorkerConfig } from './worker-process';

interface BurstSize {
  atOnce: number;
  cases: number;
}

interface Size {
  rounds: number;
  bursts: BurstSize[];
  /** Of the other kinds: alone and busy. */
  kindBursts: BurstSize[];
  openCases: number;
  turns: number;
  /** Cases moving when the worker is killed. */
  moving: number;
}

const sizes: Record<'quick' | 'usual' | 'full', Size> = {
  quick: {
    rounds: 1,
    bursts: [
      { atOnce: 1, cases: 8 },
      { atOnce: 20, cases: 40 },
    ],
    kindBursts: [
      { atOnce: 1, cases: 4 },
      { atOnce: 20, cases: 20 },
    ],
    openCases: 200,
    turns: 1,
    moving: 20,
  },
  usual: {
    rounds: 3,
    bursts: [
      { atOnce: 1, cases: 12 },
      { atOnce: 20, cases: 60 },
      { atOnce: 100, cases: 150 },
    ],
    kindBursts: [
      { atOnce: 1, cases: 8 },
      { atOnce: 20, cases: 40 },
    ],
    openCases: 2_000,
    turns: 3,
    moving: 50,
  },
  full: {
    rounds: 3,
    bursts: [
      { atOnce: 1, cases: 12 },
      { atOnce: 20, cases: 60 },
      { atOnce: 100, cases: 150 },
    ],
    kindBursts: [
      { atOnce: 1, cases: 8 },
      { atOnce: 20, cases: 40 },
    ],
    openCases: 10_000,
    turns: 3,
    moving: 50,
  },
};
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, out: { type: 'string' } },
  });
  const size = sizes[values.quick ? 'quick' : values.full ? 'full' : 'usual'];
  const begin = Date.now();
  const at = new Date(begin).toISOString();
  const say = (line: string): void =>
    console.error(`${((Date.now() - begin) / 1000).toFixed(0).padStart(4)} s  ${line}`);

  const servers = await startServers(say);
  let variants: Variant[] = [];
  try {
    const started = await startVariants(servers);
    variants = started;
    const results = await measure(servers, started, size, { at, say });
    console.log(report(results));
    const out = resolve(values.out ?? `.state/bench/${at.replaceAll(':', '')}.json`);
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(results, null, 2)}\n`);
    say(`all figures: ${out}`);
  } finally {
    for (const variant of variants) await variant.close();
    await servers.stop();
  }
}

async function startVariants(servers: Servers): Promise<[bare: Variant, production: CaseVariant, homeMade: Variant]> {
  const { temporalAddress, databaseUrl, smtpUrl, bundles, client, people, mailbox } = servers;
  const config = (variant: 'bare' | 'case'): WorkerConfig => ({
    variant,
    temporalAddress,
    databaseUrl,
    smtpUrl,
    bundle: bundles[variant],
    taskQueue: `bench-${variant}`,
  });
  const { customerId, engineer } = people;
  return Promise.all([
    bareVariant(config('bare'), client),
    caseVariant(config('case'), { client, people, mailbox }),
    homeMadeVariant({ databaseUrl, smtpUrl, customerId, engineerId: engineer.id }, mailbox),
  ]);
}

async function measure(
  { client, processes }: Servers,
  variants: [Variant, CaseVariant, Variant],
  size: Size,
  { at, say }: { at: string; say: (line: string) => void },
): Promise<Results> {
  for (const variant of variants) await burst(variant, 10, 5, processes);
  const production = variants[1];
  for (const kind of otherKinds) await burst(production.kind(kind), 10, 5, processes);
  say('warmed up');

  const bursts: Results['bursts'] = [];
  const kinds: Results['kinds'] = [];
  for (let round = 0; round < size.rounds; round++) {
    for (const { atOnce, cases } of size.bursts) {
      // Another one first in each round, so that none always follows the same.
      const order = variants.map((_, index) => variants[(index + round) % variants.length]!);
      for (const variant of order) {
        const result = await burst(variant, cases, atOnce, processes);
        bursts.push({ ...result, variant: variant.name, atOnce, cases });
        say(`round ${round + 1}: ${variant.name} ${atOnce} at once, ${result.casesPerSecond.toFixed(2)} cases/s`);
      }
    }
    // Alone and busy, as the repair of the same round, in every other one: their figures are compared with its only.
    if (round % 2 === 1) continue;
    for (const { atOnce, cases } of size.kindBursts) {
      for (const kind of otherKinds) {
        const result = await burst(production.kind(kind), cases, atOnce, processes);
        kinds.push({ ...result, kind, atOnce, cases });
        say(`round ${round + 1}: ${kind} ${atOnce} at once, ${result.casesPerSecond.toFixed(2)} cases/s`);
      }
    }
  }
  // A lone case: at load, steps share workflow tasks, and the history gets shorter.
  const lone = (name: VariantName): string => bursts.find((b) => b.variant === name && b.atOnce === 1)!.lastId;
  const loneOf = (kind: OtherKind): string => kinds.find((b) => b.kind === kind && b.atOnce === 1)!.lastId;
  const history = {
    bare: await historyFigures(client, lone('bare')),
    case: await historyFigures(client, lone('case')),
    return: await historyFigures(client, loneOf('return')),
    complaint: await historyFigures(client, loneOf('complaint')),
  };
  const lateness = await measureLateness(variants, { ...size, say });
  // Last: jobs that (c) had in hand when it was killed hold their queue up for a quarter of an hour.
  const recovery = {} as Record<VariantName, Recovery>;
  for (const variant of variants) {
    recovery[variant.name] = await measureRecovery(variant, size.moving);
    say(`killed ${variant.name}: all moving after ${(recovery[variant.name].standstillMax / 1000).toFixed(1)} s`);
  }
  const machine = { cores: cpus().length, node: process.version, platform: platform() };
  return { at, machine, openCases: size.openCases, bursts, kinds, history, lateness, recovery };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
