import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { localAccounts } from '../../api/auth/accounts';
import { accessTokens } from '../../api/auth/tokens';
import { startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
let provider: Server;
let issuer: string;
let key: CryptoKey;
beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  provider = createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(
      JSON.stringify(
        req.url?.includes('openid-configuration') ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: [jwk] },
      ),
    );
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  rig = await startApiRig('api-sign-in', {
    env: {
      AUTH_OIDC_ISSUER: issuer,
      AUTH_OIDC_AUDIENCE: 'sanbao',
      AUTH_OIDC_PERSON_CLAIM: 'employee',
      AUTH_OIDC_ROLE_CLAIM: 'groups',
      AUTH_OIDC_ROLE_MAP: '{"svc-supervisors":"supervisor"}',
      SIGN_IN_LIMIT: '5',
    },
  });
});
afterAll(async () => {
  await rig?.close();
  provider?.close();
});

const password = 'correct horse battery';
const signIn = (email: string, given = password, more: object = {}) =>
  rig.call('POST', '/auth/token', { body: { email, password: given, ...more } });

async function account(personId: string, email: string): Promise<string> {
  const reply = await rig.call('POST', '/v1/accounts', {
    as: rig.actors.administrator,
    body: { personId, email, password },
  });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

describe('local accounts', () => {
  it('keep their sessions when the secret is changed; access tokens of before are refused', async () => {
    await account('leader', 'keys@dept.example');
    const { config } = rig.deps;
    const before = localAccounts(rig.prisma, config);
    const { token } = (await before.signIn('keys@dept.example', password))!;
    const changed = { ...config, authSecret: 'another secret, at least 32 characters long' };
    expect(await localAccounts(rig.prisma, changed).session(token)).toMatchObject({ personId: 'leader' });
    const now = Date.now();
    const tokens = (secret: string) => accessTokens({ issuer: config.publicUrl, secret });
    const access = await tokens(config.authSecret).sign(rig.actors.dispatcher, now);
    expect(await tokens(config.authSecret).verify(access, now)).toMatchObject({ id: 'dispatcher' });
    expect(await tokens(changed.authSecret).verify(access, now)).toBeUndefined();
  });

  it('sign in with role and duties, call the API, renew and end the session', async () => {
    await account('supervisor', 'Chief@Dept.example');
    const signed = await signIn('chief@dept.example');
    expect(signed.body).toMatchObject({ tokenType: 'Bearer', expiresIn: 900 });
    const me = await rig.call('GET', '/auth/me', { as: signed.body.accessToken });
    expect(me.body).toMatchObject({
      id: 'supervisor',
      role: 'supervisor',
      duties: expect.arrayContaining(['department_supervisor']),
    });
    const { refreshToken } = signed.body;
    expect((await rig.call('POST', '/auth/refresh', { body: { refreshToken } })).status).toBe(200);
    expect((await rig.call('POST', '/auth/sign-out', { body: { refreshToken } })).status).toBe(204);
    expect((await rig.call('POST', '/auth/refresh', { body: { refreshToken } })).status).toBe(401);
  });

  it('carry each duty with the policy and region for which it is held', async () => {
    const held = [
      { role: 'buyer' },
      { role: 'buyer', policyId: 'p', region: 'r' },
      { role: 'buyer', policyId: 'p', region: 'r' },
      { role: 'clerk', policyId: 'p' },
      { role: 'clerk', region: 'r' },
      { role: 'past', until: new Date(1) },
    ];
    await rig.prisma.person.create({
      data: {
        id: 'scoped',
        name: 'scoped',
        role: 'approver',
        duties: { create: held.map((d) => ({ from: new Date(0), ...d })) },
      },
    });
    await account('scoped', 'scoped@dept.example');
    const me = await rig.call('GET', '/auth/me', { as: (await signIn('scoped@dept.example')).body.accessToken });
    expect(me.body).toMatchObject({ duties: ['buyer', 'buyer@p/r', 'clerk@*/r', 'clerk@p'] });
  });

  it('keep the session of a browser in a cookie that scripts cannot read', async () => {
    await account('dispatcher', 'dispatcher@dept.example');
    const signed = await signIn('dispatcher@dept.example', password, { keep: 'cookie' });
    expect(signed.body.refreshToken).toBeUndefined();
    const cookie = signed.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\/auth/);
    const renewed = await rig.call('POST', '/auth/refresh', { body: {}, headers: { cookie: cookie.split(';')[0]! } });
    expect(renewed.status).toBe(200);
  });

  it('answer a wrong password and an unknown e-mail alike, then too many failed attempts', async () => {
    await account('agent', 'agent@dept.example');
    // Those that succeed do not count: programs sign in often.
    for (let n = 0; n < 8; n++) expect((await signIn('agent@dept.example')).status).toBe(200);
    const wrong = await signIn('agent@dept.example', 'wrong wrong wrong');
    const unknown = await signIn('nobody@dept.example');
    expect([wrong.status, wrong.body.detail]).toEqual([unknown.status, unknown.body.detail]);
    expect(wrong.status).toBe(401);
    for (let n = 0; n < 4; n++) await signIn('agent@dept.example', 'wrong wrong wrong');
    const limited = await signIn('agent@dept.example');
    expect([limited.status, limited.body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('end when the person leaves, and after a reset the old sessions are gone', async () => {
    const id = await account('warehouse', 'warehouse@dept.example');
    const first = await signIn('warehouse@dept.example');
    const reset = await rig.call('POST', `/v1/accounts/${id}/password`, {
      as: rig.actors.administrator,
      body: { password: 'another long password' },
    });
    expect(reset.status).toBe(204);
    expect((await rig.call('POST', '/auth/refresh', { body: { refreshToken: first.body.refreshToken } })).status).toBe(
      401,
    );
    const second = await signIn('warehouse@dept.example', 'another long password');
    expect(second.status).toBe(200);
    await rig.call('PATCH', '/v1/people/warehouse', {
      as: rig.actors.administrator,
      body: { active: false },
      headers: { 'if-match': '*' },
    });
    expect((await rig.call('POST', '/auth/refresh', { body: { refreshToken: second.body.refreshToken } })).status).toBe(
      401,
    );
    expect((await signIn('warehouse@dept.example', 'another long password')).status).toBe(401);
  });

  it('change their own password', async () => {
    await account('engineer', 'engineer@dept.example');
    const signed = await signIn('engineer@dept.example');
    const { accessToken, refreshToken } = signed.body;
    const wrong = await rig.call('POST', '/auth/password', {
      as: accessToken,
      body: { refreshToken, current: 'not the one', next: 'a brand new password' },
    });
    expect([wrong.status, wrong.body.errors[0]!.field]).toEqual([422, 'current']);
    const changed = await rig.call('POST', '/auth/password', {
      as: accessToken,
      body: { refreshToken, current: password, next: 'a brand new password' },
    });
    expect(changed.status).toBe(200);
    expect(
      (await rig.call('POST', '/auth/refresh', { body: { refreshToken: changed.body.refreshToken } })).status,
    ).toBe(200);
    expect((await signIn('engineer@dept.example')).status).toBe(401);
  });

  it('are not made by visitors, nor twice for a person', async () => {
    expect(
      (await rig.call('POST', '/api/auth/sign-up/email', { body: { email: 'x@y.example', password, name: 'x' } }))
        .status,
    ).toBe(404);
    await account('auditor', 'auditor@dept.example');
    const again = await rig.call('POST', '/v1/accounts', {
      as: rig.actors.administrator,
      body: { personId: 'auditor', email: 'other@dept.example', password },
    });
    expect([again.status, again.body.code]).toEqual([409, 'already_done']);
  });

  it('leave no password in the database', async () => {
    const rows = await rig.prisma.authCredential.findMany();
    expect(JSON.stringify(rows)).not.toContain('correct horse');
  });
});

describe('access tokens', () => {
  it('are refused when they ran out, were changed, or signed by somebody else', async () => {
    const good = await rig.token(rig.actors.agent);
    const [head, body, signature] = good.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, role: 'administrator' })).toString('base64url');
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`;
    const old = await accessTokens({ issuer: 'http://dept.example', secret: rig.deps.config.authSecret }).sign(
      rig.actors.agent,
      Date.now() - 16 * 60_000,
    );
    const foreign = await accessTokens({ issuer: 'http://dept.example', secret: 'another secret' }).sign(
      rig.actors.agent,
      Date.now(),
    );
    for (const token of [`${head}.${forged}.${signature}`, none, old, foreign, 'nonsense', '']) {
      expect((await rig.call('GET', '/auth/me', { as: token || 'x' })).status).toBe(401);
    }
    expect((await rig.call('GET', '/auth/me', { as: good })).status).toBe(200);
  });
});

describe('the identity provider', () => {
  const token = (claims: object, audience = 'sanbao', from = issuer): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(from)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key);

  it('signs people in by its claims, duties from the roster', async () => {
    const me = await rig.call('GET', '/auth/me', {
      as: await token({ employee: 'supervisor', groups: ['everybody', 'svc-supervisors'] }),
    });
    expect(me.body).toMatchObject({
      id: 'supervisor',
      role: 'supervisor',
      duties: expect.arrayContaining(['department_supervisor']),
    });
  });

  it('does not open this service with a token for another, nor without a role that is known', async () => {
    const claims = { employee: 'supervisor', groups: ['svc-supervisors'] };
    expect((await rig.call('GET', '/auth/me', { as: await token(claims, 'another') })).status).toBe(401);
    expect(
      (await rig.call('GET', '/auth/me', { as: await token({ ...claims, groups: ['administrator'] }) })).status,
    ).toBe(401);
    expect((await rig.call('GET', '/auth/me', { as: await token({ groups: ['svc-supervisors'] }) })).status).toBe(401);
  });
});
