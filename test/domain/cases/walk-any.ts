/** Random cases of every kind, under every policy that ships. */
import type { CaseState } from '../../../domain/cases/state';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { CaseKind } from '../../../domain/policy/rule';
import { caseUnder } from '../../policy/shipped';
import { shippedPolicies } from '../../rig/shipped-policies';
import type { CaseSimulator, Setup } from './case-simulator';
import { one, type Gen, type Walk } from './walk';
import { complaintWalk, someComplaint } from './walk-complaint';
import { jobWalk, someJob } from './walk-job';
import { repairWalk, someRepair } from './walk-repair';
import { returnWalk, someReturn } from './walk-return';

/** Makes a case of any kind from how it begins. */
export interface Create {
  <S extends CaseState>(setup: Setup<S>): CaseSimulator<S>;
}

/** What is done with a random case, whatever its kind. */
export interface Use {
  <S extends CaseState>(sim: CaseSimulator<S>, walk: Walk<S>): void;
}

/** A random case of a kind, under one of the policies that take it. */
export type Some = (gen: Gen, create: Create, use: Use) => void;

/** Everything that ships and takes cases of a kind, as a case of 2026 carries it. */
function shippedFor(kind: CaseKind): CasePolicy[] {
  return shippedPolicies()
    .list(kind)
    .map(({ id }) => caseUnder(id, kind, { visit: kind === 'repair' || kind === 'job' }));
}

const [repairs, returns, complaints, jobs] = (['repair', 'return', 'complaint', 'job'] as const).map(shippedFor) as [
  CasePolicy[],
  CasePolicy[],
  CasePolicy[],
  CasePolicy[],
];

export const someOf: Readonly<Record<CaseKind, Some>> = {
  repair: (gen, create, use) => use(someRepair(gen, one(gen, repairs), create, true), repairWalk),
  return: (gen, create, use) => use(someReturn(gen, one(gen, returns), create), returnWalk),
  complaint: (gen, create, use) => use(someComplaint(gen, one(gen, complaints), create), complaintWalk),
  job: (gen, create, use) => use(someJob(gen, one(gen, jobs), create), jobWalk),
};
