/**
 * A bad answer becomes a complaint: opened like any other, once for its answer. Where it cannot be opened now (engine
 * down, policy without complaints) the duty to open one stays with the role that asked, and is chased.
 */
import { entryOf } from '../../domain/cases/kinds';
import type { Actor } from '../../domain/cases/record';
import { choreLadder } from '../../domain/recurring/chore';
import type { Prisma, PrismaClient } from '../../prisma/generated/client';
import { openCase, openingRequest } from '../cases/open';
import { sha256 } from '../cases/texts';
import type { ApiDeps } from '../deps';

/** Product default: a complaint that a machine could not open is opened by a person within four hours. */
const openWithinMs = 4 * 3_600_000;

export interface BadAnswer {
  /** Id of the survey or care task. */
  id: string;
  policyId: string;
  customerId: string;
  assetId?: string;
  region?: string;
  /** The case whose visit the customer was asked about. */
  visitedCaseId?: string;
  source: 'survey' | 'callback';
  /** What the customer said, in words. */
  text: string;
  /** The policy role that asked. */
  role: string;
  ladder: string;
  clauses: readonly string[];
}

type Db = PrismaClient | Prisma.TransactionClient;

/** Notes that a complaint is owed, in the transaction that keeps the answer. */
export async function oweComplaint(
  db: Db,
  deps: Pick<ApiDeps, 'policies'>,
  bad: BadAnswer,
  now: number,
): Promise<void> {
  const policy = deps.policies.source().get(bad.policyId);
  await db.chore.createMany({
    data: {
      key: `complaint/${bad.id}`,
      kind: 'answer_complaint',
      policyId: bad.policyId,
      region: bad.region,
      owner: `role:${bad.role}`,
      subject: { [bad.source]: bad.id },
      createdAt: new Date(now),
      dueAt: new Date(now + openWithinMs),
      ladder: (policy ? choreLadder(policy, bad.ladder, openWithinMs) : []) as unknown as Prisma.InputJsonArray,
      clauses: [...bad.clauses],
    },
    skipDuplicates: true,
  });
}

/** Opens the complaint that is owed; undefined where that is not possible now, and the duty stays. */
export async function openOwedComplaint(
  deps: ApiDeps,
  bad: BadAnswer,
  call: { actor: Actor; requestId: string; now: number },
): Promise<string | undefined> {
  const policyId = await policyFor(deps, bad);
  const body = {
    policy: policyId,
    customerId: bad.customerId,
    ...(bad.assetId !== undefined && { assetId: bad.assetId }),
    ...(bad.region !== undefined && { region: bad.region }),
    source: bad.source,
    channel: channelOf(deps, policyId, bad.source),
    ...(bad.visitedCaseId !== undefined && { aboutCase: bad.visitedCaseId }),
    complaint: bad.text,
  };
  try {
    const { opening } = entryOf('complaint');
    // Told apart from what people open: the same answer never opens two.
    const key = sha256(`${bad.source} ${bad.id}`);
    const parsed = openingRequest(opening).parse(body) as Record<string, unknown>;
    const { caseId } = await openCase(deps, opening, { ...call, body: parsed, key });
    await deps.prisma.chore.updateMany({
      where: { key: `complaint/${bad.id}`, status: 'open' },
      data: { status: 'done', doneAt: new Date(call.now), nextAt: null },
    });
    return caseId;
  } catch (error) {
    deps.log.warn({ err: error, of: bad.id }, 'a complaint could not be opened; the duty stays');
    return undefined;
  }
}

/**
 * The policy that takes the complaint: the one under which was asked, or, where its rules are laid over service policies
 * and it takes no cases of its own, that of the visit.
 */
async function policyFor({ prisma, policies }: ApiDeps, { policyId, visitedCaseId }: BadAnswer): Promise<string> {
  if (visitedCaseId === undefined || policies.list('complaint').some(({ id }) => id === policyId)) return policyId;
  const visited = await prisma.case.findUnique({ where: { id: visitedCaseId }, select: { policyId: true } });
  return visited?.policyId ?? policyId;
}

/** How the words came: written on a page or told on the phone, by the nearest name that the policy has. */
function channelOf(deps: Pick<ApiDeps, 'policies'>, policyId: string, source: BadAnswer['source']): string {
  const known =
    deps.policies
      .source()
      .get(policyId)
      ?.complaints?.channels.map(({ id }) => id) ?? [];
  const near = source === 'survey' ? ['message', 'other', 'email', 'phone'] : ['phone', 'oral', 'other'];
  return near.find((id) => known.some((k) => k === id)) ?? known[0] ?? 'other';
}
