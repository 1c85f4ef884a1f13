import type { Instant } from '../time/instant';
import type { Derivation } from './derivation';
import type { ZoneSnapshot } from './snapshot';
import type { TargetRule } from './target';
import { offsetAt, wallTime } from './zone';

/** Languages in which staff and customers read. */
export type Language = 'zh' | 'en';

/** More lines than these nobody reads; the JSON holds the rest. */
const MOST_LINES = 6;

const WORDS = {
  zh: {
    start: '起算',
    target: '目标',
    calendar: '日历',
    paused: '暂停',
    effect: (text: string) => `顺延 ${text}`,
    noEffect: '不顺延',
    skipped: '不计',
    reason: { closed: '非工作时间', holiday: '法定节假日' },
    more: (n: number) => `另有 ${n} 段非工作时间不计`,
    due: '到期',
    provisional: '暂定：涉及尚未公布节假日安排的年份，公布后重新计算',
    unit: { h: ' 小时', min: ' 分钟', s: ' 秒' },
  },
  en: {
    start: 'Start',
    target: 'Target',
    calendar: 'calendar',
    paused: 'Paused',
    effect: (text: string) => `adds ${text}`,
    noEffect: 'adds nothing',
    skipped: 'Not counted',
    reason: { closed: 'closed', holiday: 'statutory holiday' },
    more: (n: number) => `and ${n} more stretches of closed time`,
    due: 'Due',
    provisional: 'Provisional: reaches into a year whose holidays are not announced; recomputed when they are',
    unit: { h: ' h', min: ' min', s: ' s' },
  },
} as const;

/**
 * A derivation in words, one line each for start, target, pauses, closed stretches and due time, in local time with
 * its offset. For people who read through the API; workflows carry the JSON.
 */
export function describeDerivation(derivation: Derivation, language: Language, zone: ZoneSnapshot): string[] {
  const words = WORDS[language];
  const colon = language === 'zh' ? '：' : ': ';
  const aside = (text: string): string => (language === 'zh' ? `（${text}）` : ` (${text})`);
  const at = (instant: Instant): string => localText(zone, instant);
  const stretches = derivation.nonWorking.slice(0, MOST_LINES);
  const left = derivation.nonWorking.length - stretches.length + derivation.nonWorkingMore;
  const calendar = `${words.calendar} ${derivation.calendar.id} ${derivation.calendar.version}`;
  return [
    `${words.start}${colon}${at(derivation.start)}`,
    `${words.target}${colon}${targetText(derivation.rule, language, at)}${aside(calendar)}`,
    ...derivation.pauses.map(({ from, to, effectMs }) => {
      const effect = effectMs > 0 ? words.effect(lengthText(effectMs, language)) : words.noEffect;
      return `${words.paused}${colon}${at(from)} – ${at(to)}${aside(effect)}`;
    }),
    ...stretches.map(
      ([from, to, reason]) => `${words.skipped}${colon}${at(from)} – ${at(to)}${aside(words.reason[reason])}`,
    ),
    ...(left > 0 ? [words.more(left)] : []),
    `${words.due}${colon}${at(derivation.end)}`,
    ...(derivation.provisional ? [words.provisional] : []),
  ];
}

function targetText(rule: TargetRule, language: Language, at: (instant: Instant) => string): string {
  const zh = language === 'zh';
  switch (rule.kind) {
    case 'elapsed':
      return zh ? `${lengthText(rule.ms, language)}（全天候）` : `${lengthText(rule.ms, language)} around the clock`;
    case 'workingTime':
      return zh ? `工作时间 ${lengthText(rule.ms, language)}` : `${lengthText(rule.ms, language)} of working time`;
    case 'workingDays':
      return zh ? `${rule.days} 个工作日，当日不计，至收班` : `close of working day ${rule.days}, start date excluded`;
    case 'dates': {
      const months = rule.months ? count(rule.months, language, ' 个月', ' month') : '';
      const days = rule.days || !rule.months ? count(rule.days, language, ' 天', ' day') : '';
      const span = [months, days].filter(Boolean).join(zh ? '零 ' : ' and ');
      return zh ? `${span}，当日不计，至末日 24:00` : `${span}, start date excluded, to the end of the last date`;
    }
    case 'monthEnd':
      return zh
        ? `${count(rule.months, language, ' 个月', '')}（含起算当月），至月末 24:00`
        : `to the end of ${count(rule.months, language, '', ' month')}, that of the start included`;
    case 'dayEnd':
      return DAY_END[rule.which][language];
    case 'at': {
      const offset = rule.offsetMs ?? 0;
      const length = lengthText(Math.abs(offset), language);
      if (zh) return `约定时间 ${at(rule.at)}${offset ? ` ${offset < 0 ? '前' : '后'} ${length}` : ''}`;
      return `${offset ? `${length} ${offset < 0 ? 'before' : 'after'} ` : ''}the agreed time ${at(rule.at)}`;
    }
  }
}

function count(amount: number, language: Language, zh: string, en: string): string {
  return language === 'zh' ? `${amount}${zh}` : `${amount}${en}${amount === 1 ? '' : 's'}`;
}

const DAY_END = {
  same: { zh: '当日 24:00 前', en: 'end of the same date' },
  next: { zh: '次日 24:00 前', en: 'end of the next date' },
  nextWorking: { zh: '下一个工作日收班前', en: 'close of the next working day' },
} as const;

/** Local time with its offset, seconds only where there are any: `2026-10-08 09:00 +08:00`. */
function localText(zone: ZoneSnapshot, instant: Instant): string {
  const wall = new Date(wallTime(zone, instant)).toISOString();
  const seconds = wall.slice(16, 19) === ':00' ? '' : wall.slice(16, 19);
  const offset = offsetAt(zone, instant);
  const two = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(offset);
  const east = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${wall.slice(0, 10)} ${wall.slice(11, 16)}${seconds} ${east}`;
}

function lengthText(ms: number, language: Language): string {
  const { unit } = WORDS[language];
  const seconds = Math.floor(ms / 1000);
  const amounts = [
    [Math.floor(seconds / 3600), unit.h],
    [Math.floor((seconds % 3600) / 60), unit.min],
    [seconds % 60, unit.s],
  ] as const;
  const text = amounts.filter(([amount]) => amount > 0).map(([amount, name]) => `${amount}${name}`);
  return text.join(' ') || `0${unit.min}`;
}
