/** Bearer tokens of an identity provider: checked by issuer, audience and its published keys. */
import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { SystemRole } from '../../domain/cases/record';
import type { ApiConfig } from '../config';
import { systemRole } from './tokens';

/** Who a provider's token says it is; duties come from the roster. */
export interface OidcIdentity {
  id: string;
  role: SystemRole;
}

export type OidcVerifier = (token: string, now: number) => Promise<OidcIdentity | undefined>;

/** Asymmetric only: with a symmetric algorithm the public key could be used to sign. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'];
/** Difference between two machines' clocks that is tolerated. */
const CLOCK_TOLERANCE_S = 5;

/** A verifier for the configured provider. Its keys are fetched when first needed and cached by jose. */
export function oidcVerifier(oidc: NonNullable<ApiConfig['oidc']>): OidcVerifier {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token, now) => {
    keys ??= remoteKeys(oidc);
    try {
      const { payload } = await jwtVerify(token, await keys, {
        issuer: oidc.issuer,
        audience: oidc.audience,
        algorithms,
        currentDate: new Date(now),
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp'],
      });
      return identityOf(payload, oidc);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) keys = undefined;
      return undefined;
    }
  };
}

async function remoteKeys(oidc: NonNullable<ApiConfig['oidc']>): Promise<JWTVerifyGetKey> {
  return createRemoteJWKSet(new URL(oidc.jwksUrl ?? (await discover(oidc.issuer))));
}

async function discover(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  return z.object({ jwks_uri: z.url() }).parse(await answer.json()).jwks_uri;
}

function identityOf(payload: JWTPayload, oidc: NonNullable<ApiConfig['oidc']>): OidcIdentity | undefined {
  const id = payload[oidc.personClaim];
  const given = [payload[oidc.roleClaim]].flat();
  const roles = given.map((value) => systemRole.safeParse(oidc.roleMap ? oidc.roleMap[String(value)] : value));
  const role = roles.find((r) => r.success)?.data;
  return typeof id === 'string' && id !== '' && role ? { id, role } : undefined;
}
