import { z } from 'zod';
import type { Language } from '../../domain/calendar/describe';
import { formats } from '../../domain/cases/payload';
import type { Problem } from '../../domain/errors';

/** zod's sentences in both languages; given to each parse, since the process-wide setting knows one language only. */
const sentences: Record<Language, z.core.$ZodErrorMap> = {
  zh: z.locales.zhCN().localeError,
  en: z.locales.en().localeError,
};

/** Checks a value. `field` names the place in front of the paths, such as `payload`. */
export function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
  field = '',
): { ok: true; value: T } | { ok: false; problems: Problem[] } {
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, problems: read.error.issues.slice(0, 50).map((issue) => toProblem(issue, field, schema)) };
}

function toProblem(issue: z.core.$ZodIssue, field: string, schema: z.ZodType): Problem {
  const extra = issue.code === 'unrecognized_keys' && issue.keys.length === 1 ? issue.keys : [];
  const path = [field, ...issue.path.map(String), ...extra].filter(Boolean).join('.');
  return {
    field: path || undefined,
    detail: { zh: sentence(issue, 'zh'), en: sentence(issue, 'en') },
    ...allowedOf(issue, schema),
  };
}

function sentence(issue: z.core.$ZodIssue, language: Language): string {
  const own = missing(issue) ? required : (formatOf(issue)?.words ?? ruleOf(issue) ?? boundOf(issue));
  if (own) return own[language];
  if (issue.code === 'custom') return issue.message;
  const words = sentences[language](issue as z.core.$ZodRawIssue);
  return (typeof words === 'string' ? words : words?.message) ?? issue.message;
}

const required = { zh: '必填', en: 'Required' };

/** zod says of an absent field that it got `undefined`, which no caller sent. */
function missing(issue: z.core.$ZodIssue): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined;
}

/** Formats that zod knows by name, in words that say what to write. */
const standards: Readonly<Record<string, Problem['detail']>> = {
  datetime: { zh: '时间须带日期和时区，如 2026-03-02T01:00:00Z', en: 'an instant such as 2026-03-02T01:00:00Z' },
  date: { zh: '日期，如 2026-03-02', en: 'a date such as 2026-03-02' },
  email: { zh: '邮箱地址，如 name@example.com', en: 'an e-mail address such as name@example.com' },
};

/** A format in words: nobody reads regular expressions. */
function formatOf(issue: z.core.$ZodIssue): { words: Problem['detail'] } | undefined {
  if (issue.code !== 'invalid_format') return undefined;
  const known = Object.hasOwn(standards, issue.format) ? { words: standards[issue.format]! } : undefined;
  return known ?? formats.find(({ pattern }) => String(pattern) === issue.pattern);
}

/** The sentence of a rule of our own, given by `said`. */
function ruleOf(issue: z.core.$ZodIssue): Problem['detail'] | undefined {
  const { zh, en } = issue.code === 'custom' ? (issue.params ?? {}) : {};
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined;
}

/** Too few or too many, in words: zod's sentences name the types of the program. */
function boundOf(issue: z.core.$ZodIssue): Problem['detail'] | undefined {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  const few = issue.code === 'too_small';
  const bound = String(few ? issue.minimum : issue.maximum);
  const [zh, en] = few ? ['至少', 'at least'] : ['最多', 'at most'];
  switch (issue.origin) {
    case 'array':
      return { zh: `${zh} ${bound} 项`, en: `${en} ${bound} of them` };
    case 'string':
      return few && bound === '1' ? required : { zh: `${zh} ${bound} 个字符`, en: `${en} ${bound} characters` };
    default:
      return undefined;
  }
}

/** What would have been taken, where the issue knows it. */
function allowedOf(issue: z.core.$ZodIssue, schema: z.ZodType): { allowed?: unknown } {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const names = namesAt(schema, issue.path);
      return names ? { allowed: names } : {};
    }
    case 'invalid_value':
      return { allowed: issue.values };
    case 'invalid_type':
      return { allowed: issue.expected };
    case 'too_small':
      return { allowed: { minimum: Number(issue.minimum) } };
    case 'too_big':
      return { allowed: { maximum: Number(issue.maximum) } };
    case 'invalid_format':
      return { allowed: formatOf(issue)?.words.en ?? issue.format };
    default:
      return {};
  }
}

/** The fields of the object at a path; undefined where the schema leaves several kinds of object open. */
function namesAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] | undefined {
  if (schema instanceof z.ZodObject) {
    const shape: z.core.$ZodShape = schema.shape;
    const [first, ...rest] = path;
    if (first === undefined) return Object.keys(shape);
    const next = shape[String(first)];
    return next && namesAt(next, rest);
  }
  if (schema instanceof z.ZodArray) return namesAt(schema.element, path.slice(1));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return namesAt(schema.unwrap(), path);
  return undefined;
}
