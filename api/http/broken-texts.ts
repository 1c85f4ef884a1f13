/**
 * Texts that no record can hold, wherever a request has them: control characters, halves of surrogate pairs, and dates
 * in years that neither PostgreSQL nor a calendar of ours knows (a step with one could never be recorded).
 */
import { isPlainText } from '../../domain/cases/payload';
import type { Problem } from '../../domain/errors';

/** Sales of a maker's oldest units, and promises of its youngest, lie well inside. */
const years = { minimum: 1900, maximum: 2199 };
/** A text that is a date or an instant as a whole; its first four digits are the year. */
const dated = /^\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:\d\d))?$/;

/** One problem for each such text, named by its path. The value is JSON whose depth has been limited. */
export function brokenTexts(value: unknown, path = ''): Problem[] {
  if (typeof value === 'string') return problemOf(value).map((problem) => ({ field: path || undefined, ...problem }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => brokenTexts(part, path ? `${path}.${name}` : name));
}

function problemOf(text: string): Problem[] {
  if (!isPlainText(text)) return [broken];
  const year = dated.test(text) ? Number(text.slice(0, 4)) : undefined;
  return year !== undefined && (year < years.minimum || year > years.maximum) ? [outside] : [];
}

const broken: Problem = {
  detail: {
    zh: '不能含有控制字符或残缺字符',
    en: 'Control characters and broken characters are not taken',
  },
};

const outside: Problem = {
  detail: {
    zh: `年份须在 ${years.minimum} 至 ${years.maximum} 之间`,
    en: `The year has to be one from ${years.minimum} to ${years.maximum}`,
  },
  allowed: { year: years },
};
