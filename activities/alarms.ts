/** What an operator must look at: kept in the database until somebody clears it. */
import type { Prisma, PrismaClient } from '../prisma/generated/client';
import type { Activities } from './contract';
import { databaseFailure } from './database';

/** Where log lines go; pino's logger is one. Values carry ids and codes, never personal data. */
export interface ActivityLog {
  info(values: object, message: string): void;
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
}

export interface AlarmDeps {
  prisma: PrismaClient;
  log: ActivityLog;
}

/**
 * Writes an alarm once per key; a repeat changes nothing, also after it was cleared.
 * @throws ApplicationFailure `DatabaseUnavailable` or `Unrecordable`.
 */
export async function raiseAlarm(deps: AlarmDeps, request: Parameters<Activities['raiseAlarm']>[0]): Promise<void> {
  const { key, kind, caseId, at, detail } = request;
  try {
    const { count } = await deps.prisma.alarm.createMany({
      data: { key, kind, caseId, raisedAt: new Date(at), detail: detail as Prisma.InputJsonObject },
      skipDuplicates: true,
    });
    if (count > 0) deps.log.warn({ alarm: key, kind, caseId }, 'alarm');
  } catch (error) {
    throw databaseFailure(error);
  }
}
