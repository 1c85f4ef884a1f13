import { basename } from 'node:path';
import { Command } from 'commander';
import { askable, unlike } from '../../policies/loader/ask';
import { blanksOf } from '../../domain/policy/blanks';
import { clausePage } from '../../policies/loader/clause-homes';
import { calendarSnapshots } from '../../policies/loader/calendars';
import { policyJsonSchemaText } from '../../policies/loader/json-schema';
import { knownNames } from '../../policies/loader/known';
import { describeProblem, loadPolicy, policyFiles, readPolicy, type LoadedPolicy } from '../../policies/loader/load';
import { unlikeFigures } from '../../policies/loader/stated-figures';
import { examplesFile, readExamples } from '../../policies/loader/examples';
import { caseBytes, mostCaseBytes } from '../../policies/loader/size';
import { withDatabase } from '../running-system';
import { decideLines } from './policy-decide';
import { differences, NotPublished, publishedDifferences } from './policy-diff';
import { explain } from './policy-explain';
import { listPublished } from './policy-list';
import { policyPublishCommand } from './policy-publish';

/** `sanbao policy …`: check, ask, list and describe policy files; only `publish` needs the running system. */
export function policyCommand(): Command {
  const command = new Command('policy').description('check and list service policies / 检查、列出售后服务政策');
  command
    .command('check')
    .description('report everything that is wrong with policy files; exit code 1 if there is anything')
    .argument('[files...]', 'policy files; without any, all that ship')
    .action((files: string[]) => {
      if (!check(files)) process.exitCode = 1;
    });
  command
    .command('decide')
    .description('answer questions: JSON lines {"id","policy","question","given"} in, {"id","answer","reasons"} out')
    .action(() => {
      // A reader that has seen enough, such as `head`, ends the run quietly.
      process.stdout.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
        process.exit(0);
      });
      return decideLines(process.stdin, (line) => process.stdout.write(line));
    });
  command
    .command('explain')
    .description('a policy as a page that people can read, every rule with its clauses')
    .argument('<policy>', 'a policy file, or the id of one that ships')
    .action((policy: string) => {
      process.stdout.write(explain(loadPolicy(fileOf(policy), knownNames()).policy));
    });
  command
    .command('diff')
    .description('which deadlines, prices and decisions change from one policy file to another, over their examples')
    .argument('[before]', 'a policy file, or the id of one that ships')
    .argument('[after]', 'the file as it would be')
    .option('--policy <id>', 'compare two published versions of this policy instead of files')
    .option('--from <version>', 'the published version before')
    .option('--to <version>', 'the published version after')
    .action(diff)
    .addHelpText('after', '\nPublished versions are read from the running system.');
  command
    .command('list')
    .description('list the policies that ship, with the hash that cases pin them by')
    .option('--published', 'list the versions that the running system has published instead, with who signed them')
    .action(({ published }: { published?: true }) =>
      published ? withDatabase(async (prisma) => listPublished(prisma)) : list(),
    );
  command.addCommand(policyPublishCommand());
  command
    .command('clauses')
    .description('print where each clause of the sources is enacted, or why it is not (docs/clauses.md)')
    .action(() => {
      process.stdout.write(clausePage());
    });
  command
    .command('schema')
    .description('print the JSON Schema of policy files, for editors')
    .action(() => {
      process.stdout.write(policyJsonSchemaText());
    });
  return command;
}

interface DiffOptions {
  policy?: string;
  from?: string;
  to?: string;
}

