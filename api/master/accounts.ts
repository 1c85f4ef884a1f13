/** Local accounts: made, reset and ended by administrators. The role is the person's. */
import { z } from 'zod';
import type { PrismaClient } from '../../prisma/generated/client';
import { PASSWORD_MAX, PASSWORD_MIN, type LocalAccounts } from '../auth/accounts';
import { refuse } from '../http/problem';
import { route, type Route } from '../route';
import { asRefusal, idParams } from './resource';

export const password = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX);
const accountView = z
  .object({ id: z.string(), personId: z.string(), email: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'Account' });

export function accountRoutes(prisma: PrismaClient, accounts: LocalAccounts): Route[] {
  const existing = async (id: string): Promise<void> => {
    if ((await prisma.authUser.count({ where: { id } })) === 0)
      throw refuse('not_found', '没有这个账号', 'There is no such account');
  };
  return [
    route({
      key: 'GET /v1/accounts',
      tag: 'accounts',
      summary: 'All local accounts',
      answers: { 200: z.object({ accounts: z.array(accountView) }) },
      handle: async () => {
        const rows = await prisma.authUser.findMany({ orderBy: { email: 'asc' } });
        return {
          status: 200,
          body: {
            accounts: rows.map(({ id, personId, email, createdAt }) => ({
              id,
              personId,
              email,
              createdAt: createdAt.toISOString(),
            })),
          },
        };
      },
    }),
    route({
      key: 'POST /v1/accounts',
      tag: 'accounts',
      summary: 'Give a person an account',
      body: z.strictObject({ personId: z.string().min(1).max(64), email: z.email().max(254), password }),
      answers: { 201: z.object({ id: z.string() }) },
      handle: async ({ body }) => {
        const person = await prisma.person.findUnique({ where: { id: body.personId } });
        if (!person?.active)
          throw refuse('invalid_request', '没有这个在职人员', 'There is no such active person', { field: 'personId' });
        const taken = await prisma.authUser.count({
          where: { OR: [{ personId: person.id }, { email: body.email.toLowerCase() }] },
        });
        if (taken > 0)
          throw refuse(
            'already_done',
            '此人已有账号，或邮箱已被使用',
            'The person has an account already, or the e-mail is taken',
          );
        const id = await accounts.create({ ...body, name: person.name }).catch((error: unknown) => {
          throw asRefusal(error);
        });
        return { status: 201, body: { id } };
      },
    }),
    route({
      key: 'POST /v1/accounts/:id/password',
      tag: 'accounts',
      summary: 'Set a new password and end the account’s sessions',
      params: idParams,
      body: z.strictObject({ password }),
      answers: { 204: null },
      handle: async ({ params, body }) => {
        await existing(params.id);
        await accounts.setPassword(params.id, body.password);
        return { status: 204 };
      },
    }),
    route({
      key: 'DELETE /v1/accounts/:id',
      tag: 'accounts',
      summary: 'End an account and its sessions; the person stays',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params }) => {
        await existing(params.id);
        await prisma.authUser.delete({ where: { id: params.id } });
        return { status: 204 };
      },
    }),
  ];
}
