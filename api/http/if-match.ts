/** Changes on condition that nobody else was faster: the version of a case or record as its ETag, and as If-Match. */
import { z } from 'zod';
import { ApiError, refuse } from './problem';

/** Header of requests that change what has a version. Without it the change is made whatever the version. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"\d+"$/)
    .optional()
    .describe('ETag of what is changed, as it was read; refused as stale_version where it has changed since'),
});

/** The version that the caller read; undefined where they do not care. */
export function versionIn(headers: z.infer<typeof ifMatchHeaders>): number | undefined {
  const ifMatch = headers['if-match'];
  return ifMatch === undefined ? undefined : Number(ifMatch.slice(1, -1));
}

/** The header of an answer that shows this version. */
export function etagOf(version: number): { ETag: string } {
  return { ETag: `"${version}"` };
}

/**
 * Tells a record that has another version from one that is not there: `error` is what a change on condition came to,
 * `read` looks for the record. Answers `stale_version` with the version that it has now, or the error as it was.
 */
export async function staleVersion(
  error: unknown,
  version: number | undefined,
  read: () => Promise<{ version: number } | null>,
): Promise<unknown> {
  if (version === undefined || !(error instanceof ApiError) || error.code !== 'not_found') return error;
  const found = await read();
  if (!found || found.version === version) return error;
  return refuse('stale_version', '记录已被他人修改，请重新读取', 'The record has changed since it was read', {
    field: 'if-match',
    allowed: etagOf(found.version).ETag,
  });
}
