// Instants on the wall clock of the policy's zone, with weekday and offset, so that nobody mistakes them.
import { el } from './dom.js';
import { currentLanguage, w } from './words.js';

const DEFAULT_ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;

const options = {
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

/** The parts of an instant (epoch milliseconds) in a zone, by name; `offset` like `+08:00`. */
function parts(ms, zone) {
  const locale = currentLanguage() === 'zh' ? 'zh-CN' : 'en-GB';
  const list = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone || DEFAULT_ZONE }).formatToParts(ms);
  const found = Object.fromEntries(list.map(({ type, value }) => [type, value]));
  return { ...found, offset: (found.timeZoneName ?? '').replace(/^(GMT|UTC)/, '') || '+00:00' };
}

/** `2026-10-08（周四）09:00 +08:00`. Seconds are shown where they are not zero and `exact` asks for them. */
export function when(iso, zone, exact = false) {
  if (!iso) return '–';
  const p = parts(Date.parse(iso), zone);
  const day = currentLanguage() === 'zh' ? `（${p.weekday}）` : ` (${p.weekday}) `;
  const seconds = exact && p.second !== '00' ? `:${p.second}` : '';
  return `${p.year}-${p.month}-${p.day}${day}${p.hour}:${p.minute}${seconds} ${p.offset}`;
}

/** The same as an element that stays on one line. */
export const at = (iso, zone, exact) => el('time', { class: 'at', datetime: iso }, when(iso, zone, exact));

/** `09:30 – 11:30 +08:00`: from one time of a day to another, where the day stands above. */
export function hours(from, until, zone) {
  const [a, b] = [from, until].map((iso) => parts(Date.parse(iso), zone));
  return el('time', { class: 'at', datetime: from }, `${a.hour}:${a.minute} – ${b.hour}:${b.minute} ${b.offset}`);
}

/** A span in at most two units: `1 小时 20 分`. */
export function span(ms) {
  if (Math.abs(ms) < 1000) return `${(Math.abs(ms) / 1000).toFixed(1)}${w().secondShort}`;
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const units = [
    [Math.floor(seconds / 86_400), w().dayShort],
    [Math.floor((seconds % 86_400) / 3600), w().hourShort],
    [Math.floor((seconds % 3600) / 60), w().minuteShort],
    [seconds % 60, w().secondShort],
  ];
  const first = units.findIndex(([amount]) => amount > 0);
  return units
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}

/** How long is left until an instant, or by how much it is over. */
export function remaining(iso) {
  const ms = Date.parse(iso) - Date.now();
  return { over: ms < 0, text: (ms < 0 ? w().over : w().left).replace('{0}', span(ms)) };
}

/** The offset of a zone at an instant, in minutes. */
function offsetAt(ms, zone) {
  const [, sign, hours, minutes] = parts(ms, zone).offset.match(/([+\-−])(\d\d):?(\d\d)?/) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '+' ? size : -size;
}

/** The instant at which a zone's wall clock shows `2026-10-08T09:00`. Good for zones whose offset does not jump at that hour. */
export function fromLocal(text, zone) {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const guess = asUtc - offsetAt(asUtc, zone) * MINUTE;
  return new Date(asUtc - offsetAt(guess, zone) * MINUTE).toISOString();
}

/** An instant as a zone's wall clock shows it, `2026-10-08T09:00`. */
export function toLocal(iso, zone) {
  const p = parts(Date.parse(iso), zone);
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

/** The zone's name and its offset now, for labels. */
export function zoneLabel(zone) {
  return `${zone || DEFAULT_ZONE} ${parts(Date.now(), zone).offset}`;
}
