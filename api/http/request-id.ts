import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';

const ids = new WeakMap<object, string>();
/** What a client may send as its own id: it stands in histories and logs, so nothing long or readable as markup. */
const acceptable = /^[A-Za-z0-9._-]{8,64}$/;

/** The id under which a request stands in logs, answers and histories. */
export function requestIdOf(req: Pick<Request, 'headers'>): string {
  const known = ids.get(req);
  if (known) return known;
  const sent = req.headers['x-request-id'];
  const id = typeof sent === 'string' && acceptable.test(sent) ? sent : randomUUID();
  ids.set(req, id);
  return id;
}

/** Answers with the id of the request. */
export const answerRequestId: RequestHandler = (req, res, next) => {
  res.setHeader('X-Request-Id', requestIdOf(req));
  next();
};
