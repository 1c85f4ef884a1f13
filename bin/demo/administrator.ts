/** Who sets the stage: an administrator, by the state folder's own secret or by an account that is named. */
import { accessTokens } from '../../api/auth/tokens';
import { stateFolderPath, storedSecret } from '../../engines/state-folder';
import type { ApiClient } from './api-client';

/** What the environment and the command line say about the administrator. */
export interface AdministratorChoice {
  /** E-mail of an administrator's account; its password is ADMIN_PASSWORD. */
  email?: string;
  env: NodeJS.ProcessEnv;
}

/** The system cannot be entered as things stand; the message says what to do. */
export class NoAdministrator extends Error {}

/**
 * Signs in as the named administrator; without a name makes an access token of fifteen minutes with the secret in the
 * state folder of `npm start` (docs/decisions/0007). Whoever can read that file owns the system already.
 * @throws NoAdministrator where neither is possible.
 */
export async function asAdministrator(api: ApiClient, { email, env }: AdministratorChoice): Promise<ApiClient> {
  if (email !== undefined) {
    if (!env.ADMIN_PASSWORD) throw new NoAdministrator(`Give the password of ${email} in ADMIN_PASSWORD.`);
    return api.signIn(email, env.ADMIN_PASSWORD);
  }
  const issuer = (env.PUBLIC_URL || api.url).replace(/\/$/, '');
  const tokens = accessTokens({ issuer, secret: env.AUTH_SECRET || authSecret(env) });
  const actor = { id: 'demo-stage', role: 'administrator' as const, duties: [] };
  return api.as(await tokens.sign(actor, Date.now()));
}

function authSecret(env: NodeJS.ProcessEnv): string {
  const secret = storedSecret('authSecret', env);
  if (secret) return secret;
  throw new NoAdministrator(
    `There is no readable state folder of a running system at ${stateFolderPath(env)}.\n` +
      'Run the demonstration in the folder and with the environment of `npm start`, or name an administrator: ' +
      'ADMIN_PASSWORD=<password> npm run demo -- --admin <e-mail>',
  );
}
