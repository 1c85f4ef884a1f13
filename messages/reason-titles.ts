/** The words that a published policy has for the reasons of its decisions. */
import type { Words } from './bilingual';

/**
 * Reads a published body: `entitlement.exchange` is what is decided, `entitlement.exchange/N-2.5-B-e` one of its
 * conditions. Conditions of a rule under the same clauses are told together.
 */
export function reasonTitles(body: unknown): Map<string, Words> {
  const titles = new Map<string, Words>();
  const add = (key: string, text: unknown): void => {
    const { zh, en } = record(text);
    if (typeof zh !== 'string' || typeof en !== 'string') return;
    const before = titles.get(key);
    titles.set(key, before ? { zh: `${before.zh}，${zh}`, en: `${before.en}; ${en}` } : { zh, en });
  };
  for (const [question, decision] of Object.entries(record(record(body).decisions)))
    for (const rule of list(record(decision).groups)
      .flatMap((group) => list(record(group).rules))
      .map(record)) {
      const stem = `${question}.${String(rule.id)}`;
      add(stem, rule.text);
      for (const { clause, text } of list(rule.conditions).map(record)) add(`${stem}/${idsOf(clause).join(' ')}`, text);
    }
  return titles;
}

/** One id, or several. */
function idsOf(value: unknown): string[] {
  const ids: unknown[] = Array.isArray(value) ? value : [value];
  return ids.filter((id): id is string => typeof id === 'string');
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
