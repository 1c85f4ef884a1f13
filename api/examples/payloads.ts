/** An example of each action's payload, by kind of case. A test holds each against its schema. */
import type { CaseKind } from '../../domain/policy/rule';
import { complaintExamples } from './complaint-actions';
import { jobExamples } from './job-actions';
import { repairExamples } from './repair-actions';
import { returnExamples } from './return-actions';
import { sharedExamples, visitExamples } from './shared-actions';
import type { PayloadExamples } from './types';

export const payloadExamples: Readonly<Record<CaseKind, PayloadExamples>> = {
  repair: { ...sharedExamples, ...visitExamples, ...repairExamples },
  return: { ...sharedExamples, ...returnExamples },
  complaint: { ...sharedExamples, ...complaintExamples },
  job: { ...sharedExamples, ...visitExamples, ...jobExamples },
};
