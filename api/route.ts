/**
 * A route described once: from it come the express handler with its checks, and the OpenAPI document. Order of the
 * checks: who (401), may they (403), is it well-formed (422), then the handler.
 */
import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Language } from '../domain/calendar/describe';
import { isPlainText } from '../domain/cases/payload';
import type { Actor } from '../domain/cases/record';
import { errorTable, type Problem, type ProblemPlace } from '../domain/errors';
import type { ApiDeps } from './deps';
import type { Identity } from './auth/identity';
import { keepReading } from './http/access-log';
import { readJson } from './http/body';
import { ApiError, refuse } from './http/problem';
import { languageOf } from './http/language';
import { requestIdOf } from './http/request-id';
import { brokenTexts } from './http/broken-texts';
import { placed } from './http/places';
import { check } from './http/zod-problems';
import { access, mayCall, type RouteKey } from './roles';

export interface Call<P = unknown, Q = unknown, B = unknown, H = unknown> {
  params: P;
  query: Q;
  body: B;
  headers: H;
  language: Language;
  requestId: string;
  /** Receipt of this request, epoch milliseconds. */
  now: number;
  req: Request;
  res: Response;
}

export interface Answer {
  status: number;
  /** Absent: no content, or a stream, which its handler has opened. A buffer is a file; the headers say its type. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

interface Description<P, Q, B, H> {
  key: RouteKey;
  summary: string;
  tag: string;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** Request headers, lower case. */
  headers?: z.ZodType<H>;
  /** Status → schema of the body; null where there is none. */
  answers: Readonly<Record<number, z.ZodType | null>>;
  /** Content type of the answers where it is not JSON. */
  produces?: string;
  /** Reads the body where it is no JSON, into `req.body`; `accepts` are the content types that it takes. */
  file?: { accepts: readonly string[]; read(req: Request, res: Response): Promise<void> };
  /** Runs once the body is read, before it is checked. */
  limit?: RequestHandler;
  /** Described in the OpenAPI document by its concrete instances instead. */
  undocumented?: boolean;
}

/** A route as the app holds it, whatever its types. */
export interface Route extends Description<unknown, unknown, unknown, unknown> {
  method: string;
  path: string;
  handle(call: Call, actor: Actor | undefined): Promise<Answer> | Answer;
}

/** A route for signed-in people; the roles stand in `api/roles.ts`. */
export function route<P, Q, B, H>(
  description: Description<P, Q, B, H> & { handle: (call: Call<P, Q, B, H>, actor: Actor) => Promise<Answer> | Answer },
): Route {
  const [method = '', path = ''] = description.key.split(' ');
  const { handle } = description;
  return {
    ...description,
    method,
    path,
    handle: (call, actor) => {
      if (!actor)
        throw new Error(`${description.key} is handled without an actor: it stands as public in the table of roles`);
      return handle(call as Call<P, Q, B, H>, actor);
    },
  };
}

/** A route that needs no sign-in. */
export function publicRoute<P, Q, B, H>(
  description: Description<P, Q, B, H> & { handle: (call: Call<P, Q, B, H>) => Promise<Answer> | Answer },
): Route {
  const [method = '', path = ''] = description.key.split(' ');
  const { handle } = description;
  return { ...description, method, path, handle: (call) => handle(call as Call<P, Q, B, H>) };
}

