/** What an action names in the records beside the case, and who has to be there for it: the workflow knows neither. */
import type { Actor } from '../../domain/cases/record';
import type { CaseKind } from '../../domain/policy/rule';
import type { Case } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { insistCase } from './access';
import { checkConcerned } from './concerned';
import { checkMerge } from './merging';
import { checkNamedFiles } from './named-files';
import { checkNamedGoods } from './named-goods';
import { checkCertificates, checkNamedCustomers, checkNamedPeople } from './named-people';
import { checkReviewers } from './reviewers';

/** What an action names in the records beside the case: people, customers, cases, goods and files that are there. */
export async function checkNamedRecords(
  deps: ApiDeps,
  { action, caseId }: { action: string; caseId: string },
  row: Case | null,
  payload: Readonly<Record<string, unknown>>,
  actor: Actor,
  now: number,
): Promise<void> {
  const { prisma } = deps;
  await checkNamedPeople(prisma, payload);
  await checkNamedCustomers(prisma, payload);
  if (row) await checkCertificates(deps, row, payload, now);
  if (row) await checkNamedConcerned(deps, row, payload, actor, now);
  if (row && action === 'appeal') await checkAppeal(deps, row, payload, now);
  if (typeof payload.caseId === 'string') await insistCase(prisma, payload.caseId, actor);
  if (row) await checkMerge(prisma, row, payload, actor.id);
  if (row) await checkNamedGoods(prisma, payload, { customerId: row.customerId, caseId: row.id });
  await checkNamedFiles(prisma, payload, caseId);
}

/** Whom a complaint is about from now on, with those named before. */
async function checkNamedConcerned(
  { prisma, policies }: ApiDeps,
  { kind, policyId, policyHash, region, state }: Case,
  { concernedIds }: Readonly<Record<string, unknown>>,
  actor: Actor,
  now: number,
): Promise<void> {
  const policy = policies.forCase(policyId, kind as CaseKind, policyHash);
  if (!Array.isArray(concernedIds) || !policy) return;
  const { parties } = (state ?? {}) as { parties?: { barred?: readonly string[] } };
  const ids = [...(parties?.barred ?? []), ...(concernedIds as string[])];
  await checkConcerned(prisma, { ids, actor, policy, region: region ?? undefined, now });
}

/** Somebody has to be there who may rule on it. */
async function checkAppeal(
  { prisma, policies }: ApiDeps,
  row: Case,
  { level }: Readonly<Record<string, unknown>>,
  now: number,
): Promise<void> {
  const policy = policies.forCase(row.policyId, row.kind as CaseKind, row.policyHash);
  if (policy) await checkReviewers(prisma, row, policy, level, now);
}
