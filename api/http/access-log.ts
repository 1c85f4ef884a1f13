/** Rows that histories cannot hold: refused requests, and what auditors read. */
import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../../domain/cases/record';
import type { ApiDeps } from '../deps';
import { routeOf } from './log';
import { requestIdOf } from './request-id';

/**
 * What an auditor asked for, written before the answer leaves: nothing is read that the log does not hold. With the
 * database down this throws, and the reading is refused.
 */
export async function keepReading(
  deps: Pick<ApiDeps, 'prisma'>,
  req: Request,
  res: Response,
  at: number,
  status: number,
): Promise<void> {
  await deps.prisma.accessLog.create({ data: { ...rowOf(req, res, at), status } });
}

/** Refusals, written after the answer, beside the work: with the database down the log line alone stays. */
export function refusalLog(deps: Pick<ApiDeps, 'prisma' | 'clock' | 'log'>): RequestHandler {
  return (req, res, next) => {
    const at = deps.clock();
    res.once('close', () => {
      const row = rowOf(req, res, at);
      const refused = row.status >= 400 && row.status < 500 && row.status !== 429;
      if (!refused || row.route === 'other') return;
      deps.prisma.accessLog
        .create({ data: row })
        .catch(() => deps.log.warn({ requestId: row.requestId }, 'the access log could not be written'));
    });
    next();
  };
}

function rowOf(req: Request, res: Response, at: number) {
  return {
    at: new Date(at),
    actorId: (res.locals.actor as Actor | undefined)?.id ?? null,
    method: req.method,
    route: routeOf(res),
    status: res.statusCode,
    code: (res.locals.code as string | undefined) ?? null,
    requestId: requestIdOf(req),
    caseId: (res.locals.caseId as string | undefined) ?? null,
  };
}
