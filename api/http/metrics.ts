import { timingSafeEqual } from 'node:crypto';
import type { Express, Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { ApiConfig } from '../config';
import { routeOf } from './log';
import { refuse } from './problem';

/** Times every request, by method, route pattern and status; serves /metrics to this machine or the token's holder. */
export function metrics(
  app: Express,
  config: Pick<ApiConfig, 'metricsToken'>,
): { count: RequestHandler; close(): void } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'sanbao_http_request_seconds',
    help: 'Time from receipt to answer',
    labelNames: ['method', 'route', 'status'],
    // An action takes 30–100 ms; 5 s is where it becomes a 503.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  app.get('/metrics', async (req, res) => {
    if (!mayRead(req, config.metricsToken))
      throw refuse('forbidden', '仅限本机或持令牌者', 'For this machine or the holder of the token only');
    res.type(registry.contentType).send(await registry.metrics());
  });
  return {
    count: (req, res, next) => {
      const stop = seconds.startTimer();
      res.once('close', () => stop({ method: req.method, route: routeOf(res), status: String(res.statusCode) }));
      next();
    },
    close: () => registry.clear(),
  };
}

/** By the socket, not by a header: a proxy's word for the client's address does not count here. */
function mayRead(req: Request, token: string | undefined): boolean {
  if (token === undefined)
    return (
      /^(::1|(::ffff:)?127\.)/.test(req.socket.remoteAddress ?? '') && req.headers['x-forwarded-for'] === undefined
    );
  const given = Buffer.from(req.headers.authorization?.replace(/^Bearer /i, '') ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