/** Two files, or with `--policy`, `--from` and `--to` two published versions. Exit code 1 where they are not there. */
async function diff(before: string | undefined, after: string | undefined, options: DiffOptions): Promise<void> {
  const { policy, from, to } = options;
  const published = policy !== undefined && from !== undefined && to !== undefined;
  if (published === (before !== undefined || after !== undefined) || (!published && after === undefined)) {
    process.stderr.write('Give two files, or --policy, --from and --to.\n');
    process.exitCode = 1;
    return;
  }
  try {
    const changes = published
      ? await withDatabase((prisma) => publishedDifferences(prisma, { policy, from, to }))
      : differences(fileOf(before!), fileOf(after!));
    for (const change of changes) process.stdout.write(`${change}\n`);
    process.stdout.write(`${changes.length} changes\n`);
  } catch (error) {
    if (!(error instanceof NotPublished)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** The file of a policy that ships, by its id; anything else is a file already. */
function fileOf(policy: string): string {
  return policyFiles().find((file) => basename(file, '.yaml') === policy) ?? policy;
}

/** Whether all files are right. Named service files are sized alone and with every overlay, named or shipped. */
function check(files: readonly string[]): boolean {
  const known = knownNames();
  const problems: string[] = [];
  const good: LoadedPolicy[] = [];
  for (const file of files.length > 0 ? files : policyFiles()) {
    const result = readPolicy(file, known);
    if (result.ok) good.push(result.loaded);
    else problems.push(...result.problems.map(describeProblem));
  }
  problems.push(...tooLarge(good), ...sameIds(good), ...wrongExamples(good));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${good.length} policies right, ${problems.length} problems\n`);
  return problems.length === 0;
}

function tooLarge(policies: readonly LoadedPolicy[]): string[] {
  const visits = [undefined, ...shipped('visit'), ...policies.filter(({ policy }) => policy.layer === 'visit')];
  const thisYear = new Date().getFullYear();
  return policies
    .filter(({ policy }) => policy.layer === 'service')
    .flatMap((service) => {
      const calendars = calendarSnapshots(service.policy.timeZone, thisYear, thisYear + 1);
      return visits.flatMap((visit) => {
        const bytes = caseBytes(service, visit, calendars);
        if (bytes <= mostCaseBytes) return [];
        const laid = visit ? ` under ${visit.policy.id}` : '';
        return [`${service.file}:1:1: a case${laid} would carry ${bytes} bytes of it (allowed: ${mostCaseBytes})`];
      });
    });
}

/** Examples beside the files that are not answered as their writers expect. */
function wrongExamples(policies: readonly LoadedPolicy[]): string[] {
  return policies.flatMap(({ policy, file }) => {
    const { examples, figures, problems } = readExamples(file);
    if (examples.length + figures.length === 0) return problems.map(describeProblem);
    const asked = askable(policy);
    return [
      ...problems.map(describeProblem),
      ...examples.flatMap((example) =>
        unlike(asked, example).map((what) => `${examplesFile(file)}:${example.line}:1 ${example.id}: ${what}`),
      ),
      ...figures.flatMap((stated) =>
        unlikeFigures(policy, stated).map((what) => `${examplesFile(file)}:${stated.line}:1 ${stated.id}: ${what}`),
      ),
    ];
  });
}

function sameIds(policies: readonly LoadedPolicy[]): string[] {
  return policies.flatMap(({ policy, file }, index) => {
    const first = policies.findIndex(({ policy: other }) => other.id === policy.id && other.version === policy.version);
    if (first === index) return [];
    return [`${file}:1:1 id: ${policy.id} ${policy.version} stands in ${policies[first]?.file ?? ''} as well`];
  });
}

function shipped(layer: LoadedPolicy['policy']['layer']): LoadedPolicy[] {
  const known = knownNames();
  return policyFiles()
    .map((file) => readPolicy(file, known))
    .flatMap((result) => (result.ok && result.loaded.policy.layer === layer ? [result.loaded] : []));
}

function list(): void {
  const known = knownNames();
  for (const file of policyFiles()) {
    const result = readPolicy(file, known);
    if (!result.ok) {
      process.stdout.write(`${file}: ${result.problems.length} problems, see policy check\n`);
      process.exitCode = 1;
      continue;
    }
    const { policy, hash } = result.loaded;
    const draft = blanksOf(policy).length > 0 ? [`draft, needs ${blanksOf(policy).join(', ')}`] : [];
    const signed = policy.signoff ? [`to be signed by ${policy.signoff.by.join(', ')}`] : [];
    const kind = [policy.layer, ...(policy.demo ? ['demo'] : []), ...draft, ...signed].join(', ');
    process.stdout.write(
      `${policy.id} ${policy.version} (${kind}) ${hash.slice(0, 12)} ${policy.title.zh} / ${policy.title.en}\n`,
    );
  }
}
