/** A job without Temporal, on a clock of its own. */
import { jobKind } from '../../../domain/cases/job';
import { newJob, open, type JobInput } from '../../../domain/cases/job/opening';
import type { JobState } from '../../../domain/cases/job/state';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { Facts } from '../../../domain/policy/rule';
import { formatInstant } from '../../../domain/time/instant';
import { waits } from '../../../workflows/job';
import { CaseSimulator, people, shanghai, text, type Setup } from './case-simulator';

export interface JobOpening {
  /** Shanghai local time; a Monday morning where absent. */
  at?: string;
  facts?: Facts;
  /** The unit that the job is about; none where absent. */
  assetId?: string;
  roster?: (role: string) => string[];
}

/** A job as it begins: an installation unless the facts say otherwise. */
export function jobSetup(
  policy: CasePolicy,
  { at = '2026-03-02T09:00', facts = {}, assetId, roster }: JobOpening = {},
): Setup<JobState> {
  const input: JobInput = {
    caseId: 'J-1',
    policy,
    parties: {
      customerId: 'customer',
      siteId: 'site',
      dispatcherId: people.dispatcher.id,
      ...(assetId && { assetId }),
    },
    facts: { work: 'installation', channel: 'on_site', source: 'shop', recordComplete: true, ...facts },
    texts: { task: text('安装举升机') },
    intake: { source: 'shop', filledBy: 'customer' },
    actor: people.dispatcher,
    requestId: 'open',
    receivedAt: formatInstant(shanghai(at)),
  };
  const begin = newJob(input);
  return { kind: { table: jobKind, waits }, input, begin, open: (work) => open(work, input), roster };
}

export class JobSimulator extends CaseSimulator<JobState> {
  constructor(policy: CasePolicy, opening: JobOpening = {}) {
    super(jobSetup(policy, opening));
  }
}
