/** A partner's file in words: agreement, region, people by name for those who may know them, what was entered. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { SupplierPolicy } from '../../policies/contract';
import type { Words } from '../../messages/bilingual';
import { valueWords } from '../../messages/field-words';
import type { Partner } from '../../prisma/generated/client';
import { words } from '../cases/titles/event-lines';
import { peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';

export const fileTitles = z.object({
  policy: words,
  region: words.optional(),
  person: words.optional().describe('who is reminded'),
});

export interface FileWords {
  partner: z.infer<typeof fileTitles>;
  person(id: string): Words;
  value(value: string, field: string): Words;
  measure(kpi: string): Words;
  milestone(id: string): Words;
}

/** @param ids the people whom the file names besides the one who is reminded */
export async function fileWords(
  { prisma, policies }: ApiDeps,
  { policyId, region, personId }: Partner,
  { policy }: SupplierPolicy,
  actor: Actor,
  ids: readonly string[],
): Promise<FileWords> {
  const names = await peopleNames(prisma, [...ids, personId], actor);
  const its = new PolicyWords(policies);
  const person = (id: string): Words => personWords(names, id);
  const place = policy.regions.find(({ id }) => id === region)?.title;
  return {
    partner: {
      policy: its.policy(policyId),
      ...(region !== null && { region: place ?? asNamed(region) }),
      ...(personId !== null && { person: person(personId) }),
    },
    person,
    value: (value, field) => valueWords(value, field) ?? asNamed(value),
    measure: (kpi) => policy.kpis.find(({ id }) => id === kpi)?.title ?? asNamed(kpi),
    milestone: (id) => its.milestone(policy.id, id),
  };
}
