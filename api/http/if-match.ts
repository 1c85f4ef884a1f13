/** Changes on condition that nobody else was faster: the version of a case or record as its ETag, and as If-Match. */
import { z } from 'zod';
import { ApiError, refuse } from './problem';

const ifMatch = z
  .string()
  .regex(/^(\*|"\d+")$/)
  .optional();

/** Header of actions and removals, which overwrite nothing: without it they are done whatever the version. */
export const ifMatchHeaders = z.object({
  'if-match': ifMatch.describe(
    'ETag of what is changed, as it was read; refused as stale_version where it has changed since',
  ),
});

/** Header of changes of a record: whoever may overwrite what others wrote has to say so. */
export const mustMatchHeaders = z.object({
  'if-match': ifMatch.describe(
    'required (428 `version_required`): ETag of the record as it was read, refused as stale_version (412) where it has ' +
      'changed since; `*` overwrites whatever is there',
  ),
});

/** The version that the caller read; undefined where they do not care. */
export function versionIn(headers: z.infer<typeof ifMatchHeaders>): number | undefined {
  const given = headers['if-match'];
  return given === undefined || given === '*' ? undefined : Number(given.slice(1, -1));
}

/** The version that a change names; undefined where it says `*`. @throws ApiError `version_required` where it says none */
export function versionNamed(headers: z.infer<typeof mustMatchHeaders>): number | undefined {
  if (headers['if-match'] === undefined)
    throw refuse('version_required', '请以 If-Match 注明所读到的版本', 'Name the version that you read by If-Match', {
      field: 'if-match',
      allowed: 'the version that was read, in quotes, or * to overwrite whatever is there',
    });
  return versionIn(headers);
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
  return !found || found.version === version ? error : changedSince(found.version);
}

/** The refusal of a change of a record that has another version now. */
export function changedSince(version: number): ApiError {
  return refuse('stale_version', '记录已被他人修改，请重新读取', 'The record has changed since it was read', {
    field: 'if-match',
    allowed: etagOf(version).ETag,
  });
}
