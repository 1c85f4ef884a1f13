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

/** Changes the state that a run is given. */
type Change = (state: Record<string, unknown>) => void;

/** What is said where the task of the first action is the first of a new run, which was given a state changed like this. */
function saidOf(change: Change = () => undefined): string[] {
  const tasks = timeline.tasks.slice(0, acted);
  const before = timeline.claims.filter(({ source }) => source.event < timeline.tasks[acted]!.started);
  const { ledger } = rebuilt({ tasks, claims: before, endings: ['open'] });
  const clocks = Object.fromEntries(
    [...ledger.rounds].map(([key, round]) => [
      key,
      { status: standing(round), dueAt: round.dueAt, metAt: round.metAt },
    ]),
  );
  const escalations = Object.fromEntries(ledger.ascents);
  const kept = Object.assign({}, ...before.map(({ step }) => step.changed)) as object;
  const state = { ...structuredClone(kept), seq: ledger.seq, status: ledger.status, clocks, escalations };
  change(state);
  const carried = { state };
  const given: Input = { type: 'open', source: { run: 0, event: 1 }, input: opening.input, carried };
  const first = { ...timeline.tasks[acted]!, inputs: [given, ...timeline.tasks[acted]!.inputs] };
  const { findings } = rebuilt({ tasks: timeline.tasks.with(acted, first) });
  return findings.filter((f) => f.data?.what === 'carried').map(({ data }) => String(data?.key));
}

test('an action in the first task of a new run is no other state than the one before had', () => {
  expect(saidOf()).toEqual([]);
});

test.each<[what: string, key: string, change: Change]>([
  ['another number of steps', 'seq', (state) => void (state.seq = Number(state.seq) + 1)],
  ['another fact', 'facts', ({ facts }) => void Object.assign(facts as object, { region: 'elsewhere' })],
  ['a mark that did not happen', 'done', ({ done }) => void Object.assign(done as object, { repaired: 1 })],
  ['another engineer', 'parties', ({ parties }) => void Object.assign(parties as object, { engineerId: 'friend' })],
  ['money that nobody entered', 'ledger', ({ ledger }) => void (ledger as { entries: object[] }).entries.push({})],
  ['nothing of its visits', 'visit', (state) => void delete state.visit],
])('%s than the run before had is told', (_what, key, change) => {
  expect(saidOf(change)).toEqual([key]);
});
