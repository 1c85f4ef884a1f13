/**
 * What a case owes beside mails, by the address of its notice: a case that follows from it, an action of another case,
 * the owners of a lot that is recalled, the master data of a unit that was exchanged or accepted. Each is done once per key.
 */
import type { DeliverOutcome } from '../domain/cases/record';
import type { CaseKind } from '../domain/policy/rule';
import type { PrismaClient } from '../prisma/generated/client';
import { exchangeUnit } from './exchanged-units';
import { follow, type OpenFollowing } from './following';
import { findOwners } from './lot-owners';
import { startWarranty } from './started-warranties';
import { tellCase, wordToCase, type CaseClient } from './telling-cases';

export interface EffectDeps {
  prisma: PrismaClient;
  /** Reaches other cases; absent where this worker tells none. */
  cases?: CaseClient;
  /** Opens cases that others owe; absent where this worker opens none. */
  openFollowing?: OpenFollowing;
}

/** A notice as far as effects read it. */
export interface EffectNotice {
  /** Business key. */
  key: string;
  caseId?: string;
  template: string;
  to: string;
  params: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  owedAt: string;
  parties: { customerId: string; dispatcherId?: string };
  policyIds: readonly string[];
}

/**
 * Does what the notice asks for; undefined where it is a mail. The outcome's reason is the number of the case that was
 * opened, or why nothing was done. Throws where it may succeed later.
 */
export async function ownEffect(deps: EffectDeps, notice: EffectNotice): Promise<DeliverOutcome | undefined> {
  const [, scheme, about = ''] = /^(kind|case|lot|unit)(?::(.*))?$/.exec(notice.to) ?? [];
  switch (scheme) {
    case 'kind':
      return openOwed(deps, notice, about as CaseKind);
    case 'case':
      return { result: 'sent', reason: await tellOwed(deps, notice, about) };
    case 'lot':
      return { result: 'sent', reason: await tellOwners(deps, notice, about) };
    case 'unit':
      return notice.template === 'warranty_started'
        ? startWarranty(deps.prisma, notice)
        : exchangeUnit(deps.prisma, notice);
    default:
      return undefined;
  }
}

function openOwed(
  { openFollowing }: EffectDeps,
  { key, caseId = '', params, owedAt, parties, policyIds }: EffectNotice,
  kind: CaseKind,
): Promise<DeliverOutcome> {
  return follow(openFollowing, { key, kind, of: caseId, parties, policyId: policyIds[0] ?? '', params, owedAt });
}

/** The action is named by the notice's template. */
function tellOwed(
  { cases }: EffectDeps,
  { key, caseId = '', template, params, owedAt }: EffectNotice,
  about: string,
): Promise<string | undefined> {
  const word = wordToCase(template, caseId, params);
  return cases ? tellCase(cases, { key, caseId: about, owedAt, ...word }) : Promise.resolve('no_client');
}

/** As many customers as one action takes. */
const LISTED_AT_ONCE = 200;

/** The recall's own case lists and tells whoever is found; a person says when the list is complete. */
async function tellOwners(
  { prisma, cases }: EffectDeps,
  { key, caseId = '', owedAt, parties }: EffectNotice,
  lot: string,
): Promise<string | undefined> {
  if (!cases) return 'no_client';
  const owners = (await findOwners(prisma, lot)).filter((id) => id !== parties.customerId);
  if (owners.length === 0) return 'no_owners';
  const actor = { id: 'system', role: 'agent' as const, duties: [] };
  let reason: string | undefined;
  for (let from = 0; from < owners.length; from += LISTED_AT_ONCE) {
    const payload = { lot, customerIds: owners.slice(from, from + LISTED_AT_ONCE), complete: false };
    reason ??= await tellCase(cases, { key: `${key}/${from}`, caseId, owedAt, action: 'listAffected', actor, payload });
  }
  return reason;
}
