/** Record sheets that were chased and have come in. */
import type { Db } from '../database';

/**
 * Sheets that came in: their duty was done when they did. Called before chores are chased, so nobody is chased for a
 * sheet that is here.
 */
export async function settleSheets(db: Db): Promise<number> {
  return db.$executeRaw`
    UPDATE cases."Chore" h SET "status" = 'done', "nextAt" = NULL, "doneBy" = c."engineerId",
      "doneAt" = to_timestamp((c."state"->'done'->>'card_returned')::float8 / 1000),
      "breachedAt" = CASE WHEN to_timestamp((c."state"->'done'->>'card_returned')::float8 / 1000) > h."dueAt" THEN h."dueAt" END
    FROM cases."Case" c
    WHERE h."kind" = 'record_sheet' AND h."status" = 'open' AND c."id" = h."subject"->>'caseId'
      AND to_timestamp((c."state"->'done'->>'card_returned')::float8 / 1000) >= h."createdAt"`;
}
