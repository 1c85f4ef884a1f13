/** `sanbao demo`: plays one repair on a running system, or fills it with sample data. */
import { Command } from 'commander';
import { enginePorts } from '../../engines/ports';
import { asAdministrator, NoAdministrator } from '../demo/administrator';
import { ApiClient, ApiRefusal } from '../demo/api-client';
import { cast, demoCustomer } from '../demo/cast';
import { Narrator, StoryBroken } from '../demo/narrator';
import { loadSample } from '../demo/sample';
import { enrol, giveAccount, hire } from '../demo/stage';
import { playStory, type Places, type Stage } from '../demo/story';

interface Options {
  url?: string;
  admin?: string;
  sample?: boolean;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('play one repair with windows of seconds on the running system / 在运行的系统上演示一次维修')
    .option('--url <address>', 'where the API is (default: this machine, at PORT or 3000)')
    .option(
      '--admin <e-mail>',
      'an administrator’s account, password in ADMIN_PASSWORD (default: the state folder’s key)',
    )
    .option('--sample', 'add a few customers, units and people for the shipped policies instead of playing')
    .action(demo);
}

async function demo({ url, admin: email, sample }: Options): Promise<void> {
  const say = (line: string): void => console.log(line);
  const api = new ApiClient((url ?? `http://127.0.0.1:${process.env.PORT || '3000'}`).replace(/\/$/, ''));
  try {
    await requireReady(api);
    const admin = await asAdministrator(api, { email, env: process.env });
    if (sample) {
      await loadSample(api, admin, say);
      return;
    }
    const tell = new Narrator(say);
    const places = await findPlaces(api.url);
    const caseId = await playStory(await setStage(api, admin, tell), places, tell);
    say(`\nThe story is over. Look around: ${places.url}/cases/${caseId}`);
  } catch (error) {
    if (!(error instanceof StoryBroken || error instanceof ApiRefusal || error instanceof NoAdministrator)) throw error;
    console.error(`\nThe demonstration stopped: ${error.message}`);
    process.exitCode = 1;
  }
}

async function requireReady(api: ApiClient): Promise<void> {
  try {
    await api.get('/readyz');
  } catch (error) {
    if (error instanceof ApiRefusal) throw error;
    throw new StoryBroken(`no system answers at ${api.url}. Start it with \`npm start\` in another terminal first.`);
  }
}

/** Hires the cast, gives them new passwords and signs them in. */
async function setStage(api: ApiClient, admin: ApiClient, tell: Narrator): Promise<Stage> {
  tell.head('The stage / 人员');
  const dispatcher = await signedIn(api, admin, 'dispatcher', tell);
  const engineer = await signedIn(api, admin, 'engineer', tell);
  const supervisor = await signedIn(api, admin, 'supervisor', tell);
  await hire(admin, cast.manager);
  return {
    dispatcher: dispatcher.client,
    engineer: engineer.client,
    supervisor: supervisor.client,
    engineerId: engineer.id,
    supervisorEmail: cast.supervisor.email,
    ...(await enrol(dispatcher.client, demoCustomer)),
  };
}

async function signedIn(
  api: ApiClient,
  admin: ApiClient,
  who: 'dispatcher' | 'engineer' | 'supervisor',
  tell: Narrator,
): Promise<{ client: ApiClient; id: string }> {
  const person = await hire(admin, cast[who]);
  const password = await giveAccount(admin, person);
  tell.also(`${who.padEnd(10)} ${person.email}  ${password}`);
  return { client: await api.signIn(person.email, password), id: person.id };
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
