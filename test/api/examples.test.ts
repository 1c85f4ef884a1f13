/** The examples of the documentation: one for each request and action, taken by the schema that it stands beside. */
import pino from 'pino';
import { createApp } from '../../api/app';
import { mayOpen } from '../../api/cases/opening-form';
import { apiConfig } from '../../api/config';
import { pagesFor } from '../../api/department/pages';
import { openApiDocument } from '../../api/openapi';
import { answerExamples, problemExamples } from '../../api/examples/answers';
import { payloadExamples } from '../../api/examples/payloads';
import { requestExamples } from '../../api/examples/requests';
import { fieldNames } from '../../api/http/places';
import { problemBody } from '../../api/http/problem';
import type { RouteKey } from '../../api/roles';
import { caseKinds } from '../../domain/cases/kinds';
import { clientPayload } from '../../domain/cases/payload';
import type { SystemRole } from '../../domain/cases/record';
import { errorTable } from '../../domain/errors';
import { shippedPolicies } from '../rig/shipped-policies';
import { secret } from './api-rig';

/** Routes are described before anything runs: nothing here is called. */
const unused = {} as never;
const config = apiConfig({ DATABASE_URL: 'postgresql://nobody@nowhere/none', AUTH_SECRET: secret });
const api = createApp({
  config,
  prisma: unused,
  documents: unused,
  temporal: unused,
  policies: shippedPolicies(),
  clock: () => 0,
  log: pino({ level: 'silent' }),
});
const { routes } = api;
afterAll(() => api.close());

/** The fields that a schema takes from an example; an example with others says what nobody reads. */
const asRead = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it('has one for every request with a body, and none beside', () => {
  const withBody = routes.filter((r) => r.body && !r.undocumented).map((r) => r.key);
  expect(Object.keys(requestExamples).sort()).toEqual([...withBody].sort());
});

it.each(Object.keys(requestExamples) as RouteKey[])('%s takes its example', (key) => {
  const { body } = routes.find((r) => r.key === key)!;
  expect(body!.safeParse(requestExamples[key])).toMatchObject({ success: true });
});

const actions = caseKinds.flatMap(({ table }) =>
  table.actions
    .filter(({ told }) => !told)
    .map((action) => [`${table.kind} ${action.name}`, table.kind, action] as const),
);

it.each(actions)('%s has an example that its schema takes', (_name, kind, action) => {
  const payload = clientPayload(action.payload);
  const example = payloadExamples[kind][action.name];
  if (fieldNames(payload).length > 0) expect(example).toBeDefined();
  expect(payload.safeParse(example ?? {})).toMatchObject({ success: true });
});

it('has no example of an action that is not there', () => {
  const names = new Set(actions.map(([, , { name }]) => name));
  const beside = Object.values(payloadExamples).flatMap((of) => Object.keys(of).filter((name) => !names.has(name)));
  expect(beside).toEqual([]);
});

it.each(Object.keys(answerExamples) as RouteKey[])('%s answers as its example says', (key) => {
  const { answers } = routes.find((r) => r.key === key)!;
  const schema = answers[200] ?? answers[201];
  expect(asRead(schema!.parse(answerExamples[key]))).toEqual(answerExamples[key]);
});

it('shows a dispatcher what a dispatcher has, and a clock by its own instants', () => {
  const me = answerExamples['GET /auth/me'] as { role: SystemRole; pages: string[]; opens: string[] };
  expect([me.pages, me.opens]).toEqual([pagesFor(me.role), mayOpen(me.role)]);
  const { clocks } = answerExamples['GET /v1/cases/:id/clocks'] as {
    clocks: { startedAt: string; dueAt: string; derivation: string[] }[];
  };
  for (const { startedAt, dueAt, derivation } of clocks) {
    const told = [derivation.at(0)!, derivation.at(-1)!].map((line) => Date.parse(line.replace(/^.*?：/, '')));
    expect(told).toEqual([Date.parse(startedAt), Date.parse(dueAt)]);
  }
});

it('has a problem for every status of the table, as it is answered', () => {
  for (const [status, example] of Object.entries(problemExamples)) {
    expect(asRead(problemBody.parse(example))).toEqual(example);
    const { code, titles } = problemBody.parse(example);
    expect([errorTable[code].status, errorTable[code].title]).toEqual([Number(status), titles]);
  }
  const documented = new Set(Object.values(errorTable).map(({ status }) => status));
  // Another method is no operation of the document.
  documented.delete(405);
  expect(Object.keys(problemExamples).map(Number).sort()).toEqual([...documented].sort());
});

it('stands in the document beside each request', () => {
  const { paths = {} } = openApiDocument(routes, 'http://dept.example');
  const bare = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(
      methods as Record<
        string,
        { requestBody?: { content: Record<string, { example?: unknown; examples?: unknown }> } }
      >,
    )
      .filter(([, { requestBody }]) => {
        const json = requestBody?.content['application/json'];
        return json !== undefined && json.example === undefined && json.examples === undefined;
      })
      .map(([method]) => `${method} ${path}`),
  );
  expect(bare).toEqual([]);
});
