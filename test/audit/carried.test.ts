/** What a run was given by the one before it, where the first thing that reaches it is an action. */
import { pinnedPolicy } from '../../audit/pinned';
import { repairProcedure } from '../../audit/procedures/repair';
import { readRun } from '../../audit/history';
import { standing } from '../../audit/milestones';
import { rebuild, type Rebuilt } from '../../audit/rebuild';
import { timelineOf, type Input, type Timeline } from '../../audit/timeline';
import { golden } from './alter';

const timeline = timelineOf([readRun(golden('quote-pause'))]);
const opening = timeline.tasks[0]!.inputs.find((input) => input.type === 'open')!;
const acted = timeline.tasks.findIndex(({ inputs }) => inputs.some((input) => input.type === 'action'));

function rebuilt(part: Partial<Timeline>): Rebuilt {
  return rebuild({ ...timeline, ...part }, repairProcedure, opening.input, pinnedPolicy(opening.input)!);
}

/** What is said where the task of the first action is the first of a new run, which was given this many steps. */
function saidOf(seqMore: number): string[] {
  const tasks = timeline.tasks.slice(0, acted);
  const before = timeline.claims.filter(({ source }) => source.event < timeline.tasks[acted]!.started);
  const { ledger } = rebuilt({ tasks, claims: before, endings: ['open'] });
  const clocks = Object.fromEntries(
    [...ledger.rounds].map(([key, round]) => [
      key,
      { status: standing(round), dueAt: round.dueAt, metAt: round.metAt },
    ]),
  );
  const carried = { state: { seq: ledger.seq + seqMore, status: ledger.status, clocks } };
  const given: Input = { type: 'open', source: { run: 0, event: 1 }, input: opening.input, carried };
  const first = { ...timeline.tasks[acted]!, inputs: [given, ...timeline.tasks[acted]!.inputs] };
  const { findings } = rebuilt({ tasks: timeline.tasks.with(acted, first) });
  return findings.filter((f) => f.data?.what === 'carried').map(({ data }) => String(data?.key));
}

test('an action in the first task of a new run is no other state than the one before had', () => {
  expect(saidOf(0)).toEqual([]);
});

test('another number of steps than the run before had is told', () => {
  expect(saidOf(1)).toEqual(['seq']);
});
