/**
 * What staff put before the company: conduct of a colleague (S-7.7), a dealer's violation (C-M1-6.3), a training wished for
 * (N-2.3-4b). Which there are, whom each concerns and who decides is the policy's; that the decision is owed is a duty.
 */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { holdsDuty } from '../../domain/cases/duty';
import type { FilingRule } from '../../domain/policy/schema-filings';
import type { Filing } from '../../prisma/generated/client';
import { insistCase } from '../cases/access';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { after, cursor, idParams, nextOf } from '../master/resource';
import { route, type Route } from '../route';
import { filingTitles, titlesOfFilings } from './titles';

const word = z.string().trim().min(1).max(64);
const words = z.string().trim().min(1).max(4000);
const at = z.iso.datetime();

const filingView = z
  .object({
    id: z.string(),
    policyId: z.string(),
    kind: z.string(),
    personId: z.string().nullable(),
    partnerId: z.string().nullable(),
    product: z.string().nullable(),
    ground: z.string().nullable(),
    caseId: z.string().nullable(),
    text: z.string(),
    occurredOn: z.iso.date().nullable(),
    filedBy: z.string(),
    filedAt: at,
    decision: z.enum(['approved', 'refused']).nullable(),
    answer: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: at.nullable(),
    mayDecide: z.boolean().describe('the caller may decide it now'),
    titles: filingTitles,
  })
  .meta({ id: 'Filing' });

async function shown(deps: ApiDeps, filings: readonly Filing[], actor: Actor): Promise<z.infer<typeof filingView>[]> {
  const titles = await titlesOfFilings(deps, filings, actor);
  return filings.map((filing, index) => {
    const { occurredOn, filedAt, decidedAt, decision, ...rest } = filing;
    const rule = deps.policies
      .source()
      .get(filing.policyId)
      ?.filings.find(({ id }) => id === filing.kind);
    return {
      ...rest,
      occurredOn: occurredOn?.toISOString().slice(0, 10) ?? null,
      filedAt: filedAt.toISOString(),
      decision: decision as 'approved' | 'refused' | null,
      decidedAt: decidedAt?.toISOString() ?? null,
      mayDecide: decision === null && rule !== undefined && isForMe(filing, rule, actor),
      titles: titles[index]!,
    };
  });
}

const newFiling = z.strictObject({
  policyId: word,
  kind: word.describe('one of the policy’s filings'),
  personId: word.nullable().default(null).describe('whom it is about, where the filing is about a person'),
  partnerId: word.nullable().default(null).describe('which partner it is about'),
  product: word.nullable().default(null).describe('which product it is about'),
  ground: word.nullable().default(null).describe('which of the policy’s grounds'),
  caseId: word.nullable().default(null),
  occurredOn: z.iso.date().nullable().default(null),
  text: words,
});

