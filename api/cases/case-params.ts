import { z } from 'zod';

/** The path of whatever belongs to one case. */
export const caseParams = z.strictObject({
  id: z.string().min(1).max(64).describe('case number, such as R2026-000001'),
});
