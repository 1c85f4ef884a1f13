/** What the values of a report's dimensions are called: titles of the policies, and people where the reader may see them. */
import type { Policy } from '../domain/policy/schema';
import type { NameOf } from './period-report';

/**
 * Titles in both languages as one text. A title that two policies use for different things is left out: the id tells
 * better.
 * @param people names by person id; ids are shown for those who are missing
 */
export function namesOf(policies: readonly Policy[], people: ReadonlyMap<string, string> = new Map()): NameOf {
  const titles = new Map<string, Set<string>>();
  const note = (dimension: string, id: string, { zh, en }: { zh: string; en: string }): void => {
    const key = `${dimension} ${id}`;
    titles.set(key, (titles.get(key) ?? new Set()).add(`${zh} ${en}`));
  };
  for (const policy of policies) {
    note('policy', policy.id, policy.title);
    for (const { id, title } of policy.regions) note('region', id, title);
    for (const { id, title } of policy.levels) note('level', id, title);
    for (const { id, title } of policy.milestones) note('milestone', id, title);
    for (const { id, title } of policy.callbacks) note('milestone', `callback_${id}`, title);
  }
  return (dimension, value) => {
    if (dimension === 'engineer') return people.get(value) ?? value;
    const [title, ...others] = titles.get(`${dimension} ${value}`) ?? [];
    return title === undefined || others.length > 0 ? value : title;
  };
}
