/** What the values of a report's dimensions are called: titles of the policies, and people where the reader may see them. */
import type { Policy } from '../domain/policy/schema';
import type { Words } from '../messages/bilingual';
import { complaintTitles } from '../messages/complaint-titles';
import type { NameOf } from './period-report';

/**
 * Titles in both languages as one text. A title that two policies use for different things is left out: the id tells
 * better, unless it is asked for one policy.
 * @param policies those that the figures are about: a title of any other would only make one of theirs ambiguous
 * @param people names by person id; ids are shown for those who are missing
 */
export function namesOf(policies: readonly Policy[], people: ReadonlyMap<string, string> = new Map()): NameOf {
  const titles = new Map<string, Set<string>>();
  const note = (dimension: string, id: string, { zh, en }: Words): void => {
    const key = `${dimension} ${id}`;
    titles.set(key, (titles.get(key) ?? new Set()).add(`${zh} ${en}`));
  };
  for (const policy of policies) {
    const noteMilestone = (id: string, title: Words): void => {
      note('milestone', id, title);
      note(`milestone ${policy.id}`, id, title);
    };
    note('policy', policy.id, policy.title);
    for (const { id, title } of policy.regions) note('region', id, title);
    for (const { id, title } of policy.levels) note('level', id, title);
    for (const { id, title } of policy.milestones) noteMilestone(id, title);
    for (const { id, title } of policy.callbacks) noteMilestone(`callback_${id}`, title);
    for (const { id, title } of complaintTitles(policy).milestones) noteMilestone(id, title);
  }
  const only = (key: string): string | undefined => {
    const [title, ...others] = titles.get(key) ?? [];
    return others.length > 0 ? undefined : title;
  };
  return (dimension, value, policy) => {
    if (dimension === 'engineer') return people.get(value) ?? value;
    return only(`${dimension} ${policy} ${value}`) ?? only(`${dimension} ${value}`) ?? value;
  };
}

/** The policies that name what these cases promised: those that they pinned, and all that lie over a service's own. */
export function policiesOf(policies: readonly Policy[], pinned: readonly string[]): Policy[] {
  return policies.filter(({ id, layer }) => layer !== 'service' || pinned.includes(id));
}
