/** The department's people at their work: every word to the system goes through the HTTP API, at the server's time. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/cases/record';
import type { ApiRig, Reply } from '../api/api-rig';

export class Desk {
  constructor(readonly rig: ApiRig) {}

  /** A call that has to succeed; throws with what the API says otherwise. */
  async call<T>(as: Actor, method: string, path: string, body?: object): Promise<T> {
    const headers = { 'idempotency-key': randomUUID() };
    return ok<T>(`${method} ${path}`, await this.rig.call(method, path, { as, headers, ...(body && { body }) }));
  }

  /** Opens a case; answers its number. */
  async open(as: Actor, kind: 'repair' | 'complaint', body: object): Promise<string> {
    const { caseId } = await this.call<{ caseId: string }>(as, 'POST', `/v1/cases/${kind}`, body);
    this.rig.opened(caseId);
    return caseId;
  }

  /** Several actions of one person in one case, in order. */
  async act(
    as: Actor,
    caseId: string,
    ...actions: readonly (readonly [name: string, payload?: object])[]
  ): Promise<void> {
    for (const [name, payload = {}] of actions)
      ok(`${name} in ${caseId}`, await this.rig.act(caseId, name, as, payload));
  }
}

function ok<T>(what: string, { status, text, body }: Reply): T {
  if (status >= 300) throw new Error(`${what}: ${status} ${text}`);
  return body as unknown as T;
}

/** Numbers that look like chance and are the same in every run. */
export function dice(seed: number): () => number {
  // Neighbouring seeds begin far apart.
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
