/** An agent through the API: an agreement with blanks refuses in words; filled in and published it is worked by and settled. */
import { readInForce } from '../../policies/in-force';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles, readPublished } from '../../policies/loader/load';
import { publish, publishCalendars, publishNew } from '../../policies/publish';
import { calendarSet } from '../../policies/loader/calendars';
import { Policies } from '../../policies/registry';
import { shippedPolicies } from '../rig/case-driver';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
let policies: Policies;
const contract = { name: '某代理', policyId: 'agent-agreement', signedOn: '2024-01-01' };
const known = knownNames();

beforeAll(async () => {
  // Only what is in force, as the system itself serves it: the shipped agreement waits for its figures.
  const { loaded } = shippedPolicies();
  const calendars = calendarSet();
  policies = new Policies({
    policies: loaded.filter(({ policy }) => policy.id !== 'agent-agreement'),
    all: [...loaded],
    calendars,
  });
  rig = await startApiRig('api-agents', { deps: { policies } });
  await publishCalendars(rig.prisma, calendars);
  await publish(rig.prisma, loaded);
});
afterAll(() => rig?.close());

const as = (role: keyof ApiRig['actors'], method: string, path: string, body?: unknown): Promise<Reply> =>
  rig.call(method, path, { as: rig.actors[role], body });

/** What a department writes into its copy of the agreement. */
const figures: Record<string, string> = {
  provinceRepair: 'PT48H',
  provinceHardCase: 'PT72H',
  cityResponse: 'PT2H',
  cityArrival: 'PT8H',
  cityHardCase: 'PT48H',
  agreementTerm: 'P2Y',
};

/** The shipped agreement with figures filled in, as a version of the department. */
function filled(given: Record<string, string>) {
  const { source } = loadPolicy(
    policyFiles().find((file) => file.endsWith('agent-agreement.yaml'))!,
    known,
  );
  const { parameters, ...rest } = source as { parameters: { id: string }[] };
  const values = parameters.map((p) => ({ ...p, ...(given[p.id] !== undefined && { value: given[p.id] }) }));
  const read = readPublished({ ...rest, version: '1.1', parameters: values }, 'agent-agreement 1.1', known);
  if (!read.ok) throw new Error('the copy is not right');
  return read.loaded;
}

describe('the agent’s agreement', () => {
  it('C-AG-4.1: with blanks is not worked by, and says which figures it lacks', async () => {
    const most = Object.fromEntries(
      Object.entries(figures).filter(([id]) => !['cityArrival', 'agreementTerm'].includes(id)),
    );
    await expect(publishNew(rig.prisma, [filled(most)])).rejects.toThrow(/cityArrival, agreementTerm/);
    const refused = await as('supervisor', 'POST', '/v1/partners', contract);
    expect([refused.status, refused.body.code]).toEqual([409, 'requirement_missing']);
    const [first, ...blanks] = refused.body.errors;
    expect(first).toMatchObject({ field: 'policyId', detail: expect.stringContaining('缺 6 项数字') as string });
    expect(blanks.map(({ field }) => field)).toEqual(Object.keys(figures).map((id) => `parameters.${id}`));
    expect(blanks[0]!.detail).toBe('省内报修后修理小时数（C-AG-4.1）');
  });

  it('C-AG-5-b: filled in and published it is settled against the cards; what was left open is settled with the next', async () => {
    await publishNew(rig.prisma, [filled(figures)]);
    policies.replace(await readInForce(rig.prisma));
    expect(
      (await as('supervisor', 'POST', '/v1/partners', { ...contract, parameters: { cityArrival: 'PT9H' } })).body
        .errors,
    ).toMatchObject([{ field: 'parameters.cityArrival', allowed: ['auditInterval'] }]);
    const made = await as('supervisor', 'POST', '/v1/partners', contract);
    expect(made.status).toBe(201);
    const path = `/v1/partners/${made.body.id}`;
    const cost = (reference: string, more: object) =>
      as('dispatcher', 'POST', `${path}/costs`, { reference, kind: 'repair', on: '2024-05-01', fen: 12_000, ...more });
    await cost('K1', { facts: { inWarranty: true }, cardNo: 'F-1' });
    const { id } = (await cost('K2', {})).body;
    const settled = await as('supervisor', 'POST', `${path}/settlement`, { on: '2024-05-01' });
    expect(settled.body).toMatchObject({ settleBy: '2025-01-15', statement: { principalOwesFen: 12_000 } });

    const open = await as('auditor', 'GET', `${path}/costs?open=true`);
    expect(open.body.rows).toMatchObject([
      { reference: 'K2', open: 'facts_missing', missing: expect.arrayContaining(['inWarranty']) as string[] },
    ]);
    const complete = (body: object) =>
      as('dispatcher', 'POST', `${path}/costs/${id}/complete`, { reason: '收到返厂卡', ...body });
    expect((await complete({})).body.errors).toMatchObject([{ field: 'facts' }]);
    expect((await complete({ facts: { noSuchFact: 1 } })).body.errors).toMatchObject([{ field: 'given.noSuchFact' }]);
    expect((await complete({ facts: { inWarranty: true } })).body).toEqual({
      open: 'card_missing',
      missing: [],
      period: '2025-01-15',
    });
    expect((await complete({ facts: { inWarranty: false } })).body.errors).toMatchObject([
      { field: 'facts.inWarranty' },
    ]);
    expect((await complete({ cardNo: 'F-2' })).body).toEqual({ open: null, missing: [], period: '2026-01-15' });
    expect((await complete({ cardNo: 'F-3' })).body.code).toBe('already_done');

    const statement = async (on: string) => (await as('auditor', 'GET', `${path}/settlement?on=${on}`)).body;
    expect(await statement('2024-05-01')).toMatchObject({
      made: true,
      statement: settled.body && { principalOwesFen: 12_000, lines: [{ reference: 'K1' }, { open: 'facts_missing' }] },
    });
    expect(await statement('2025-05-01')).toMatchObject({
      made: false,
      statement: { principalOwesFen: 12_000, lines: [{ reference: 'K2', cardNo: 'F-2', earlier: '2025-01-15' }] },
    });
    const rows = (await as('auditor', 'GET', `${path}/costs`)).body.rows;
    expect(rows).toMatchObject([
      { reference: 'K1', settledIn: '2025-01-15', completions: [] },
      {
        reference: 'K2',
        settledIn: null,
        completions: [
          { by: rig.actors.dispatcher.id, reason: '收到返厂卡', facts: { inWarranty: true } },
          { by: rig.actors.dispatcher.id, cardNo: 'F-2' },
        ],
      },
    ]);
    for (const [format, magic] of [
      ['pdf', '%PDF'],
      ['xlsx', 'PK'],
    ]) {
      const file = await as('auditor', 'GET', `${path}/settlement?on=2025-05-01&format=${format}`);
      expect([file.status, file.text.slice(0, magic!.length)]).toEqual([200, magic]);
    }
  });
});
