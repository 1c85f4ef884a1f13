/** Every role at every endpoint: who passes is what the table says, and the table has every endpoint. */
import { access, mayCall, type RouteKey } from '../../api/roles';
import { createApp } from '../../api/app';
import { register, type Route } from '../../api/route';
import { everyRole, startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-roles');
});
afterAll(() => rig?.close());

const keys = Object.keys(access) as RouteKey[];

/** What a request needs to be let through to the handler's own checks: nothing of the matrix may change data. */
function pathOf(key: RouteKey): string {
  return key.split(' ')[1]!.replace(':id', 'R2026-999999').replace(':action', 'respond');
}

describe('the table of roles', () => {
  it('has an entry for every route of the app, and none beside', () => {
    const served = createApp(rig.deps).routes.map((r) => r.key);
    expect([...served].sort()).toEqual([...keys].sort());
  });

  it('stops the start where a route is missing', () => {
    const api = createApp(rig.deps);
    const fewer: Route[] = api.routes.slice(1);
    expect(() => register(api.app, fewer, rig.deps, {} as never)).toThrow(/without a handler: POST \/auth\/token/);
  });

  it('lets the auditor read every list and change nothing', () => {
    // A dry run of a policy keeps nothing.
    const harmless = ['POST /auth/password', 'POST /v1/policies/:id/decide'];
    const writes = keys.filter((k) => !k.startsWith('GET') && access[k] !== 'public' && !harmless.includes(k));
    expect(writes.filter((k) => mayCall(k, 'auditor'))).toEqual([]);
    const reads = keys.filter((k) => k.startsWith('GET') && k !== 'GET /v1/cases/:id/actions');
    expect(reads.filter((k) => !mayCall(k, 'auditor'))).toEqual([]);
  });

  it('lets the administrator change no case', () => {
    expect(keys.filter((k) => k.startsWith('POST /v1/cases')).filter((k) => mayCall(k, 'administrator'))).toEqual([]);
  });
});

describe.each(keys.filter((k) => access[k] !== 'public' && k !== 'GET /v1/changes'))('%s', (key) => {
  const [method = '', path] = [key.split(' ')[0], pathOf(key)];

  it('wants a sign-in', async () => {
    const reply = await rig.call(method, path);
    expect([reply.status, reply.body.code]).toEqual([401, 'not_signed_in']);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(everyRole)('lets %s pass or not, as the table says', async (role) => {
    // An empty request: it gets past the roles and stops at its own checks, so that nothing is changed.
    const reply = await rig.call(method, path, { as: { ...rig.actors[role], id: `nobody-${role}` } });
    // A refusal by role names the roles that may; one by ownership, further in, does not.
    const byRole = reply.status === 403 && reply.body.errors[0]?.allowed !== undefined;
    expect(byRole).toBe(!mayCall(key, role));
  });
});
