/** Values as people read them, in mails and answers: workflow code formats nothing. */
import type { Language } from '../domain/calendar/describe';
import type { Words } from './bilingual';

/** Where a policy names no zone. */
export const DEFAULT_ZONE = 'Asia/Shanghai';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A moment (ISO 8601) on the wall clock of a zone with weekday and offset: `2026-10-08（周四）09:00 +08:00`.
 * What is no moment is given back as it is; an unknown zone is read as the default one.
 */
export function localTime(iso: string, zone: string, language: Language): string {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) return iso;
  const parts = Object.fromEntries(
    formatOf(zone, language)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const offset = (parts.timeZoneName ?? '').replace(/^(GMT|UTC)/, '') || '+00:00';
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  const seconds = parts.second === '00' ? '' : `:${parts.second}`;
  const day = language === 'zh' ? `（${parts.weekday}）` : ` (${parts.weekday}) `;
  return `${date}${day}${parts.hour}:${parts.minute}${seconds} ${offset}`;
}

/** Money in fen as yuan: `¥1,234.50`. */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** A span in milliseconds in days, hours and minutes, less than a minute as seconds. */
export function span(ms: number, language: Language): string {
  const units = language === 'zh' ? [' 天', ' 小时', ' 分钟', ' 秒'] : [' d', ' h', ' min', ' s'];
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const amounts = [
    Math.floor(seconds / 86_400),
    Math.floor((seconds % 86_400) / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds < 60 ? seconds : 0,
  ];
  const text = amounts.map((amount, i) => (amount > 0 ? `${amount}${units[i]}` : '')).filter(Boolean);
  return `${ms < 0 ? '-' : ''}${text.join(' ') || `0${units[2]}`}`;
}

/** A span of dates such as `P6M` in words; undefined for what is none. */
export function dateSpan(iso: string): Words | undefined {
  const [, amount, unit] = /^P([1-9]\d{0,2})([YMWD])$/.exec(iso) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const { zh, en } = DATE_UNITS[unit as keyof typeof DATE_UNITS];
  return { zh: `${amount} ${zh}`, en: `${amount} ${en}${amount === '1' ? '' : 's'}` };
}

const DATE_UNITS = {
  Y: { zh: '年', en: 'year' },
  M: { zh: '个月', en: 'month' },
  W: { zh: '周', en: 'week' },
  D: { zh: '天', en: 'day' },
} as const;

function formatOf(zone: string, language: Language): Intl.DateTimeFormat {
  const key = `${zone} ${language}`;
  const known = formats.get(key);
  if (known) return known;
  const format = newFormat(zone, language);
  formats.set(key, format);
  return format;
}

function newFormat(zone: string, language: Language): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  };
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  } catch (error) {
    if (!(error instanceof RangeError) || zone === DEFAULT_ZONE) throw error;
    return newFormat(DEFAULT_ZONE, language);
  }
}
