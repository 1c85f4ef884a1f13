/** A job without Temporal, on a clock of its own. */
import { jobKind } from '../../../domain/cases/job';
import { newJob, open, type JobInput } from '../../../domain/cases/job/opening';
import type { JobState } from '../../../domain/cases/job/state';
import { formatInstant } from '../../../domain/time/instant';
import { waits } from '../../../workflows/job';
import { caseUnder } from '../../policy/shipped';
import { CaseSimulator, people, shanghai, text } from './case-simulator';

const nanjing = caseUnder('auto-equipment-nanjing', 'job');

/** A job of that work under the Nanjing policy, asked for on a Monday morning. */
export class JobSimulator extends CaseSimulator<JobState> {
  constructor(work: JobState['facts'][string]) {
    const input: JobInput = {
      caseId: 'J-1',
      policy: nanjing,
      parties: { customerId: 'customer', dispatcherId: people.dispatcher.id },
      facts: { work, channel: 'on_site', source: 'salesperson', recordComplete: true },
      texts: { task: text('布置水电气') },
      intake: { source: 'salesperson', filledBy: 'salesperson' },
      actor: people.dispatcher,
      requestId: 'open',
      receivedAt: formatInstant(shanghai('2026-03-02T09:00')),
    };
    super({ table: jobKind, waits }, nanjing, newJob(input), (step) => open(step, input));
  }
}
