/** Opens a case that another one owes, in the same way as a person's request is opened. */
import { createHash } from 'node:crypto';
import { entryOf } from '../../domain/cases/kinds';
import type { Following } from '../../domain/cases/opening';
import type { Actor } from '../../domain/cases/record';
import type { CaseKind } from '../../domain/policy/rule';
import { parseInstant } from '../../domain/time/instant';
import { ApiError } from '../http/problem';
import { check } from '../http/zod-problems';
import { openCase, openingRequest, type OpeningDeps } from './open';

export interface FollowCall {
  key: string;
  kind: CaseKind;
  of: string;
  parties: { customerId: string; dispatcherId?: string };
  policyId: string;
  params: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  owedAt: string;
}

/** Nobody asked: the case before did. */
const system: Actor = { id: 'system', role: 'agent', duties: [] };

const withoutWords = '由上一案件转来，未附说明 / passed on by the case before, without words';

/** Opens it once per key; answers why where it cannot be opened. Throws where the engine or the database is away. */
export async function openFollowing(
  deps: OpeningDeps,
  { key, kind, of, parties, policyId, params, owedAt }: FollowCall,
): Promise<{ caseId: string } | { refused: string }> {
  const { opening } = entryOf(kind);
  const serving = deps.policies.get(policyId)?.follows[kind] ?? policyId;
  const policy = deps.policies.list(kind).find((p) => p.id === serving);
  if (!policy) return { refused: 'policy_serves_no_such_case' };
  const before = await deps.prisma.case.findUnique({ where: { id: of } });
  const text =
    typeof params.text === 'string' ? await deps.prisma.text.findUnique({ where: { id: params.text } }) : null;
  const facts = (before?.state as { facts?: Following['facts'] } | undefined)?.facts ?? {};
  const sources = [params.source, facts.source, ...policy.sources].filter((s) => typeof s === 'string');
  const asked = opening.following?.({ of, facts, words: text?.body ?? withoutWords });
  if (!asked) return { refused: 'never_follows' };
  const body = {
    policy: serving,
    customerId: parties.customerId,
    siteId: before?.siteId ?? undefined,
    assetId: before?.assetId ?? undefined,
    source: sources.find((s) => policy.sources.includes(s)),
    ...asked,
  };
  const read = check(openingRequest(opening), body, 'body');
  if (!read.ok) return { refused: 'invalid_request' };
  const hashed = createHash('sha256').update(key).digest('hex').slice(0, 40);
  try {
    const { caseId } = await openCase(deps, opening, {
      body: read.value as Record<string, unknown>,
      actor: system,
      key: `follow-${hashed}`,
      requestId: key,
      now: parseInstant(owedAt),
      origin: {
        links: [{ caseId: of, relation: kind === 'complaint' ? 'about' : 'follows', at: parseInstant(owedAt) }],
        dispatcherId: parties.dispatcherId,
      },
    });
    return { caseId };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'invalid_request') return { refused: error.code };
    throw error;
  }
}
