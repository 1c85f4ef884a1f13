/** Sets the stage through the public API: customers, assets, people with duties and accounts, each only once. */
import { randomBytes } from 'node:crypto';
import type { SystemRole } from '../../domain/cases/record';
import type { ApiClient } from './api-client';

/** Somebody who works in the department, and the policy roles that they hold. */
export interface CastMember {
  name: string;
  /** Under `.example`, which no mail server ever delivers to. */
  email: string;
  role: SystemRole;
  regions?: readonly string[];
  duties: readonly { role: string; policyId: string }[];
}

/** A customer with one unit. */
export interface CastCustomer {
  name: string;
  phone: string;
  email: string;
  address: string;
  region?: string;
  /** `demo` for customers of a demonstration policy, and only for them. */
  class?: string;
  asset: {
    product: string;
    model: string;
    serialNo: string;
    lotNo?: string;
    /** Years before today at which it was sold. */
    soldYearsAgo: number;
  };
}

/** A person as they are in the system now. */
export interface Hired extends CastMember {
  id: string;
  accountId: string | undefined;
}

interface Page<T> {
  rows: T[];
}

/** Finds the person by name or adds them, and notes the duties that are missing. `admin` is an administrator. */
export async function hire(admin: ApiClient, member: CastMember): Promise<Hired> {
  const { name, email, role, regions = [], duties } = member;
  const known = await admin.get<Page<{ id: string; name: string }>>(`/v1/people?q=${encodeURIComponent(name)}`);
  const found = known.rows.find((p) => p.name === name);
  const { id } = found ?? (await admin.post<{ id: string }>('/v1/people', { name, email, role, regions }));
  const held = await admin.get<Page<{ role: string; policyId: string | null }>>(`/v1/duties?personId=${id}&limit=100`);
  // Since yesterday: the clocks of two machines may differ a little.
  const from = new Date(Date.now() - 86_400_000).toISOString();
  for (const duty of duties) {
    if (held.rows.some((d) => d.role === duty.role && d.policyId === duty.policyId)) continue;
    await admin.post('/v1/duties', { personId: id, ...duty, from });
  }
  const { accounts } = await admin.get<{ accounts: { id: string; personId: string }[] }>('/v1/accounts');
  return { ...member, id, accountId: accounts.find((a) => a.personId === id)?.id };
}

/** Gives the person an account with a new password, or their account a new password; answers it. */
export async function giveAccount(admin: ApiClient, person: Hired): Promise<string> {
  const password = randomBytes(12).toString('base64url');
  if (person.accountId) await admin.post(`/v1/accounts/${person.accountId}/password`, { password });
  else await admin.post('/v1/accounts', { personId: person.id, email: person.email, password });
  return password;
}

/** Finds the customer and the unit, or adds them. `desk` is an agent, dispatcher or supervisor. */
export async function enrol(desk: ApiClient, customer: CastCustomer): Promise<{ customerId: string; assetId: string }> {
  const { asset, ...person } = customer;
  const units = await desk.get<Page<{ id: string; serialNo: string; customerId: string }>>(
    `/v1/assets?q=${encodeURIComponent(asset.serialNo)}`,
  );
  const unit = units.rows.find((a) => a.serialNo === asset.serialNo);
  if (unit) return { customerId: unit.customerId, assetId: unit.id };
  const { id: customerId } = await desk.post<{ id: string }>('/v1/customers', person);
  const { soldYearsAgo, ...rest } = asset;
  const saleDate = new Date(Date.now() - soldYearsAgo * 365 * 86_400_000).toISOString().slice(0, 10);
  const { id: assetId } = await desk.post<{ id: string }>('/v1/assets', { ...rest, customerId, saleDate });
  return { customerId, assetId };
}
