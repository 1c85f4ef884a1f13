/** One log line a request, without personal data: no addresses, no query strings, no bodies, no headers. */
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Actor } from '../../domain/cases/record';
import { requestIdOf } from './request-id';

/** Probes come every few seconds and say nothing. */
const silent = new Set(['/healthz', '/readyz', '/metrics']);

/** Logs when the answer is out. The route is its pattern: paths hold ids, and those of unknown routes anything. */
export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    res.once('close', () => {
      if (silent.has(req.path)) return;
      const line = {
        method: req.method,
        route: routeOf(res),
        status: res.statusCode,
        ms: Math.round(performance.now() - began),
        actorId: (res.locals.actor as Actor | undefined)?.id,
        requestId: requestIdOf(req),
        code: res.locals.code as string | undefined,
      };
      if (res.statusCode >= 500) log.error(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

/** The matched route's pattern, for logs and metrics. */
export function routeOf(res: Response): string {
  return (res.locals.route as string | undefined) ?? 'other';
}
