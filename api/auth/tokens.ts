/** Access tokens: short-lived, signed, and verified without the database. */
import { createHmac } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';

/** Long enough for a form to be filled, short enough that a withdrawn role ends soon; seconds. */
export const ACCESS_TOKEN_S = 15 * 60;
const AUDIENCE = 'sanbao';

export const systemRoles = [
  'agent',
  'dispatcher',
  'engineer',
  'warehouse',
  'supervisor',
  'approver',
  'auditor',
  'administrator',
] as const;
export const systemRole = z.enum(systemRoles);

const claims = z.object({ sub: z.string().min(1).max(64), role: systemRole, duties: z.array(z.string()).default([]) });

export interface Tokens {
  /** `now` in epoch milliseconds. */
  sign(actor: Actor, now: number): Promise<string>;
  /** The actor of a valid token; undefined for any other text. */
  verify(token: string, now: number): Promise<Actor | undefined>;
}

/** Tokens signed with a key derived from the secret, so that the session cookies' key is another one. */
export function accessTokens({ issuer, secret }: { issuer: string; secret: string }): Tokens {
  const key = createHmac('sha256', secret).update('sanbao access token v1').digest();
  return {
    sign: (actor, now) =>
      new SignJWT({ role: actor.role, duties: [...actor.duties] })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setSubject(actor.id)
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(now / 1000) + ACCESS_TOKEN_S)
        .sign(key),
    verify: async (token, now) => {
      const options = { issuer, audience: AUDIENCE, algorithms: ['HS256'], typ: 'at+jwt', currentDate: new Date(now) };
      const payload = await jwtVerify(token, key, options).then(
        (v) => v.payload,
        () => undefined,
      );
      const read = claims.safeParse(payload);
      return read.success ? { id: read.data.sub, role: read.data.role, duties: read.data.duties } : undefined;
    },
  };
}
