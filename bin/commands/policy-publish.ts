/** `sanbao policy publish`: new versions for new cases; open cases keep theirs (R-PIN). */
import { Command } from 'commander';
import { NotPublishable, publishNew } from '../../policies/publish';
import { readInForce } from '../../policies/in-force';
import { knownNames } from '../../policies/loader/known';
import { BadPolicy, describeProblem, readPolicy } from '../../policies/loader/load';
import type { PrismaClient } from '../../prisma/generated/client';
import { withDatabase } from '../running-system';
import { scheduleDuties } from '../schedules';
import { connectClient } from '../temporal';

/** Somebody waits at the terminal, and can run the command again, ms. */
const CONNECT_WITHIN = 3_000;
/** A few dozen Schedules take a second or two; a server that takes the connection and then is silent is away, too, ms. */
const SCHEDULE_WITHIN = 60_000;

/** `sanbao policy publish <files...>`: exits with 1 where a version or a recurring duty did not get where it belongs. */
export function policyPublishCommand(): Command {
  return new Command('publish')
    .description('publish versions of policies: new cases use them within seconds / 发布政策版本，只用于新案件')
    .argument('<files...>', 'policy files, each with a version above the one in force')
    .action((files: string[]) => withDatabase((prisma) => publishFiles(prisma, files)))
    .addHelpText('after', '\nRun `sanbao policy check` and `sanbao policy diff` first: they say what would change.');
}

async function publishFiles(prisma: PrismaClient, files: readonly string[]): Promise<void> {
  const known = knownNames((await readInForce(prisma)).calendars);
  const results = files.map((file) => readPolicy(file, known));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  try {
    if (problems.length > 0) throw new BadPolicy(problems);
    const fresh = await publishNew(
      prisma,
      results.flatMap((result) => (result.ok ? [result.loaded] : [])),
    );
    console.log(fresh.length === 0 ? 'Nothing new: all published before.' : `Published ${fresh.join(', ')}.`);
    await reschedule(prisma);
  } catch (error) {
    if (error instanceof BadPolicy) console.error(error.problems.map(describeProblem).join('\n'));
    else if (error instanceof NotPublishable) console.error(error.message);
    else throw error;
    console.error('Nothing was published.');
    process.exitCode = 1;
  }
}

/** Also where nothing was new: so that repeating the command mends what Temporal, being away, could not take. */
async function reschedule(prisma: PrismaClient): Promise<void> {
  try {
    const { client, close } = await connectClient('policy', CONNECT_WITHIN);
    try {
      const running = await client.withDeadline(Date.now() + SCHEDULE_WITHIN, () =>
        scheduleDuties(prisma, client, process.env.TEMPORAL_TASK_QUEUE || 'sanbao'),
      );
      console.log(`Recurring duties: ${running} scheduled.`);
    } finally {
      await close();
    }
  } catch (error) {
    console.error(`Recurring duties are not up to date: ${error instanceof Error ? error.message : String(error)}`);
    console.error(
      'What is published stays so. Start Temporal, or correct TEMPORAL_ADDRESS, and run the command again: it publishes nothing twice.',
    );
    process.exitCode = 1;
  }
}
