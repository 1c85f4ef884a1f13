/** The one entry point: `sanbao <command>`. */
import { Command } from 'commander';
import { ArchiveError } from '../audit/archive/errors';
import { NoHistory } from '../audit/history';
import { EngineError } from '../engines/errors';
import { BadPolicy } from '../policies/loader/load';
import { apiCommand } from './commands/api';
import { auditCommand } from './commands/audit';
import { calendarCommand } from './commands/calendar';
import { catchUpCommand } from './commands/catch-up';
import { demoCommand } from './commands/demo';
import { holdCommand } from './commands/hold';
import { initCommand } from './commands/init';
import { policyCommand } from './commands/policy';
import { recordsCommand } from './commands/records';
import { startCommand } from './commands/start';
import { workerCommand } from './commands/worker';

// Nothing may depend on the zone of the machine.
process.env.TZ = 'UTC';

// A child of `start` whose parent was killed ends too.
if (process.send) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

const program = new Command('sanbao')
  .description('三包: after-sales service for equipment makers and dealers')
  .addCommand(startCommand())
  .addCommand(workerCommand())
  .addCommand(apiCommand())
  .addCommand(initCommand())
  .addCommand(policyCommand())
  .addCommand(auditCommand())
  .addCommand(calendarCommand())
  .addCommand(catchUpCommand())
  .addCommand(recordsCommand())
  .addCommand(holdCommand())
  .addCommand(demoCommand());

program.parseAsync().catch((error: unknown) => {
  // What an operator can mend is said without a stack; everything else is a bug and shows where.
  const known =
    error instanceof EngineError ||
    error instanceof BadPolicy ||
    error instanceof ArchiveError ||
    error instanceof NoHistory ||
    (error instanceof Error && error.message.startsWith('The environment'));
  console.error(known ? error.message : error);
  process.exitCode = 1;
});
