/** Looks up what a mail needs beside its notice: the policy's words, names behind ids, an engineer's job sheet. */
import { findTemplate, type Audience } from '../messages/templates';
import type { MailInput, Value } from '../messages/render';
import type { PrismaClient } from '../prisma/generated/client';
import { loadPolicyWords } from './policy-words';

export interface ContextQuestion {
  template: string;
  audience: Audience;
  caseId?: string;
  policyIds: readonly string[];
  params: Readonly<Record<string, Value>>;
  /** Set where the mail goes to this engineer, who needs to know whom to visit. */
  engineerId?: string;
  customerId?: string;
}

interface CaseFacts {
  customerId: string;
  siteId: string | null;
  assetId: string | null;
  pins: { hash: string; layer: string }[] | null;
  texts: { fault?: { id: string }; wish?: { id: string } } | null;
}

/** Works also for a case that is not in the read model yet, with fewer words. */
export async function loadContext(
  prisma: PrismaClient,
  question: ContextQuestion,
): Promise<Pick<MailInput, 'zone' | 'hotline' | 'titles' | 'names' | 'sheet'>> {
  const facts = question.caseId === undefined ? undefined : await caseFacts(prisma, question.caseId);
  // The service policy first: its zone is the case's.
  const pins = (facts?.pins ?? []).toSorted((a, b) => Number(b.layer === 'service') - Number(a.layer === 'service'));
  const isJobSheet =
    findTemplate(question.template, question.audience) === 'job_assigned' && question.audience === 'staff';
  const [words, names, sheet] = await Promise.all([
    loadPolicyWords(
      prisma,
      pins.map(({ hash }) => hash),
      question.policyIds,
    ),
    namesOf(prisma, question),
    isJobSheet && question.engineerId !== undefined ? jobSheet(prisma, facts, question.customerId) : undefined,
  ]);
  return { ...words, names, sheet };
}

async function caseFacts(prisma: PrismaClient, caseId: string): Promise<CaseFacts | undefined> {
  const [row] = await prisma.$queryRaw<CaseFacts[]>`/* prepared */
    SELECT "customerId", "siteId", "assetId", "state"->'pins' AS "pins", "state"->'texts' AS "texts"
    FROM cases."Case" WHERE "id" = ${caseId}`;
  return row;
}

/** Values that hold a text's id; customers are shown only those that were written for them. */
const TEXTS: Readonly<Record<Audience, readonly string[]>> = {
  customer: ['opinion', 'solution', 'result'],
  staff: ['opinion', 'reason', 'subject', 'solution', 'result'],
};
/** Values that hold a person's id. */
const PEOPLE = ['engineerId', 'before'];

async function namesOf(prisma: PrismaClient, { params, audience }: ContextQuestion): Promise<Map<string, string>> {
  const ids = (names: readonly string[]): string[] =>
    names.flatMap((name) => (typeof params[name] === 'string' ? params[name] : []));
  const [textIds, personIds] = [ids(TEXTS[audience]), ids(PEOPLE)];
  const [texts, people] = await Promise.all([
    textIds.length > 0
      ? prisma.text.findMany({ where: { id: { in: textIds } }, select: { id: true, body: true } })
      : [],
    personIds.length > 0
      ? prisma.person.findMany({ where: { id: { in: personIds } }, select: { id: true, name: true } })
      : [],
  ]);
  return new Map([
    ...texts.map(({ id, body }) => [id, body] as const),
    ...people.map(({ id, name }) => [id, name] as const),
  ]);
}

/** Whom to visit, where, for what. */
async function jobSheet(
  prisma: PrismaClient,
  facts: CaseFacts | undefined,
  customerId: string | undefined,
): Promise<MailInput['sheet']> {
  const textId = (ref: { id: string } | undefined) => ({ where: { id: ref?.id ?? '' }, select: { body: true } });
  const [customer, site, asset, fault, wish] = await Promise.all([
    prisma.customer.findUnique({ where: { id: facts?.customerId ?? customerId ?? '' } }),
    facts?.siteId ? prisma.site.findUnique({ where: { id: facts.siteId } }) : null,
    facts?.assetId ? prisma.asset.findUnique({ where: { id: facts.assetId } }) : null,
    prisma.text.findUnique(textId(facts?.texts?.fault)),
    prisma.text.findUnique(textId(facts?.texts?.wish)),
  ]);
  return {
    customer: customer?.name,
    phone: customer?.phone ?? undefined,
    site: site?.name,
    address: site?.address ?? customer?.address ?? undefined,
    contact: [site?.contact, site?.phone].filter(Boolean).join(' '),
    product: asset ? `${asset.product} ${asset.model}` : undefined,
    serialNo: asset?.serialNo,
    fault: fault?.body,
    wish: wish?.body,
  };
}
