/** Texts that no record can hold: control characters and halves of surrogate pairs, wherever a request has them. */
import { isPlainText } from '../../domain/cases/payload';
import type { Problem } from '../../domain/errors';

/** One problem for each such text, named by its path. The value is JSON whose depth has been limited. */
export function brokenTexts(value: unknown, path = ''): Problem[] {
  if (typeof value === 'string') return isPlainText(value) ? [] : [{ field: path || undefined, detail: broken }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => brokenTexts(part, path ? `${path}.${name}` : name));
}

const broken = {
  zh: '不能含有控制字符或残缺字符',
  en: 'Control characters and broken characters are not taken',
};
