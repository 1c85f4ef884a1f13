/** `sanbao hold …`: legal holds, for an operator without the API. What is under one is not erased. */
import { Command, Option } from 'commander';
import { formatInstant } from '../../domain/time/instant';
import { liftHold, listHolds, placeHold } from '../../prisma/erasure/holds';
import type { LegalHold } from '../../prisma/generated/client';
import { withDatabase } from '../running-system';
import { tellRefusal } from '../tell-refusal';

const subjects = ['customer', 'person', 'case'] as const;

export function holdCommand(): Command {
  const command = new Command('hold').description('legal holds: what is under one is not erased / 法律保全');
  command
    .command('list')
    .description('the holds in force, the newest first')
    .option('--all', 'also those that were lifted')
    .action(list);
  const set = command.command('set').description('place a hold on a customer, a member of staff or a case');
  for (const subject of subjects)
    set.addOption(
      new Option(`--${subject} <id>`, `the ${subject}`).conflicts(subjects.filter((other) => other !== subject)),
    );
  set
    .requiredOption('--reason <text>', 'why, such as the number of the letter; no names')
    .requiredOption('--by <person id>', 'who decided it')
    .action(place);
  command
    .command('lift')
    .description('lift a hold; it stays in the list')
    .argument('<id>', 'of the hold')
    .requiredOption('--reason <text>', 'why; no names')
    .requiredOption('--by <person id>', 'who decided it')
    .action(lift);
  return command;
}

interface Decided {
  reason: string;
  by: string;
}

async function list({ all }: { all?: boolean }): Promise<void> {
  await withDatabase(async (prisma) => {
    const holds = await listHolds(prisma, { inForce: all ? undefined : true });
    holds.forEach(print);
    console.log(`${holds.length} holds`);
  });
}

async function place(options: Decided & Partial<Record<(typeof subjects)[number], string>>): Promise<void> {
  const subject = subjects.find((one) => options[one] !== undefined);
  const subjectId = subject && options[subject];
  if (subject === undefined || subjectId === undefined)
    throw new Error('Name on what: --customer <id>, --person <id> or --case <number>');
  const { reason, by } = options;
  const request = { subject, subjectId, reason, by, at: formatInstant(Date.now()) };
  await withDatabase((prisma) => tellRefusal(async () => print(await placeHold(prisma, request))));
}

async function lift(id: string, { reason, by }: Decided): Promise<void> {
  const request = { id, reason, by, at: formatInstant(Date.now()) };
  await withDatabase((prisma) => tellRefusal(async () => print(await liftHold(prisma, request))));
}

function print(hold: LegalHold): void {
  const { id, subject, subjectId, placedAt, placedBy, reason, liftedAt, liftedBy, liftReason } = hold;
  const lifted = liftedAt === null ? '' : ` · lifted ${liftedAt.toISOString()} by ${liftedBy}: ${liftReason}`;
  console.log(`${id} ${subject} ${subjectId} · ${placedAt.toISOString()} by ${placedBy}: ${reason}${lifted}`);
}
