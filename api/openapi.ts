/** The OpenAPI 3.1 document, from the schemas that check the requests. */
import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { AnyAction } from '../domain/cases/kind';
import { caseKinds } from '../domain/cases/kinds';
import { clientPayload } from '../domain/cases/payload';
import { errorTable, type ErrorCode } from '../domain/errors';
import type { CaseKind } from '../domain/policy/rule';
import { actionAnswer, actionBody } from './cases/action-route';
import { answerExamples, problemExamples } from './examples/answers';
import { payloadExamples } from './examples/payloads';
import { requestExamples } from './examples/requests';
import { mustMatchHeaders } from './http/if-match';
import { problemBody } from './http/problem';
import { access, type Access, type RouteKey } from './roles';
import { sharedStatuses, type Route } from './route';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** Builds the document for these routes; each action stands as a path of its own, with the payloads of its kinds. */
export function openApiDocument(routes: readonly Route[], publicUrl: string): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  const problems = sharedProblems();
  for (const route of routes) if (!route.undocumented) registry.registerPath(describeRoute(route, problems));
  const template = routes.find((r) => r.undocumented);
  if (template) for (const path of actionPaths(template, problems)) registry.registerPath(path);
  return new OpenApiGeneratorV31(registry.definitions, { sortComponents: 'alphabetically' }).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sanbao',
      version: '1',
      description:
        '售后服务接口。除登录外均需 Bearer 令牌；改变案件的请求需 Idempotency-Key，重试用同一个键。\n\nAfter-sales service. Everything but sign-in needs a bearer token; requests that change a case need an Idempotency-Key, the same on every retry.',
    },
    servers: [{ url: publicUrl }],
  });
}

/** Status → reference to its shared description. */
type Problems = Readonly<Record<number, ResponseConfig>>;

function sharedProblems(): Problems {
  return Object.fromEntries(
    sharedStatuses.map((status) => {
      const codes = (Object.keys(errorTable) as ErrorCode[]).filter((code) => errorTable[code].status === status);
      const description = codes
        .map((code) => `${code}: ${errorTable[code].title.en} / ${errorTable[code].title.zh}`)
        .join('\n');
      const content = { 'application/problem+json': { schema: problemBody, example: problemExamples[status] } };
      return [status, { description, content }];
    }),
  );
}

function describeRoute(route: Route, problems: Problems): RouteConfig {
  return {
    method: route.method.toLowerCase() as RouteConfig['method'],
    path: route.path.replace(/:(\w+)/g, '{$1}'),
    operationId: operationId(route.key),
    summary: route.summary,
    description: whoMay(access[route.key]),
    tags: [route.tag],
    security: access[route.key] === 'public' ? [] : [{ bearer: [] }],
    request: {
      params: shapeOf(route.params),
      query: shapeOf(route.query),
      headers: shapeOf(route.headers),
      body: bodyOf(route),
    },
    responses: { ...problemsOf(route, problems), ...answersOf(route) },
  };
}

function bodyOf({ key, body, file }: Route): NonNullable<RouteConfig['request']>['body'] {
  if (file) {
    const schema = z.string().meta({ format: 'binary' });
    return { required: true, content: Object.fromEntries(file.accepts.map((type) => [type, { schema }])) };
  }
  const example = requestExamples[key];
  return body && { required: true, content: { 'application/json': { schema: body, example } } };
}

function answersOf(route: Route): Record<string, ResponseConfig> {
  const type = route.produces ?? 'application/json';
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, schema]) => [
      status,
      schema
        ? { description: route.summary, content: { [type]: { schema, example: exampleOf(route.key, status) } } }
        : { description: `${route.summary}; no content` },
    ]),
  );
}

function exampleOf(key: RouteKey, status: string): unknown {
  return status.startsWith('2') ? answerExamples[key] : undefined;
}

/** Which of the shared problems a route can answer. */
function problemsOf(route: Route, problems: Problems): Record<string, ResponseConfig> {
  const isPublic = access[route.key] === 'public';
  const hasBody = route.method !== 'GET';
  const possible = sharedStatuses.filter((status) => {
    if (status === 400 || status === 413 || status === 415) return hasBody || status === 400;
    // Another method is no operation of this document.
    if (status === 405) return false;
    if (status === 401) return !isPublic || route.path.startsWith('/auth');
    if (status === 404) return route.path.includes(':') || hasBody;
    if (status === 409) return hasBody;
    if (status === 412) return takesVersion(route);
    if (status === 428) return route.headers === mustMatchHeaders;
    return true;
  });
  return Object.fromEntries(possible.map((status) => [status, problems[status] ?? { description: String(status) }]));
}

