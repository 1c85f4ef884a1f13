/** From a bearer token to the actor: our own tokens first, then the identity provider's. */
import { decodeJwt } from 'jose';
import { dutyWord } from '../../domain/cases/duty';
import type { Actor } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';
import type { ApiConfig } from '../config';
import { oidcVerifier } from './oidc';
import { accessTokens, type Tokens } from './tokens';

/** How long a provider's user keeps the duties that were read for them; a local token carries them itself. */
const DUTIES_CACHE_MS = 60_000;

export interface Identity {
  tokens: Tokens;
  /** The actor of the token at `now` (epoch ms); undefined where it proves nobody. */
  authenticate(token: string, now: number): Promise<Actor | undefined>;
}

export function identity(config: ApiConfig, prisma: PrismaClient): Identity {
  const tokens = accessTokens({ issuer: config.publicUrl, secret: config.authSecret });
  const provider = config.oidc && oidcVerifier(config.oidc);
  const duties = cachedDuties(prisma);
  return {
    tokens,
    authenticate: async (token, now) => {
      if (!provider || issuerOf(token) !== config.oidc?.issuer) return tokens.verify(token, now);
      const found = await provider(token, now);
      return found && { ...found, duties: await duties(found.id, now) };
    },
  };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/**
 * The duties that a person holds at an instant (epoch ms), their own and those of the absent for whom they are deputy,
 * each in the words of `dutyWord`, once.
 */
export async function dutiesOf(prisma: PrismaClient, personId: string, at: number): Promise<string[]> {
  const instant = new Date(at);
  const inForce = { from: { lte: instant }, OR: [{ until: null }, { until: { gt: instant } }] };
  const away = { awayFrom: { lte: instant }, OR: [{ awayUntil: null }, { awayUntil: { gt: instant } }] };
  const rows = await prisma.duty.findMany({
    where: { AND: [inForce, { OR: [{ personId }, { AND: [{ deputyId: personId }, away] }] }] },
    select: { role: true, policyId: true, region: true },
  });
  return [...new Set(rows.map(dutyWord))].sort();
}

/** With the database down, the duties read last go on to hold, or none: validators then refuse what needs one. */
function cachedDuties(prisma: PrismaClient): (personId: string, now: number) => Promise<readonly string[]> {
  const known = new Map<string, { at: number; duties: readonly string[] }>();
  return async (personId, now) => {
    const last = known.get(personId);
    if (last && now - last.at < DUTIES_CACHE_MS) return last.duties;
    const duties = await dutiesOf(prisma, personId, now).catch(() => last?.duties ?? []);
    known.set(personId, { at: now, duties });
    return duties;
  };
}
