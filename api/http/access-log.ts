/** Rows that histories cannot hold: refused requests, and what auditors read. */
import type { RequestHandler } from 'express';
import type { Actor } from '../../domain/cases/record';
import type { ApiDeps } from '../deps';
import { routeOf } from './log';
import { requestIdOf } from './request-id';

/** Written after the answer, beside the work: with the database down the log line alone stays. */
export function accessLog(deps: Pick<ApiDeps, 'prisma' | 'clock' | 'log'>): RequestHandler {
  return (req, res, next) => {
    const at = deps.clock();
    res.once('close', () => {
      const actor = res.locals.actor as Actor | undefined;
      const route = routeOf(res);
      const refused = res.statusCode >= 400 && res.statusCode < 500 && res.statusCode !== 429;
      if (route === 'other' || !(refused || actor?.role === 'auditor')) return;
      const caseId = (res.locals.caseId as string | undefined) ?? null;
      const code = (res.locals.code as string | undefined) ?? null;
      const row = {
        at: new Date(at),
        actorId: actor?.id ?? null,
        method: req.method,
        route,
        status: res.statusCode,
        code,
        requestId: requestIdOf(req),
        caseId,
      };
      deps.prisma.accessLog
        .create({ data: row })
        .catch(() => deps.log.warn({ requestId: row.requestId }, 'the access log could not be written'));
    });
    next();
  };
}
