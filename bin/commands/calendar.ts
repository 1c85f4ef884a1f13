/** `sanbao calendar …`: working calendars and statutory tables as data; a newly announced year reaches open cases. */
import { Command } from 'commander';
import { readCalendarFile, type CalendarDefinition, type StatutoryTable } from '../../calendars/build';
import { readInForce } from '../../policies/in-force';
import { notAbove, publishCalendars } from '../../policies/publish';
import { calendarSet, snapshotsOf, type CalendarSet } from '../../policies/loader/calendars';
import { announceYears, type MovedClock } from '../announce-years';
import { withDatabase } from '../running-system';
import { connectClient } from '../temporal';

export function calendarCommand(): Command {
  const command = new Command('calendar').description('working calendars and public holidays / 工作日历与法定节假日');
  command
    .command('check')
    .description('report what is wrong with calendar files; exit code 1 if there is anything')
    .argument('[files...]', 'calendars and statutory tables; without any, all that ship')
    .action((files: string[]) => {
      if (readAll(files)) console.log('Calendars are right.');
    });
  command.command('list').description('list what is in force, with the years that are announced').action(list);
  command
    .command('publish')
    .description('publish calendars or a newly announced year; open cases with provisional due times reckon anew')
    .argument('<files...>', 'calendars and statutory tables, each with a version above the one in force')
    .action(publishFiles);
  return command;
}

function readAll(files: readonly string[]): CalendarSet | undefined {
  try {
    if (files.length === 0) return calendarSet();
    const read = files.map(readCalendarFile);
    const set = {
      calendars: new Map(
        read.flatMap((f): [string, CalendarDefinition][] =>
          f.kind === 'calendar' ? [[f.definition.id, f.definition]] : [],
        ),
      ),
      tables: new Map(
        read.flatMap((f): [string, StatutoryTable][] =>
          f.kind === 'statutory' ? [[f.definition.id, f.definition]] : [],
        ),
      ),
    };
    return set;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return undefined;
  }
}

async function list(): Promise<void> {
  const { calendars } = await withDatabase(readInForce);
  for (const { id, version, name, statutory } of calendars.calendars.values())
    console.log(`${id} ${version}  ${name.zh} / ${name.en}  statutory table: ${statutory}`);
  for (const { id, version, years, source } of calendars.tables.values())
    console.log(`${id} ${version}  years ${Object.keys(years).join(', ')}  ${source}`);
}

async function publishFiles(files: readonly string[]): Promise<void> {
  const set = readAll(files);
  if (!set) return;
  await withDatabase(async (prisma) => {
    const { calendars } = await readInForce(prisma);
    const wrong = notAbove(calendars, set);
    if (wrong.length > 0) {
      console.error(`${wrong.join('\n')}\nRaise the version. Nothing was published.`);
      process.exitCode = 1;
      return;
    }
    const together = laidOver(calendars, set);
    // Everything that cases would be compiled with must be usable before it is published.
    snapshotsOf(together, 'Asia/Shanghai', new Date().getUTCFullYear(), new Date().getUTCFullYear() + 1);
    const fresh = await publishCalendars(prisma, set);
    console.log(fresh.length === 0 ? 'Nothing new: all published before.' : `Published ${fresh.join(', ')}.`);
    const { client, close } = await connectClient('calendar');
    try {
      report(await announceYears(prisma, client, await readInForce(prisma)));
    } finally {
      await close();
    }
  });
}

function laidOver(below: CalendarSet, above: CalendarSet): CalendarSet {
  return {
    calendars: new Map([...below.calendars, ...above.calendars]),
    tables: new Map([...below.tables, ...above.tables]),
  };
}

function report(clocks: readonly MovedClock[]): void {
  const moved = clocks.filter(({ before, after }) => before?.getTime() !== after?.getTime());
  const open = clocks.filter(({ provisional }) => provisional);
  for (const { caseId, key, before, after } of moved)
    console.log(`${caseId} ${key}  ${before?.toISOString() ?? '-'} -> ${after?.toISOString() ?? '-'}`);
  console.log(
    `Provisional due times: ${clocks.length}; moved: ${moved.length}; confirmed as they were: ` +
      `${clocks.length - moved.length - open.length}; still provisional: ${open.length}.`,
  );
}