/** Puts the routes into the app. Throws where the table of roles and the routes differ. */
export function register(app: Express, routes: readonly Route[], deps: ApiDeps, identity: Identity): void {
  const missing = Object.keys(access).filter((key) => !routes.some((r) => r.key === key));
  const twice = routes.filter((r, i) => routes.findIndex((o) => o.key === r.key) !== i).map((r) => r.key);
  if (missing.length + twice.length > 0)
    throw new Error(
      `Routes without a handler: ${missing.join(', ') || 'none'}; with two: ${twice.join(', ') || 'none'}`,
    );
  for (const r of routes) {
    const method = r.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
    const served = async (req: Request, res: Response): Promise<void> => {
      res.locals.route = r.path;
      // Kept now: express forgets the parameters of a route that refused.
      if (r.path.includes('/cases/:id')) res.locals.caseId = caseIdOf(req);
      const now = deps.clock();
      const actor = await whoCalls(r.key, req, res, identity, now);
      if (r.method !== 'GET') await (r.file ? r.file.read(req, res) : readJson(req, res));
      if (r.limit) await run(r.limit, req, res);
      const call = { ...checked(r, req), language: languageOf(req), requestId: requestIdOf(req), now, req, res };
      const auditing = actor?.role === 'auditor';
      const streams = r.produces === 'text/event-stream';
      if (auditing && streams) await keepReading(deps, req, res, now, 200);
      const answer = await r.handle(call, actor);
      if (auditing && !streams) await keepReading(deps, req, res, now, answer.status);
      send(r, answer, res, deps.checkAnswers ?? false);
    };
    app[method](r.path, (req, res) =>
      served(req, res).catch((error: unknown) => {
        throw placed(r, error);
      }),
    );
  }
}

/** For the access log, which holds no broken text; absent where the path has one. */
function caseIdOf(req: Request): string | undefined {
  const id = String(req.params.id);
  return isPlainText(id) ? id.slice(0, 64) : undefined;
}

function run(handler: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise(
    (done, failed) =>
      void handler(req, res, (error?: unknown) => (error === undefined ? done() : failed(asError(error)))),
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('a handler failed without an error', { cause: error });
}

async function whoCalls(
  key: RouteKey,
  req: Request,
  res: Response,
  identity: Identity,
  now: number,
): Promise<Actor | undefined> {
  if (access[key] === 'public') return undefined;
  const [scheme, token] = (req.headers.authorization ?? '').split(' ');
  const actor = scheme?.toLowerCase() === 'bearer' && token ? await identity.authenticate(token, now) : undefined;
  if (!actor) throw new ApiError('not_signed_in');
  res.locals.actor = actor;
  if (!mayCall(key, actor.role)) {
    throw refuse('forbidden', `角色 ${actor.role} 不能进行此操作`, `The role ${actor.role} may not do this`, {
      allowed: access[key],
    });
  }
  return actor;
}

/** What the client sent, checked; every problem of every part is told at once. */
function checked(r: Route, req: Request): Pick<Call, 'params' | 'query' | 'body' | 'headers'> {
  const problems: Problem[] = [];
  const part = (place: ProblemPlace, schema: z.ZodType | undefined, value: unknown): unknown => {
    const read = schema && check(schema, value);
    const wrong = read?.ok === false ? read.problems : [];
    // Headers come as bytes, which no record keeps.
    const broken = place === 'header' ? [] : brokenTexts(value).filter((b) => !wrong.some((p) => p.field === b.field));
    problems.push(...[...wrong, ...broken].map((problem) => ({ in: place, ...problem })));
    return read?.ok ? read.value : undefined;
  };
  const values = {
    params: part('path', r.params, req.params),
    query: part('query', r.query ?? z.strictObject({}), req.query),
    headers: part('header', r.headers, req.headers),
    body: r.file ? (req.body as unknown) : part('body', r.body, req.body ?? {}),
  };
  if (problems.length > 0) throw new ApiError('invalid_request', problems);
  return values;
}

function send(r: Route, answer: Answer, res: Response, checkAnswer: boolean): void {
  if (res.headersSent) return;
  if (Buffer.isBuffer(answer.body)) {
    res
      .status(answer.status)
      .set('Cache-Control', 'no-store')
      .set(answer.headers ?? {})
      .send(answer.body);
    return;
  }
  const schema = r.answers[answer.status];
  if (checkAnswer) {
    if (schema === undefined) throw new Error(`${r.key} answers ${answer.status}, which is not documented`);
    if (schema) schema.parse(JSON.parse(JSON.stringify(answer.body)));
  }
  // What is answered depends on who asks and on more than the case's own ETag says: no browser keeps it for the next one.
  res
    .status(answer.status)
    .set('Cache-Control', 'no-store')
    .set(answer.headers ?? {});
  if (answer.body === undefined) res.end();
  else res.json(answer.body);
}

/** Statuses that every route may answer besides its own, documented once. */
export const sharedStatuses = [...new Set(Object.values(errorTable).map((e) => e.status))].sort((a, b) => a - b);
