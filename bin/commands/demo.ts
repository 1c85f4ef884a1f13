/** `sanbao demo`: plays one case on a running system, or fills it with sample data. */
import { Argument, Command } from 'commander';
import { enginePorts } from '../../engines/ports';
import { asAdministrator, NoAdministrator } from '../demo/administrator';
import { ApiClient, ApiRefusal, NoAnswer } from '../demo/api-client';
import { playComplaint } from '../demo/complaint-story';
import { Narrator, StoryBroken } from '../demo/narrator';
import { playReturn } from '../demo/return-story';
import { loadSample } from '../demo/sample';
import { StageHand } from '../demo/stage-hand';
import { playRepair, type Places } from '../demo/story';

interface Options {
  url?: string;
  admin?: string;
  sample?: boolean;
}

/** The stories, each one case of a kind. */
const stories = { repair: playRepair, return: playReturn, complaint: playComplaint };

/** What ends a story with a sentence instead of a stack. */
const stops = [StoryBroken, ApiRefusal, NoAnswer, NoAdministrator];

export function demoCommand(): Command {
  return new Command('demo')
    .description('play one case with windows of seconds on the running system / 在运行的系统上演示一个案件')
    .addArgument(new Argument('[story]', 'which kind of case').choices(Object.keys(stories)).default('repair'))
    .option('--url <address>', 'where the API is (default: this machine, at PORT or 3000)')
    .option(
      '--admin <e-mail>',
      'an administrator’s account, password in ADMIN_PASSWORD (default: the state folder’s key)',
    )
    .option('--sample', 'add a few customers, units and people for the shipped policies instead of playing')
    .action(demo);
}

async function demo(story: keyof typeof stories, { url, admin: email, sample }: Options): Promise<void> {
  const say = (line: string): void => console.log(line);
  const api = new ApiClient((url ?? `http://127.0.0.1:${process.env.PORT || '3000'}`).replace(/\/$/, ''));
  try {
    await api.get('/readyz');
    const admin = await asAdministrator(api, { email, env: process.env });
    if (sample) {
      await loadSample(api, admin, say);
      return;
    }
    const tell = new Narrator(say);
    const places = await findPlaces(api.url);
    const caseId = await stories[story](new StageHand(api, admin, tell), places, tell);
    say(`\nThe story is over. Look around: ${places.url}/cases/${caseId}`);
  } catch (error) {
    if (!stops.some((stop) => error instanceof stop)) throw error;
    console.error(`\nThe demonstration stopped: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

/** The pages of the embedded mailbox and of Temporal, where they answer on this machine's ports. */
async function findPlaces(url: string): Promise<Places> {
  const ports = enginePorts();
  const mailbox = `http://127.0.0.1:${ports.mailbox}`;
  const temporal = `http://127.0.0.1:${ports.temporalUi}`;
  const namespace = process.env.TEMPORAL_NAMESPACE || 'default';
  return {
    url,
    mailboxUrl: (await answers(`${mailbox}/api/mails`)) ? mailbox : undefined,
    workflowsUrl: (await answers(temporal)) ? `${temporal}/namespaces/${namespace}/workflows` : undefined,
  };
}

async function answers(address: string): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
