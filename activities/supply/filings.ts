/** What staff put before the company and nobody has decided yet, read from the filings. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import type { Policy } from '../../domain/policy/schema';
import type { FilingRule } from '../../domain/policy/schema-filings';
import type { Filing } from '../../prisma/generated/client';
import type { Db } from '../database';
import { datedChore } from './owed';
import type { Found } from './stock';

type Zone = CalendarSnapshot['zone'];

/** Everything that the section `filings:` of a policy has somebody decide. */
export async function filingDuties(db: Db, policy: Policy, zone: Zone): Promise<Found[]> {
  if (policy.filings.length === 0) return [];
  const rows = await db.filing.findMany({
    where: { policyId: policy.id },
    orderBy: [{ filedAt: 'asc' }, { id: 'asc' }],
  });
  return policy.filings.flatMap((rule) => {
    const filed = rows.filter(({ kind }) => kind === rule.id);
    const found = rule.from > 1 ? countedDuties(rule, filed) : filed.map((filing) => singleDuty(rule, filing));
    return found.map(({ from, ...owed }) => ({ owed, chore: datedChore(policy, zone, rule, from, owed) }));
  });
}

type FilingDuty = Found['owed'] & { from: number };

function singleDuty(rule: FilingRule, { id, partnerId, filedAt, decidedAt }: Filing): FilingDuty {
  return {
    key: `filing/${id}`,
    kind: 'filing',
    subject: { filing: rule.id, filingId: id, ...(partnerId !== null && { partnerId }) },
    from: filedAt.getTime(),
    doneAt: decidedAt?.getTime(),
  };
}

/** Whom a filing is about. */
function concerned({ personId, partnerId }: Filing): string {
  return personId ?? partnerId ?? '';
}

/**
 * S-7.7: counted over all time by whom they are about, what was found groundless left out. The duty begins with the
 * filing that makes the number full, and only once: what comes after that one is no other duty.
 */
function countedDuties(rule: FilingRule, filed: readonly Filing[]): FilingDuty[] {
  const counting = filed.filter(({ decision }) => decision !== 'refused');
  return [...new Set(counting.map(concerned))].flatMap((whom) => {
    const last = counting.filter((filing) => concerned(filing) === whom)[rule.from - 1];
    if (last === undefined) return [];
    return {
      key: `filing/${last.id}`,
      kind: 'filing',
      subject: { filing: rule.id, [rule.about === 'person' ? 'personId' : 'partnerId']: whom, count: rule.from },
      from: last.filedAt.getTime(),
      doneAt: last.decidedAt?.getTime(),
    };
  });
}
