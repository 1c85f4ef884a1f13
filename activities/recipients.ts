/** Whom a notification goes to: from what it says to addresses, at the last moment and nowhere written in a history. */
import type { Language } from '../domain/calendar/describe';
import type { Audience } from '../messages/templates';
import type { PrismaClient } from '../prisma/generated/client';
import type { DeliverRequest } from './contract';
import { callOut, deputiesOf } from './roster';

export interface Recipients {
  audience: Audience;
  addresses: string[];
  /** The languages of those addressed, Chinese first. */
  languages: Language[];
  /** Why there is no address: `no_person` or `no_address`. */
  missing?: 'no_person' | 'no_address';
}

/** Where a notice goes, and what is needed to find out. */
export type RecipientQuestion = Pick<DeliverRequest, 'parties' | 'policyId' | 'region'> & {
  /** As `NoticeRow.to`, or `deputies:<person id>` for those who stand in for somebody. */
  to: string;
  /** The instant of the roster, ISO 8601. */
  at: string;
};

interface Reachable {
  id: string;
  email: string | null;
  language: string;
}

/** Resolves `customer`, `customer:…`, `engineer`, `dispatcher`, `role:…`, `person:…` and `deputies:…`; nobody twice. */
export async function findRecipients(prisma: PrismaClient, question: RecipientQuestion): Promise<Recipients> {
  const customerId = customerOf(question);
  if (customerId !== undefined) {
    const found = await prisma.$queryRaw<Reachable[]>`/* prepared */
      SELECT "id", "email", "language" FROM master."Customer" WHERE "id" = ${customerId}`;
    return recipients('customer', found);
  }
  const { barred = [] } = question.parties;
  const ids = (await staffIds(prisma, question)).filter((id) => !barred.includes(id));
  const people =
    ids.length === 0
      ? []
      : await prisma.$queryRaw<Reachable[]>`/* prepared */
          SELECT "id", "email", "language" FROM master."Person" WHERE "id" = ANY (${ids}) AND "active"`;
  return recipients(
    'staff',
    people.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
  );
}

/** The customer of the case, or another one who has to hear of it, such as of a recall. */
function customerOf({ to, parties }: RecipientQuestion): string | undefined {
  if (to === 'customer') return parties.customerId;
  return to.startsWith('customer:') ? to.slice('customer:'.length) : undefined;
}

async function staffIds(
  prisma: PrismaClient,
  { to, at, parties, policyId, region }: RecipientQuestion,
): Promise<string[]> {
  const [kind, ...rest] = to.split(':');
  const name = rest.join(':');
  switch (kind) {
    case 'engineer':
      return parties.engineerId === undefined ? [] : [parties.engineerId];
    case 'dispatcher':
      return parties.dispatcherId === undefined ? [] : [parties.dispatcherId];
    case 'role':
      return (await callOut(prisma, { role: name, policyId, region, at, barred: parties.barred })).people;
    case 'person':
      return [name];
    case 'deputies':
      return deputiesOf(prisma, name, at);
    default:
      return [];
  }
}

function recipients(audience: Audience, people: readonly Reachable[]): Recipients {
  const reachable = people.filter((person) => person.email);
  const addresses = [...new Set(reachable.flatMap(({ email }) => email ?? []))];
  const languages = new Set(reachable.map(({ language }): Language => (language === 'en' ? 'en' : 'zh')));
  const missing = addresses.length > 0 ? undefined : people.length === 0 ? 'no_person' : 'no_address';
  return {
    audience,
    addresses,
    languages: (['zh', 'en'] as const).filter((language) => languages.has(language)),
    missing,
  };
}
