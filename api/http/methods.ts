/** A known path asked with a method that it does not have (RFC 9110, 15.5.6), and a path that nobody knows. */
import type { Express, Response } from 'express';
import { ApiError, refuse } from './problem';

/**
 * Stands behind all routes: refuses what none of them served, by `method_not_allowed` where the path has other methods,
 * else by `not_found`.
 */
export function refuseUnserved(app: Express): void {
  const served = app.router.stack.flatMap(({ route }) =>
    route ? [{ path: route.path, methods: route.stack.map(({ method }) => method.toUpperCase()) }] : [],
  );
  // A path may match several patterns, `/v1/parts/requests` also `/v1/parts/:id`: each adds what it serves.
  for (const { path, methods } of served)
    app.all(path, (_req, res, next) => {
      res.locals.methods = [...methodsOf(res), ...methods];
      next();
    });
  app.use((req, res, next) => {
    const methods = methodsOf(res);
    if (methods.length === 0) return next(new ApiError('not_found'));
    // Express answers HEAD as GET without the body.
    const allowed = [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort();
    res.setHeader('Allow', allowed.join(', '));
    next(refuse('method_not_allowed', `此地址不支持 ${req.method}`, `${req.method} is not possible here`, { allowed }));
  });
}

function methodsOf(res: Response): readonly string[] {
  return (res.locals.methods as readonly string[] | undefined) ?? [];
}
