/** The signatures under versions of policies (S-0-b): writer, reviewer and approver sign the content by its hash, each for themselves. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { clausesOf } from '../../domain/policy/compile-targets';
import { signers, type Signer } from '../../domain/policy/signoff';
import type { PolicySignoff, PrismaClient } from '../../prisma/generated/client';
import { valueWords } from '../../messages/field-words';
import { clauseTexts, textsOfClauses } from '../cases/titles/clause-texts';
import { words } from '../cases/titles/event-lines';
import { peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
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
    titles: z.object({ as: words, by: words }),
  })
  .meta({ id: 'PolicySignoff' });

/** Signatures as they are shown, with the names for those who may know them. */
export async function shownSignoffs(
  { prisma }: Pick<ApiDeps, 'prisma'>,
  rows: readonly PolicySignoff[],
  actor: Actor,
): Promise<z.infer<typeof signoffView>[]> {
  const names = await peopleNames(
    prisma,
    rows.map(({ personId }) => personId),
    actor,
  );
  return rows.map(({ as, personId, at, version, hash }) => ({
    ...{ as: as as Signer, by: personId, at: at.toISOString(), version, hash },
    titles: { as: valueWords(as, 'as') ?? asNamed(as), by: personWords(names, personId) },
  }));
}

export function signoffRoutes(deps: ApiDeps): Route[] {
  const { prisma, policies } = deps;
  const one = async (row: PolicySignoff, actor: Actor) => (await shownSignoffs(deps, [row], actor))[0]!;
  return [
    route({
      key: 'GET /v1/policies/:id/signoffs',
      tag: 'policies',
      summary: 'Who signed which versions of a policy, newest first; also versions that are not published yet',
      params: policyParams,
      answers: {
        200: z.object({
          signoffs: z.array(signoffView),
          proposed: z
            .array(z.object({ version: z.string(), hash: z.string(), proposedAt: z.iso.datetime() }))
            .describe('versions that wait for signatures and can be signed, newest first'),
          asked: z
            .object({
              by: z.array(z.object({ as: z.enum(signers), title: words })),
              clauses: z.array(z.string()),
              clauseTexts,
            })
            .nullable()
            .describe('who signs a new version; null where nobody has to'),
          inForce: z.object({ version: z.string(), hash: z.string() }).nullable(),
        }),
      },
      handle: async ({ params: { id } }, actor) => {
        const rows = await prisma.policySignoff.findMany({
          where: { policyId: id },
          orderBy: [{ at: 'desc' }, { as: 'asc' }],
          take: 500,
        });
        const rule = policies.source().get(id)?.signoff;
        const asked = rule && {
          by: rule.by.map((as) => ({ as, title: valueWords(as, 'as') ?? asNamed(as) })),
          clauses: clausesOf(rule),
          clauseTexts: textsOfClauses(clausesOf(rule)),
        };
        const found = policies.get(id);
        const inForce = found ? { version: found.version, hash: found.hash } : null;
        const proposed = await waiting(prisma, id);
        return {
          status: 200,
          body: {
            ...{ signoffs: await shownSignoffs(deps, rows, actor), asked: asked ?? null, inForce },
            proposed: proposed.map(({ proposedAt, ...of }) => ({ ...of, proposedAt: proposedAt.toISOString() })),
          },
        };
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
        await insistKnown(prisma, { policyId: id, version, hash });
        const of = { hash, as, policyId: id, version, personId: actor.id, at: new Date(now) };
        const { count } = await prisma.policySignoff.createMany({ data: of, skipDuplicates: true });
        const signed = await prisma.policySignoff.findMany({ where: { policyId: id, hash } });
        const own = signed.find(({ personId }) => personId === actor.id);
        if (own?.as === as) return { status: 201, body: await one(own, actor) };
        if (count === 0 && own)
          throw refuse('forbidden', '同一人不得以两种身份签署', 'Nobody signs in two roles', { field: 'as' });
        throw refuse('already_done', '此身份已有人签署', 'Somebody has signed as this already', { field: 'as' });
      },
    }),
  ];
}

/** Versions of a policy that were proposed and are not published. */
async function waiting(
  prisma: PrismaClient,
  policyId: string,
): Promise<{ version: string; hash: string; proposedAt: Date }[]> {
  const published = await prisma.policyVersion.findMany({ where: { policyId }, select: { hash: true } });
  return prisma.policyProposal.findMany({
    where: { policyId, hash: { notIn: published.map(({ hash }) => hash) } },
    select: { version: true, hash: true, proposedAt: true },
    orderBy: { proposedAt: 'desc' },
    take: 50,
  });
}

/** S-0-b: a signature stands under content that is known: a published version, or one that `policy publish` proposed. */
async function insistKnown(
  prisma: PrismaClient,
  { policyId, version, hash }: { policyId: string; version: string; hash: string },
): Promise<void> {
  const published = await prisma.policyVersion.findMany({ where: { policyId }, select: { version: true, hash: true } });
  const proposed = await waiting(prisma, policyId);
  const known = [...proposed, ...published];
  if (known.length === 0)
    throw refuse(
      'not_found',
      '没有这个制度：既未发布，也未提交待签',
      'There is no such policy, neither published nor proposed',
      { field: 'id', allowed: 'run `sanbao policy publish <file>`: it proposes the version to be signed' },
    );
  const found = known.find((one) => one.hash === hash);
  if (!found)
    throw refuse(
      'invalid_request',
      '没有此内容的版本：既未发布，也未提交待签',
      'No version has this content, neither published nor proposed by `sanbao policy publish <file>`',
      { field: 'hash', allowed: proposed.map((one) => `${one.version} ${one.hash}`) },
    );
  if (found.version !== version)
    throw refuse('invalid_request', '此内容是另一版本', 'This content is of another version', {
      field: 'version',
      allowed: [found.version],
    });
}

/** Whoever approves is an approver of the department; writing and reviewing are the others' work too. */
function mayApprove(as: Signer, { role }: Actor): void {
  if (as === 'approver' && role !== 'approver')
    throw refuse('forbidden', '批准须由审批人签署', 'An approver signs as approver', {
      field: 'as',
      allowed: signers.filter((signer) => signer !== 'approver'),
    });
}
