import { z } from 'zod';
import type { Language } from '../../domain/calendar/describe';
import type { Problem } from '../../domain/errors';

/** zod's sentences in both languages; given to each parse, since the process-wide setting knows one language only. */
const sentences: Record<Language, z.core.$ZodErrorMap> = {
  zh: z.locales.zhCN().localeError,
  en: z.locales.en().localeError,
};

/** Checks a value. `field` names the place in front of the paths, such as `payload` or `Idempotency-Key`. */
export function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
  field = '',
): { ok: true; value: T } | { ok: false; problems: Problem[] } {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, problems: read.error.issues.slice(0, 50).map((issue) => toProblem(issue, field)) };
}

function toProblem(issue: z.core.$ZodIssue, field: string): Problem {
  const extra = issue.code === 'unrecognized_keys' && issue.keys.length === 1 ? issue.keys : [];
  const path = [field, ...issue.path.map(String), ...extra].filter(Boolean).join('.');
  const own = issue.code === 'custom' ? issue.message : undefined;
  return {
    field: path || undefined,
    detail: { zh: own ?? sentence(issue, 'zh'), en: own ?? sentence(issue, 'en') },
    ...allowedOf(issue),
  };
}

function sentence(issue: z.core.$ZodIssue, language: Language): string {
  const words = sentences[language](issue as z.core.$ZodRawIssue);
  return (typeof words === 'string' ? words : words?.message) ?? issue.message;
}

/** What would have been taken, where the issue knows it. */
function allowedOf(issue: z.core.$ZodIssue): { allowed?: unknown } {
  switch (issue.code) {
    case 'invalid_value':
      return { allowed: issue.values };
    case 'invalid_type':
      return { allowed: issue.expected };
    case 'too_small':
      return { allowed: { minimum: Number(issue.minimum) } };
    case 'too_big':
      return { allowed: { maximum: Number(issue.maximum) } };
    case 'invalid_format':
      return { allowed: issue.format };
    default:
      return {};
  }
}
