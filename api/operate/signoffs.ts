/** The signatures under versions of policies (S-0-b): writer, reviewer and approver sign the content by its hash, each for themselves. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { signers, type Signer } from '../../domain/policy/signoff';
import type { PolicySignoff } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { route, type Route } from '../route';

const policyParams = z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/) });

export const signoffView = z
  .object({
    as: z.enum(signers),
    by: z.string().describe('id of the person'),
    at: z.iso.datetime(),
    version: z.string(),
    hash: z.string().describe('SHA-256 of the content that was signed'),
  })
  .meta({ id: 'PolicySignoff' });

/** A signature as it is shown. */
export function toSignoff({ as, personId, at, version, hash }: PolicySignoff): z.infer<typeof signoffView> {
  return { as: as as Signer, by: personId, at: at.toISOString(), version, hash };
}

export function signoffRoutes({ prisma }: ApiDeps): Route[] {
  return [
    route({
      key: 'GET /v1/policies/:id/signoffs',
      tag: 'policies',
      summary: 'Who signed which versions of a policy, newest first; also versions that are not published yet',
      params: policyParams,
      answers: { 200: z.object({ signoffs: z.array(signoffView) }) },
      handle: async ({ params: { id } }) => {
        const rows = await prisma.policySignoff.findMany({
          where: { policyId: id },
          orderBy: [{ at: 'desc' }, { as: 'asc' }],
          take: 500,
        });
        return { status: 200, body: { signoffs: rows.map(toSignoff) } };
      },
    }),
    route({
      key: 'POST /v1/policies/:id/signoffs',
      tag: 'policies',
      summary: 'Sign a version of a policy by the hash of its content, as `policy publish` names it',
      params: policyParams,
      body: z.strictObject({
        version: z.string().regex(/^\d+\.\d+$/),
        hash: z.string().regex(/^[0-9a-f]{64}$/),
        as: z.enum(signers),
      }),
      answers: { 201: signoffView },
      handle: async ({ params: { id }, body: { version, hash, as }, now }, actor) => {
        mayApprove(as, actor);
        const of = { hash, as, policyId: id, version, personId: actor.id, at: new Date(now) };
        const { count } = await prisma.policySignoff.createMany({ data: of, skipDuplicates: true });
        const signed = await prisma.policySignoff.findMany({ where: { policyId: id, hash } });
        const own = signed.find(({ personId }) => personId === actor.id);
        if (own?.as === as) return { status: 201, body: toSignoff(own) };
        if (count === 0 && own)
          throw refuse('forbidden', '同一人不得以两种身份签署', 'Nobody signs in two roles', { field: 'as' });
        throw refuse('already_done', '此身份已有人签署', 'Somebody has signed as this already', { field: 'as' });
      },
    }),
  ];
}

/** Whoever approves is an approver of the department; writing and reviewing are the others' work too. */
function mayApprove(as: Signer, { role }: Actor): void {
  if (as === 'approver' && role !== 'approver')
    throw refuse('forbidden', '批准须由审批人签署', 'An approver signs as approver', {
      field: 'as',
      allowed: signers.filter((signer) => signer !== 'approver'),
    });
}
