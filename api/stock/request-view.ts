/** A part request as it is answered. */
import { z } from 'zod';
import { valueWords } from '../../messages/field-words';
import type { PartRequest } from '../../prisma/generated/client';
import { words } from '../cases/titles/event-lines';
import { asNamed } from '../department/forms';
import type { PolicyWords } from '../department/words';

export const requestView = z
  .object({
    id: z.string(),
    policyId: z.string(),
    caseId: z.string().nullable(),
    partnerId: z.string().nullable(),
    partNo: z.string(),
    quantity: z.int(),
    reason: z.string(),
    stockUnit: z.string().nullable(),
    status: z.string(),
    requestedAt: z.iso.datetime(),
    expectedAt: z.iso.datetime().nullable(),
    receivedAt: z.iso.datetime().nullable(),
    oldPartDue: z.boolean(),
    oldPartAt: z.iso.datetime().nullable(),
    oldPartCard: z.string().nullable(),
    titles: z.object({ policy: words, reason: words, status: words }),
  })
  .meta({ id: 'PartRequest' });

/** Shows a request; the policies give its words. */
export function toRequest(r: PartRequest, its: PolicyWords): z.infer<typeof requestView> {
  return {
    ...plainRequest(r),
    titles: {
      policy: its.policy(r.policyId),
      reason: valueWords(r.reason, 'reason') ?? asNamed(r.reason),
      status: valueWords(r.status, 'partRequest') ?? asNamed(r.status),
    },
  };
}

function plainRequest(r: PartRequest): Omit<z.infer<typeof requestView>, 'titles'> {
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    ...{
      id: r.id,
      policyId: r.policyId,
      caseId: r.caseId,
      partnerId: r.partnerId,
      partNo: r.partNo,
      quantity: r.quantity,
    },
    ...{
      reason: r.reason,
      stockUnit: r.stockUnit,
      status: r.status,
      oldPartDue: r.oldPartDue,
      oldPartCard: r.oldPartCard,
    },
    requestedAt: r.requestedAt.toISOString(),
    expectedAt: iso(r.expectedAt),
    receivedAt: iso(r.receivedAt),
    oldPartAt: iso(r.oldPartAt),
  };
}
