/** `sanbao records …`: erasure of personal data on request, for an operator without the API, and the proofs of it. */
import { Command, Option } from 'commander';
import { formatInstant } from '../../domain/time/instant';
import { brokenProofs, type ErasedTable } from '../../prisma/erasure/proof';
import { erasePartner } from '../../prisma/erasure/partners';
import { eraseCustomer, erasePerson } from '../../prisma/erasure/subjects';
import type { Erasure } from '../../prisma/generated/client';
import { openDocumentStore } from '../document-store';
import { withDatabase } from '../running-system';
import { tellRefusal } from '../tell-refusal';

export function recordsCommand(): Command {
  const command = new Command('records').description('erase personal data, with proof / 删除个人信息并留存证明');
  command
    .command('erase')
    .description('erase what is known of a customer, a member of staff or a partner, for good; cases stay')
    .addOption(new Option('--customer <id>', 'the customer').conflicts(['person', 'partner']))
    .addOption(new Option('--person <id>', 'the member of staff').conflicts('partner'))
    .addOption(new Option('--partner <id>', 'the agent or dealer, once its agreement has ended'))
    .requiredOption('--reason <text>', 'why, such as the number of the letter; no names')
    .requiredOption('--by <person id>', 'who decided it')
    .action(erase);
  command
    .command('proofs')
    .description('every proof of erasure, and whether their chain holds; exit code 2 where it does not')
    .action(proofs);
  return command;
}

type Whom = Partial<Record<'customer' | 'person' | 'partner', string>>;

async function erase({ customer, person, partner, reason, by }: Whom & { reason: string; by: string }): Promise<void> {
  const subjectId = customer ?? person ?? partner;
  if (subjectId === undefined) throw new Error('Name whom: --customer <id>, --person <id> or --partner <id>');
  const request = { subjectId, reason, by, at: formatInstant(Date.now()) };
  await withDatabase(async (prisma) => {
    const store = openDocumentStore(process.env.DOCUMENT_STORE || undefined);
    const work = (): Promise<Erasure> => {
      if (customer !== undefined) return eraseCustomer(prisma, request, store);
      return person === undefined ? erasePartner(prisma, request) : erasePerson(prisma, request);
    };
    await tellRefusal(async () => print(await work()));
  });
}

async function proofs(): Promise<void> {
  await withDatabase(async (prisma) => {
    const all = await prisma.erasure.findMany({ orderBy: { n: 'asc' } });
    all.forEach(print);
    const broken = brokenProofs(all);
    for (const n of broken) console.log(`[chain_broken] proof ${n} was changed, or one before it is missing`);
    console.log(`${all.length} proofs, head ${all.at(-1)?.chain ?? '–'}`);
    if (broken.length > 0) process.exitCode = 2;
  });
}

function print({ n, subject, subjectId, by, at, what, chain }: Erasure): void {
  const tables = (what as unknown as ErasedTable[]).map((t) => `${t.table} ${t.rows}`).join(', ');
  console.log(`${n} ${at.toISOString()} ${subject} ${subjectId} by ${by}: ${tables || '–'} · ${chain}`);
}