export function filingRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const one = async (filing: Filing, actor: Actor) => (await shown(deps, [filing], actor))[0]!;
  const find = async (id: string): Promise<Filing> => {
    const found = await prisma.filing.findUnique({ where: { id } });
    if (!found) throw refuse('not_found', '没有这项呈报', 'There is no such filing');
    return found;
  };
  return [
    route({
      key: 'POST /v1/filings',
      tag: 'filings',
      summary: 'Put something before the company: what the policy’s section `filings` knows',
      body: newFiling,
      headers: idempotencyHeaders,
      answers: { 201: filingView },
      handle: async (call, actor) => {
        await checkFiling(deps, call.body, actor);
        const { occurredOn, ...given } = call.body;
        const data = {
          ...given,
          occurredOn: occurredOn === null ? null : new Date(occurredOn),
          filedBy: actor.id,
          filedAt: new Date(call.now),
        };
        // S-7.7 counts filings: one that is sent again is the same one.
        const made = await once(
          prisma,
          { route: 'POST /v1/filings', actor, call },
          {
            make: (db, id) => db.filing.create({ data: { ...data, id } }),
            find: (id) => prisma.filing.findUnique({ where: { id } }),
          },
        );
        return { status: 201, body: await one(made, actor) };
      },
    }),
    route({
      key: 'GET /v1/filings',
      tag: 'filings',
      summary: 'Filings, newest first: one’s own, and for those who lead the others too, but for those about oneself',
      query: z.strictObject({
        list: z.enum(['open', 'decided', 'all']).default('open'),
        policyId: word.optional(),
        kind: word.optional(),
        personId: word.optional(),
        cursor,
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      answers: { 200: z.object({ filings: z.array(filingView), next: z.string().nullable() }) },
      handle: async ({ query: { list, policyId, kind, personId, cursor: past, limit } }, actor) => {
        const order = { descending: true };
        const decision = list === 'all' ? {} : { decision: list === 'open' ? null : { not: null } };
        const rows = await prisma.filing.findMany({
          where: { AND: [{ policyId, kind, personId, ...decision }, readable(actor), after(past, 'filedAt', order)] },
          orderBy: [{ filedAt: 'desc' }, { id: 'asc' }],
          take: limit + 1,
        });
        const next = nextOf(rows, limit, ({ filedAt, id }) => [filedAt.toISOString(), id]);
        return { status: 200, body: { filings: await shown(deps, rows.slice(0, limit), actor), next } };
      },
    }),
    route({
      key: 'POST /v1/filings/:id/decide',
      tag: 'filings',
      summary:
        'Decide a filing; one that is counted by person or partner settles the others about the same one, but for one’s own',
      params: idParams,
      body: z.strictObject({
        approved: z.boolean().describe('granted or handled; false: not granted, or groundless'),
        answer: words.describe('what was decided or done'),
      }),
      answers: { 200: filingView },
      handle: async ({ params: { id }, body: { approved, answer }, now }, actor) => {
        const found = await find(id);
        const rule = ruleOf(deps, found);
        mayDecide(found, rule, actor);
        const { count } = await prisma.filing.updateMany({
          where: {
            decision: null,
            ...(approved && rule.from > 1 ? { ...sameOne(found), filedBy: { not: actor.id } } : { id }),
          },
          data: {
            decision: approved ? 'approved' : 'refused',
            answer,
            decidedBy: actor.id,
            decidedAt: new Date(now),
          },
        });
        if (found.decision !== null || count === 0)
          throw refuse('already_done', '已有决定', 'It has been decided already');
        return { status: 200, body: await one(await find(id), actor) };
      },
    }),
  ];
}

/** Those who lead and audit read all but what is about themselves; others read what they filed. */
function readable({ id, role }: Actor): object {
  if (role === 'auditor') return {};
  const leads = role === 'supervisor' || role === 'approver';
  return leads ? { OR: [{ personId: null }, { personId: { not: id } }] } : { filedBy: id };
}

/** The filings of this kind about the same person or partner. */
function sameOne({ policyId, kind, personId, partnerId }: Filing): object {
  return { policyId, kind, personId, partnerId };
}

function ruleOf({ policies }: ApiDeps, { policyId, kind }: { policyId: string; kind: string }): FilingRule {
  const rules = policies.source().get(policyId)?.filings ?? [];
  const rule = rules.find(({ id }) => id === kind);
  if (!rule)
    throw refuse('invalid_request', '此制度没有这种呈报', 'The policy has no such filing', {
      field: 'kind',
      allowed: rules.map(({ id }) => id),
    });
  return rule;
}

/** N-2.3-4b, C-M1-6.3, S-7.7: the policy's role decides, and nobody about themselves or on their own request. */
function mayDecide(filing: Filing, rule: FilingRule, actor: Actor): void {
  const { role } = rule;
  if (!holdsDuty(actor, role, filing.policyId))
    throw refuse('forbidden', `须由 ${role} 决定`, `It is for the ${role} to decide`, { allowed: [role] });
  if (!isForMe(filing, rule, actor))
    throw refuse(
      'forbidden',
      '不得决定本人提出或涉及本人的事项',
      'Nobody decides what they filed, or what is about them',
    );
}

/** Whether this actor decides it: holding the role, and concerned in no other way. */
function isForMe({ policyId, filedBy, personId }: Filing, { role }: FilingRule, actor: Actor): boolean {
  return holdsDuty(actor, role, policyId) && filedBy !== actor.id && personId !== actor.id;
}

/** Refuses a filing without the one whom it is about, with an unknown one, or without a ground of the policy. */
async function checkFiling(deps: ApiDeps, filing: z.infer<typeof newFiling>, actor: Actor): Promise<void> {
  const { prisma, policies } = deps;
  const rule = ruleOf(deps, filing);
  const abouts = { person: filing.personId, partner: filing.partnerId, product: filing.product };
  const fields = { person: 'personId', partner: 'partnerId', product: 'product' };
  for (const about of ['person', 'partner', 'product'] as const) {
    if ((abouts[about] !== null) === (rule.about === about)) continue;
    throw refuse('invalid_request', '请写明且只写明所涉对象', 'Name the one that it is about, and nothing else', {
      field: fields[about],
      allowed: fields[rule.about],
    });
  }
  const grounds = rule.grounds.map(({ id }) => id);
  if (filing.ground === null ? grounds.length > 0 : !grounds.includes(filing.ground))
    throw refuse('invalid_request', '请写明依据', 'Say on which ground', { field: 'ground', allowed: grounds });
  const { personId, partnerId, product, caseId } = filing;
  if (caseId !== null) await insistCase(prisma, caseId, actor);
  const known = {
    personId: personId === null || (await prisma.person.count({ where: { id: personId } })) > 0,
    partnerId: partnerId === null || (await prisma.partner.count({ where: { id: partnerId, erasedAt: null } })) > 0,
    product:
      product === null ||
      policies
        .source()
        .get(filing.policyId)!
        .products.some(({ id }) => id === product),
  };
  for (const [field, there] of Object.entries(known))
    if (!there) throw refuse('invalid_request', '没有这个对象', 'There is no such one', { field });
}
