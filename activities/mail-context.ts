/** Looks up what a mail needs beside its notice: the policy's words, names behind ids, an engineer's job sheet. */
import { findTemplate, type Audience } from '../messages/templates';
import type { Words } from '../messages/bilingual';
import type { MailInput, Value } from '../messages/render';
import type { SheetLine } from '../messages/words';
import type { PrismaClient } from '../prisma/generated/client';
import { loadPolicyWords } from './policy-words';

export interface ContextQuestion {
  template: string;
  audience: Audience;
  /** What the read model has of the case, where it has it yet. */
  facts?: CaseFacts;
  policyIds: readonly string[];
  params: Readonly<Record<string, Value>>;
  /** Set where the mail goes to this engineer, who needs to know whom to visit. */
  engineerId?: string;
  customerId?: string;
}

/** What mails need of a case. */
export interface CaseFacts {
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
  const { facts } = question;
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
  if (!sheet) return { ...words, names };
  return { ...words, names, sheet: { ...sheet.lines, product: productLine(sheet, words.titles) } };
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

interface SheetRow {
  customer: string | null;
  phone: string | null;
  customerAddress: string | null;
  site: string | null;
  siteAddress: string | null;
  contact: string | null;
  sitePhone: string | null;
  product: string | null;
  model: string | null;
  serialNo: string | null;
  fault: string | null;
  wish: string | null;
}

/** A job sheet's lines, and the unit as the records have it: the product is the code of its family. */
interface Sheet {
  lines: Partial<Record<SheetLine, string>>;
  product: string | null;
  model: string | null;
}

/** The unit as the policy calls its family, with its model. */
function productLine({ product, model }: Sheet, titles: MailInput['titles']): Words | undefined {
  if (product === null) return undefined;
  const { zh, en } = titles.get(product) ?? { zh: product, en: product };
  return { zh: `${zh} ${model ?? ''}`.trim(), en: `${en} ${model ?? ''}`.trim() };
}

/** Whom to visit, where, for what. */
async function jobSheet(
  prisma: PrismaClient,
  facts: CaseFacts | undefined,
  customerId: string | undefined,
): Promise<Sheet> {
  const { siteId = null, assetId = null, texts = null } = facts ?? {};
  const [row] = await prisma.$queryRaw<SheetRow[]>`/* prepared */
    SELECT c."name" AS "customer", c."phone", c."address" AS "customerAddress", s."name" AS "site",
      s."address" AS "siteAddress", s."contact", s."phone" AS "sitePhone", a."product", a."model", a."serialNo",
      fault."body" AS "fault", wish."body" AS "wish"
    FROM (VALUES (${facts?.customerId ?? customerId ?? null}, ${siteId}, ${assetId}, ${texts?.fault?.id ?? null},
      ${texts?.wish?.id ?? null})) AS ids("customer", "site", "asset", "fault", "wish")
    LEFT JOIN master."Customer" c ON c."id" = ids."customer"
    LEFT JOIN master."Site" s ON s."id" = ids."site"
    LEFT JOIN master."Asset" a ON a."id" = ids."asset"
    LEFT JOIN master."Text" fault ON fault."id" = ids."fault"
    LEFT JOIN master."Text" wish ON wish."id" = ids."wish"`;
  const known = (value: string | null): string | undefined => value ?? undefined;
  const { customer, phone, customerAddress, site, siteAddress, contact, sitePhone, product, model, serialNo } = row!;
  const lines = {
    customer: known(customer),
    phone: known(phone),
    site: known(site),
    address: known(siteAddress ?? customerAddress),
    contact: [contact, sitePhone].filter(Boolean).join(' '),
    serialNo: known(serialNo),
    fault: known(row!.fault),
    wish: known(row!.wish),
  };
  return { lines, product, model };
}