/** Whether a caller can say which version the request was decided on. */
function takesVersion({ headers, body }: Route): boolean {
  const fields = [headers, body].flatMap((part) => (part instanceof z.ZodObject ? Object.keys(part.shape) : []));
  return ['if-match', 'expectedSeq', 'version'].some((name) => fields.includes(name));
}

/** An action by its name, with the kinds that have it. */
interface NamedAction {
  name: string;
  of: { kind: CaseKind; action: AnyAction }[];
}

function actionsByName(): NamedAction[] {
  const found = new Map<string, NamedAction>();
  for (const { table } of caseKinds)
    for (const action of table.actions.filter(({ told }) => !told)) {
      const named = found.get(action.name) ?? { name: action.name, of: [] };
      found.set(action.name, { ...named, of: [...named.of, { kind: table.kind, action }] });
    }
  return [...found.values()];
}

function actionPaths(template: Route, problems: Problems): RouteConfig[] {
  return actionsByName().map(({ name, of }) => {
    const described = describeRoute(template, problems);
    const [first, second, ...more] = [...new Set(of.map(({ action }) => clientPayload(action.payload)))];
    const payload = second === undefined ? first! : z.union([first!, second, ...more]);
    const kinds = of.map(({ kind }) => kind);
    return {
      ...described,
      path: `/v1/cases/{id}/actions/${name}`,
      operationId: `${kinds.length > 1 ? 'case' : kinds[0]}_${name}`,
      summary: [...new Set(of.map(({ action: { title } }) => `${title.zh} / ${title.en}`))].join('; '),
      description: of.map((one) => whereAction(one)).join('\n'),
      tags: kinds.map((kind) => `actions: ${kind}`),
      request: {
        ...described.request,
        params: z.object({ id: z.string().describe('case number') }),
        body: {
          required: true,
          content: {
            'application/json': { schema: actionBody.extend({ payload }), examples: examplesOf(name, kinds) },
          },
        },
      },
      responses: {
        ...described.responses,
        200: {
          description: 'done',
          content: { 'application/json': { schema: actionAnswer, example: exampleOf(template.key, '200') } },
        },
      },
    };
  });
}

/** The bodies of an action, by the kinds of case that send it; kinds that send the same stand together. */
function examplesOf(name: string, kinds: readonly CaseKind[]): Record<string, { value: unknown }> {
  const found = new Map<string, { kinds: CaseKind[]; payload: unknown }>();
  for (const kind of kinds) {
    const payload = payloadExamples[kind][name] ?? {};
    const same = found.get(JSON.stringify(payload));
    found.set(JSON.stringify(payload), { kinds: [...(same?.kinds ?? []), kind], payload });
  }
  return Object.fromEntries(
    [...found.values()].map((one) => [one.kinds.join(', '), { value: { payload: one.payload } }]),
  );
}

function whereAction({ kind, action: { roles, from, clauses } }: NamedAction['of'][number]): string {
  const statuses = typeof from === 'string' ? from : from.join(', ');
  const cited = clauses?.length ? ` Clauses: ${clauses.join(', ')}.` : '';
  return `${kind}: ${whoMay(roles)} From: ${statuses}.${cited}`;
}

function shapeOf(schema: z.ZodType | undefined): z.ZodObject | undefined {
  return schema instanceof z.ZodObject ? schema : undefined;
}

function whoMay(allowed: Access): string {
  if (allowed === 'public') return 'No sign-in needed.';
  return allowed === 'signedIn' ? 'For every role.' : `For: ${allowed.join(', ')}.`;
}

/** `GET /v1/cases/:id/clocks` → `get_cases_id_clocks`. */
function operationId(key: string): string {
  return key
    .toLowerCase()
    .replace(/\/v1/, '')
    .replace(/[^a-z]+/g, '_')
    .replace(/_$/, '');
}
