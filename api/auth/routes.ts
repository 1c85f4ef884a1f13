/** Signing in with a local account: a short access token, and a session that renews it. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor, SystemRole } from '../../domain/cases/record';
import { pagesFor } from '../department/pages';
import { mayOpen } from '../cases/opening-form';
import type { ApiDeps } from '../deps';
import { accountLimit } from '../http/security';
import { ApiError, refuse } from '../http/problem';
import { password as newPassword } from '../master/accounts';
import { publicRoute, route, type Route } from '../route';
import type { LocalAccounts, LocalSession } from './accounts';
import { dutiesOf, type Identity } from './identity';
import { ACCESS_TOKEN_S, systemRole } from './tokens';

/** Holds the session's token in browsers: out of reach of scripts, and sent to these routes only. */
const COOKIE = 'sanbao_session';

const signInBody = z.strictObject({
  email: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(200),
  keep: z
    .enum(['body', 'cookie'])
    .default('body')
    .describe('where the refresh token goes: into the answer, or an HttpOnly cookie'),
});
const refreshBody = z.strictObject({
  refreshToken: z.string().min(1).max(400).optional().describe('absent: from the cookie'),
});

const tokenAnswer = z
  .object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().describe('seconds'),
    refreshToken: z.string().optional(),
  })
  .meta({ id: 'Token' });

const meAnswer = z
  .object({
    id: z.string(),
    role: systemRole,
    duties: z.array(z.string()),
    name: z.string().nullable(),
    opens: z.array(z.string()).describe('kinds of case that they may open'),
    pages: z.array(z.string()).describe('pages of the department that they may read'),
  })
  .meta({ id: 'Me' });

export function authRoutes(deps: ApiDeps, accounts: LocalAccounts, identity: Identity): Route[] {
  const { prisma, config } = deps;
  const requireLocal = (): void => {
    if (!config.localAccounts)
      throw refuse('forbidden', '请使用统一身份登录', 'Sign in with your organisation’s identity provider');
  };
  const wrong = (): ApiError => refuse('not_signed_in', '邮箱或密码不正确', 'The e-mail or the password is wrong');
  /** The token of a session's person; undefined where they may no longer work here. */
  const issue = async (session: LocalSession, now: number): Promise<string | undefined> => {
    const person = await prisma.person.findUnique({ where: { id: session.personId } });
    if (!person?.active) return undefined;
    const actor: Actor = {
      id: person.id,
      role: person.role as SystemRole,
      duties: await dutiesOf(prisma, person.id, now),
    };
    return identity.tokens.sign(actor, now);
  };
  const setCookie = (res: Response, token: string): void => {
    res.cookie(COOKIE, token, {
      httpOnly: true,
      sameSite: 'strict',
      secure: config.publicUrl.startsWith('https:'),
      path: '/auth',
      maxAge: 7 * 24 * 3_600_000,
    });
  };
  return [
    publicRoute({
      key: 'POST /auth/token',
      tag: 'sign-in',
      summary: 'Sign in with e-mail and password',
      body: signInBody,
      limit: accountLimit(config),
      answers: { 200: tokenAnswer },
      handle: async ({ body, res, now }) => {
        requireLocal();
        const session = await accounts.signIn(body.email, body.password);
        const accessToken = session && (await issue(session, now));
        if (!session || !accessToken) throw wrong();
        if (body.keep === 'cookie') setCookie(res, session.token);
        const refreshToken = body.keep === 'body' ? session.token : undefined;
        return {
          status: 200,
          body: { accessToken, tokenType: 'Bearer', expiresIn: ACCESS_TOKEN_S, refreshToken },
          headers: { 'Cache-Control': 'no-store' },
        };
      },
    }),
    publicRoute({
      key: 'POST /auth/refresh',
      tag: 'sign-in',
      summary: 'A new access token for a session; role and duties as they are now',
      body: refreshBody,
      answers: { 200: tokenAnswer },
      handle: async ({ body, req, now }) => {
        requireLocal();
        const token = body.refreshToken ?? cookieOf(req);
        const session = token === undefined ? undefined : await accounts.session(token);
        const accessToken = session && (await issue(session, now));
        if (!accessToken) throw new ApiError('not_signed_in');
        return {
          status: 200,
          body: { accessToken, tokenType: 'Bearer', expiresIn: ACCESS_TOKEN_S },
          headers: { 'Cache-Control': 'no-store' },
        };
      },
    }),
    publicRoute({
      key: 'POST /auth/sign-out',
      tag: 'sign-in',
      summary: 'End a session',
      body: refreshBody,
      answers: { 204: null },
      handle: async ({ body, req, res }) => {
        const token = body.refreshToken ?? cookieOf(req);
        if (token !== undefined) await accounts.signOut(token);
        res.clearCookie(COOKIE, { path: '/auth' });
        return { status: 204 };
      },
    }),
    route({
      key: 'POST /auth/password',
      tag: 'sign-in',
      summary: 'Change one’s own password; other sessions end',
      body: z.strictObject({
        refreshToken: z.string().min(1).max(400).optional(),
        current: z.string().min(1).max(200),
        next: newPassword,
      }),
      answers: { 200: z.object({ refreshToken: z.string().optional() }) },
      handle: async ({ body, req, res }, actor) => {
        requireLocal();
        const token = body.refreshToken ?? cookieOf(req);
        const session = token === undefined ? undefined : await accounts.session(token);
        if (!token || session?.personId !== actor.id) throw new ApiError('not_signed_in');
        const renewed = await accounts.changePassword(token, body.current, body.next);
        if (renewed === undefined)
          throw refuse('invalid_request', '原密码不正确', 'The current password is wrong', { field: 'current' });
        if (body.refreshToken === undefined) setCookie(res, renewed);
        return { status: 200, body: body.refreshToken === undefined ? {} : { refreshToken: renewed } };
      },
    }),
    route({
      key: 'GET /auth/me',
      tag: 'sign-in',
      summary: 'Who the access token says the caller is',
      answers: { 200: meAnswer },
      handle: async (_call, actor) => {
        const person = await prisma.person.findUnique({ where: { id: actor.id }, select: { name: true } });
        return {
          status: 200,
          body: {
            id: actor.id,
            role: actor.role,
            duties: [...actor.duties],
            name: person?.name ?? null,
            opens: mayOpen(actor.role),
            pages: pagesFor(actor.role),
          },
        };
      },
    }),
  ];
}

function cookieOf(req: Request): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([name]) => name === COOKIE)?.[1];
  if (value === undefined || value === '') return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    // No cookie of ours: whoever sent it has no session.
    return undefined;
  }
}
