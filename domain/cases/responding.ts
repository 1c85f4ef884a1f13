/** The customer is answered, in any kind whose first promise is an answer. */
import type { z } from 'zod';
import type * as p from './shared-payloads';
import type { Work } from './work';

/** Somebody contacted the customer, or gave the handling opinion. */
export function respond(work: Work, { by, opinion }: z.infer<typeof p.respond>): void {
  work.mark('responded', { by, ...(opinion ? { opinion: opinion.id } : {}) });
  if (work.state.status === 'received') work.status('contacted');
}
