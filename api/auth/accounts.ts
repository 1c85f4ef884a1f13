/**
 * Local accounts, kept by better-auth: password hashing, sessions and their ends are its code, not ours. Its own HTTP
 * routes are not mounted; nobody signs up, administrators create accounts for people.
 */
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { bearer } from 'better-auth/plugins/bearer';
import type { PrismaClient } from '../../prisma/generated/client';
import type { ApiConfig } from '../config';

/** A signed-in device stays so for a week of use; seconds. */
const SESSION_S = 7 * 24 * 3600;
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

/** A session: its token, and whose it is. */
export interface LocalSession {
  token: string;
  personId: string;
  email: string;
}

export interface LocalAccounts {
  /** Undefined where e-mail or password is wrong; which of them is not told. */
  signIn(email: string, password: string): Promise<LocalSession | undefined>;
  session(token: string): Promise<LocalSession | undefined>;
  signOut(token: string): Promise<void>;
  /** Creates the account of a person; the e-mail has to be free. Answers its id. */
  create(account: { personId: string; name: string; email: string; password: string }): Promise<string>;
  /** Sets a password and ends every session of the account. */
  setPassword(userId: string, password: string): Promise<void>;
  /** Changes the password and ends the account's sessions: the token of a new one; undefined: the old one is wrong. */
  changePassword(token: string, current: string, next: string): Promise<string | undefined>;
  endSessions(userId: string): Promise<void>;
}

/** Opens the local accounts of this database. */
export function localAccounts(
  prisma: PrismaClient,
  config: Pick<ApiConfig, 'publicUrl' | 'authSecret'>,
): LocalAccounts {
  const auth = betterAuth({
    baseURL: config.publicUrl,
    secret: config.authSecret,
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    user: { modelName: 'authUser', additionalFields: { personId: { type: 'string', required: true, input: false } } },
    session: { modelName: 'authSession', expiresIn: SESSION_S },
    account: { modelName: 'authCredential' },
    verification: { modelName: 'authVerification' },
    plugins: [bearer()],
    // Its messages name e-mail addresses, which no log of ours may hold.
    logger: { disabled: true },
    telemetry: { enabled: false },
    // Attempts are limited in front (api/auth/routes.ts): its own limiter guards only its own routes.
    rateLimit: { enabled: false },
  });
  const headers = (token: string): Headers => new Headers({ authorization: `Bearer ${token}` });
  const session = async (token: string): Promise<LocalSession | undefined> => {
    const found = await auth.api.getSession({ headers: headers(token) });
    return found ? { token: found.session.token, personId: found.user.personId, email: found.user.email } : undefined;
  };
  return {
    session,
    signIn: async (email, password) => {
      try {
        const { token } = await auth.api.signInEmail({ body: { email, password } });
        return await session(token);
      } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
      }
    },
    signOut: async (token) => {
      await auth.api.signOut({ headers: headers(token) });
    },
    create: async ({ personId, name, email, password }) => {
      const { internalAdapter, password: passwords } = await auth.$context;
      const hash = await passwords.hash(password);
      const user = await internalAdapter.createUser(
        { name, email: email.toLowerCase(), emailVerified: true, personId },
        { method: 'admin' },
      );
      await internalAdapter.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: hash,
      });
      return user.id;
    },
    setPassword: async (userId, password) => {
      const { internalAdapter, password: passwords } = await auth.$context;
      await internalAdapter.updatePassword(userId, await passwords.hash(password));
      await internalAdapter.deleteUserSessions(userId);
    },
    changePassword: async (token, currentPassword, newPassword) => {
      try {
        const body = { currentPassword, newPassword, revokeOtherSessions: true };
        const changed = await auth.api.changePassword({ headers: headers(token), body });
        return changed.token ?? undefined;
      } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
      }
    },
    endSessions: async (userId) => {
      await (await auth.$context).internalAdapter.deleteUserSessions(userId);
    },
  };
}

/** Whether better-auth said no, as opposed to having failed: its API errors carry a 4xx status code. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500
  );
}
