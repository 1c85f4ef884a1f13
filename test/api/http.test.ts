import { randomUUID } from 'node:crypto';
import { apiConfig } from '../../api/config';
import { openApiDocument } from '../../api/openapi';
import { createApp } from '../../api/app';
import { caseKinds } from '../../domain/cases/kinds';
import { repairRequest, startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-http', { env: { METRICS_TOKEN: 'a-token-for-metrics' } });
});
afterAll(() => rig?.close());

const open = (options: { raw?: string; headers?: Record<string, string> }) =>
  rig.call('POST', '/v1/cases/repair', {
    as: rig.actors.dispatcher,
    ...options,
    headers: { 'idempotency-key': randomUUID(), ...options.headers },
  });

describe('bad input', () => {
  const nested = (depth: number): string => `{"policy":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  it.each([
    ['malformed JSON', { raw: '{"policy":' }, 400, 'malformed'],
    ['JSON that is no object', { raw: '"text"' }, 400, 'malformed'],
    ['nesting beyond the limit', { raw: nested(25) }, 400, 'malformed'],
    ['very deep nesting', { raw: nested(60_000) }, 400, 'malformed'],
    ['a huge body', { raw: JSON.stringify({ ...repairRequest, fault: 'x'.repeat(300_000) }) }, 413, 'too_large'],
    [
      'another content type',
      { raw: 'policy=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported_media',
    ],
    [
      'another character set',
      { raw: '{}', headers: { 'content-type': 'application/json; charset=gbk' } },
      415,
      'unsupported_media',
    ],
    ['an array', { raw: '[]' }, 422, 'invalid_request'],
    [
      'a prototype',
      { raw: JSON.stringify(repairRequest).replace('{', '{"__proto__":{"role":"administrator"},') },
      422,
      'invalid_request',
    ],
    [
      'a date that no record can hold',
      { raw: JSON.stringify({ ...repairRequest, purchaseDate: '0000-01-01' }) },
      422,
      'invalid_request',
    ],
    [
      'a key that is too short',
      { raw: JSON.stringify(repairRequest), headers: { 'idempotency-key': 'short' } },
      422,
      'invalid_request',
    ],
  ])('refuses %s', async (_name, options, status, code) => {
    const reply = await open(options);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body.titles).toEqual({ zh: expect.any(String), en: expect.any(String) });
  });

  it('answers an unknown path and a broken one with a problem', async () => {
    expect((await rig.call('GET', '/v1/nothing')).body.code).toBe('not_found');
    expect((await rig.call('GET', '/v1/cases/%E0%A4%A', { as: rig.actors.agent })).status).toBe(400);
  });

  it('says of several problems which field each is about', async () => {
    const { body } = await open({ raw: '{"policy":"x"}', headers: { 'accept-language': 'en' } });
    expect(body.detail).toContain('customerId: Required; source: Required');
  });

  it.each([
    ['DELETE', '/v1/cases', 'GET, HEAD'],
    ['GET', '/v1/cases/repair/actions/note', 'POST'],
    ['PUT', '/v1/customers/c-1', 'DELETE, GET, HEAD, PATCH'],
    ['PATCH', '/v1/parts/requests/p-1/expect', 'POST'],
    // Both `/v1/parts/requests` and `/v1/parts/:id`.
    ['PUT', '/v1/parts/requests', 'GET, HEAD, PATCH, POST'],
    ['POST', '/', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['GET', '/auth/token', 'POST'],
    ['OPTIONS', '/openapi.json', 'GET, HEAD'],
  ])('answers %s %s with the methods that it has', async (method, path, allow) => {
    const reply = await rig.call(method, path, { as: rig.actors.dispatcher });
    expect([reply.status, reply.body.code, reply.headers.get('allow')]).toEqual([405, 'method_not_allowed', allow]);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body.errors[0]!.allowed).toEqual(allow.split(', '));
  });

  it.each(['0000-01-01T00:00:00Z', '0050-06-01T08:00:00+08:00', '0100-01-01T00:00:00+14:00'])(
    'refuses an action of the year %s, and the case goes on',
    async (occurredAt) => {
      const { caseId } = (await rig.openRepair()).body;
      const reply = await rig.act(caseId, 'respond', rig.actors.dispatcher, {}, { body: { occurredAt } });
      expect([reply.status, reply.body.errors[0]]).toMatchObject([422, { field: 'occurredAt' }]);
      const at = '9999-12-31T23:59:59-12:00';
      const visit = await rig.act(caseId, 'schedule', rig.actors.dispatcher, { at, customerRequested: true });
      expect([visit.status, visit.body.errors[0]]).toMatchObject([422, { field: 'payload.at' }]);
      expect((await rig.act(caseId, 'respond', rig.actors.dispatcher)).status).toBe(200);
    },
  );

  it('refuses invented cursors and endless spans, and takes a broken cookie for none', async () => {
    const as = rig.actors.dispatcher;
    const cursor = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const [path, parts] of [
      ['/v1/cases?', ['due', '0000-01-01T00:00:00Z', 'R']],
      ['/v1/cases?', ['due', 'infinity', 'R\u0000']],
      ['/v1/customers?', ['name', 'a\u0000']],
      ['/v1/care/tasks?', ['tomorrow', 'a']],
      ['/v1/plans?', ['2026-02-30', 'a']],
    ] as const) {
      const reply = await rig.call('GET', `${path}cursor=${cursor(...parts)}`, { as });
      expect([path, reply.status, reply.body.errors[0]!.field]).toEqual([path, 422, 'cursor']);
    }
    const far = await rig.call('GET', '/v1/cases?list=dueSoon&within=P999999999D', { as });
    expect([far.status, far.body.errors[0]!.field]).toEqual([422, 'within']);
    const proofs = `/v1/erasures?cursor=${cursor('2147483648', 'a')}`;
    const beyond = await rig.call('GET', proofs, { as: rig.actors.supervisor });
    expect([beyond.status, beyond.body.errors[0]!.field]).toEqual([422, 'cursor']);
    const cookie = { cookie: 'sanbao_session=%E0%A4%A' };
    expect((await rig.call('POST', '/auth/refresh', { headers: cookie })).status).toBe(401);
  });

  it('keeps a refusal whose path no record can hold', async () => {
    const { body, headers } = await rig.call('GET', '/v1/cases/R%00', { as: rig.actors.agent });
    expect(body.code).toBe('invalid_request');
    const requestId = headers.get('x-request-id')!;
    const kept = () => rig.prisma.accessLog.count({ where: { requestId } });
    for (let tries = 0; tries < 40 && (await kept()) === 0; tries++) await new Promise((done) => setTimeout(done, 50));
    expect(await kept()).toBe(1);
  });

  it('refuses unknown and wrong query parameters, and a foreign cursor', async () => {
    const as = rig.actors.agent;
    expect((await rig.call('GET', '/v1/cases?colour=red', { as })).body.errors[0]!.field).toBe('colour');
    expect((await rig.call('GET', '/v1/cases?limit=0', { as })).body.errors[0]).toMatchObject({
      field: 'limit',
      allowed: { minimum: 1 },
    });
    expect((await rig.call('GET', '/v1/cases?cursor=abc', { as })).body.errors[0]!.field).toBe('cursor');
    expect((await rig.call('GET', '/v1/cases?within=P1M', { as, headers: {} })).status).toBe(200);
    expect((await rig.call('GET', '/v1/cases?list=dueSoon&within=P1M', { as })).body.errors[0]!.field).toBe('within');
  });
});

describe('headers', () => {
  it('answer with the request id that was sent, or a new one', async () => {
    const sent = await rig.call('GET', '/healthz', { headers: { 'x-request-id': 'from-the-proxy-1' } });
    expect(sent.headers.get('x-request-id')).toBe('from-the-proxy-1');
    const odd = await rig.call('GET', '/healthz', { headers: { 'x-request-id': '<script>' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('forbid foreign scripts and frames, also on the pages', async () => {
    for (const path of ['/', '/cases/R2026-000001', '/docs', '/healthz']) {
      const reply = await rig.call('GET', path);
      expect(reply.status).toBe(200);
      const policy = reply.headers.get('content-security-policy')!;
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(reply.headers.get('x-powered-by')).toBeNull();
    }
  });
});

describe('operation', () => {
  it('says whether it lives and whether it reaches what it needs', async () => {
    expect((await rig.call('GET', '/healthz')).body).toEqual({ status: 'ok' });
    expect((await rig.call('GET', '/readyz')).body).toEqual({ status: 'ok', database: true, temporal: true });
  });

  it('shows figures to the holder of the token only', async () => {
    expect((await rig.call('GET', '/metrics')).status).toBe(403);
    const reply = await rig.call('GET', '/metrics', { as: 'a-token-for-metrics' });
    expect(reply.text).toContain('sanbao_http_request_seconds_bucket');
    expect(reply.text).not.toContain('R2026-');
  });

  it('refuses a wrong environment, naming each variable and no value', () => {
    expect(() => apiConfig({ DATABASE_URL: 'mysql://secret', AUTH_SECRET: 'short', PORT: '99999' })).toThrow(
      /PORT[\s\S]*DATABASE_URL[\s\S]*AUTH_SECRET/,
    );
    expect(() => apiConfig({ DATABASE_URL: 'mysql://secret', AUTH_SECRET: 'short' })).not.toThrow(/mysql|short/);
    const good = { DATABASE_URL: 'postgresql://a@b/c', AUTH_SECRET: 'x'.repeat(32) };
    expect(() => apiConfig({ ...good, AUTH_OIDC_ISSUER: 'https://id.example' })).toThrow(/AUTH_OIDC_AUDIENCE/);
    expect(apiConfig({ ...good, PUBLIC_URL: 'https://a.example/' }).publicUrl).toBe('https://a.example');
  });
});

describe('the documentation', () => {
  it('describes every route and every action once, with parameters that its paths have and references that resolve', async () => {
    const { body: document } = await rig.call('GET', '/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    expect(document).toEqual(
      JSON.parse(JSON.stringify(openApiDocument(createApp(rig.deps).routes, rig.deps.config.publicUrl))),
    );
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((o) => ({ path, ...o })),
    );
    expect(new Set(operations.map((o) => o.operationId)).size).toBe(operations.length);
    for (const action of caseKinds.flatMap(({ table }) => table.actions.filter(({ told }) => !told)))
      expect(document.paths).toHaveProperty([`/v1/cases/{id}/actions/${action.name}`]);
    for (const { path, parameters = [], responses } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
      expect(parameters.filter((p) => p.in === 'path').map((p) => p.name)).toEqual(inPath);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['422', '429', '500', '503']));
    }
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((m) => m[1]!));
    expect(references.size).toBeGreaterThan(5);
    for (const name of references) expect(document.components.schemas).toHaveProperty([name]);
  });

  it('is read on a page that loads nothing from elsewhere', async () => {
    const page = await rig.call('GET', '/docs');
    for (const [, path = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(path).toMatch(/^\//);
      expect((await rig.call('GET', path)).status).toBe(200);
    }
  });

  it('the case page is a shell without data', async () => {
    const page = await rig.call('GET', '/cases/R2026-000001');
    for (const [, path = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await rig.call('GET', path)).status).toBe(200);
    expect(page.text).not.toContain('R2026');
  });
});
