/** Takes in what is published while the system runs, and tells the operator of what cannot be used. */
import { raiseAlarm, type AlarmDeps } from '../activities/alarms';
import { publishedStamp, readInForce, type InForce } from '../policies/in-force';
import { Policies } from '../policies/registry';

/** How often the database is asked whether anything was published. */
const lookEveryMs = 5_000;

/** The registry of what is published, kept current until it is stopped. */
export async function currentPolicies(deps: AlarmDeps): Promise<{ policies: Policies; stop: () => void }> {
  let inForce = await readInForce(deps.prisma);
  await tell(deps, inForce);
  const policies = new Policies(inForce);
  const look = async (): Promise<void> => {
    if ((await publishedStamp(deps.prisma)) === inForce.stamp) return;
    inForce = await readInForce(deps.prisma, inForce);
    policies.replace(inForce);
    deps.log.info({ policies: inForce.policies.map((l) => `${l.policy.id} ${l.policy.version}`) }, 'policies in force');
    await tell(deps, inForce);
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    // A database that is away is met again at the next look.
    looking = looking
      .then(look)
      .catch((error: unknown) => deps.log.warn({ error: nameOf(error) }, 'policies not read'));
  }, lookEveryMs);
  timer.unref();
  return { policies, stop: () => clearInterval(timer) };
}

async function tell(deps: AlarmDeps, { unusable }: InForce): Promise<void> {
  for (const { hash, name, problems } of unusable)
    await raiseAlarm(deps, {
      key: `policy/${hash}`,
      kind: 'policy_unusable',
      at: new Date().toISOString(),
      detail: { name, problems: problems.slice(0, 20) },
    });
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
