/** A finding in words. */
import type { Language } from '../domain/calendar/describe';
import { FINDINGS, FORM_TITLES, NOTHING, PARTS, WHYS } from '../messages/audit-words';
import type { Words } from '../messages/bilingual';
import type { Finding, FindingKind } from './finding';

const words: Readonly<Record<FindingKind, Words>> = FINDINGS;

/** What codes of the auditor's own are called, by the name of the value. */
const CODES: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  why: WHYS,
  what: PARTS,
  claimed: NOTHING,
  derived: NOTHING,
};

/** What a value of a finding is called: `promise` and `escalation` are keys that policies have titles for. */
export type ValueName = (field: string, value: string) => string;

/**
 * One sentence in the reader's language; spans as hours, minutes and seconds.
 * @param nameOf names of values; themselves where absent
 */
export function explain(
  { kind, data }: Finding,
  language: Language,
  nameOf: ValueName = (_field, value) => value,
): string {
  return words[kind][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = data[name];
    if (value === undefined) return '–';
    const [code = '', ...rest] = String(value).split('.');
    const coded = CODES[name]?.[code]?.[language];
    if (coded !== undefined) return rest.length > 0 ? `${coded} (${rest.join('.')})` : coded;
    if (name === 'form') return FORM_TITLES[String(value)]?.[language] ?? String(value);
    if (typeof value === 'string') return nameOf(name, value);
    return typeof value === 'number' && /ms$/i.test(name) ? span(value, language) : String(value);
  });
}

/** A span of time in words, days first, at most two units: `1 d 3 h`. */
export function span(ms: number, language: Language): string {
  const units = language === 'zh' ? [' 天', ' 小时', ' 分', ' 秒'] : [' d', ' h', ' min', ' s'];
  let rest = Math.floor(Math.abs(ms) / 1000);
  const parts = [86_400, 3_600, 60, 1].map((size) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount;
  });
  const first = parts.findIndex((amount) => amount > 0);
  if (first < 0) return `${Math.abs(ms)} ms`;
  const shown = parts.slice(first, first + 2).map((amount, i) => (amount > 0 ? `${amount}${units[first + i]}` : ''));
  return `${ms < 0 ? '-' : ''}${shown.filter(Boolean).join(' ')}`;
}
