/** Reads the facts of a question and refuses what cannot be: unknown names, wrong types, what contradicts itself. */
import { parseDate } from '../time/date';
import { parseInstant } from '../time/instant';
import type { ZoneSnapshot } from '../calendar/snapshot';
import { contradictions } from './contradictions';
import { factCatalogue, type FactDefinition, type FactKind } from './facts';
import type { GivenProblem } from './given-problem';
import type { DecisionProgram } from './program';
import { clean, dateValue, durationValue, instantValue, isList, mostCny, nestedValue, type Value } from './value';

/** The facts as values, or everything that is wrong with them. */
export function readGiven(
  given: Readonly<Record<string, unknown>>,
  program: DecisionProgram,
  zone: ZoneSnapshot,
): { facts: Map<string, Value>; problems: GivenProblem[] } {
  const facts = new Map<string, Value>();
  const problems: GivenProblem[] = [];
  for (const [name, json] of Object.entries(given)) {
    const definition = definitionOf(name, program);
    if (!definition) {
      problems.push({
        field: name,
        detail: { zh: `没有这个事实：${name}`, en: `there is no fact ${name}` },
        allowed: [...Object.keys(factCatalogue), ...Object.keys(program.facts)],
      });
      continue;
    }
    const read = readFact(name, json, definition, allowedValues(name, definition, program));
    if ('problem' in read) problems.push(read.problem);
    else if (read.value !== undefined) facts.set(name, renamed(read.value, program.sameAs[name]));
  }
  problems.push(...contradictions(facts, zone));
  return { facts, problems };
}

/** The definition of a fact: the policy's own, else the catalogue's. */
export function definitionOf(name: string, program: Pick<DecisionProgram, 'facts'>): FactDefinition | undefined {
  // By its own key: any object answers to `constructor` with what nobody put there.
  if (Object.hasOwn(program.facts, name)) return program.facts[name];
  return Object.hasOwn(factCatalogue, name) ? factCatalogue[name] : undefined;
}

function allowedValues(name: string, { values }: FactDefinition, program: DecisionProgram): readonly string[] {
  if (program.open.includes(name)) return [];
  return [...new Set([...values, ...(program.allowed[name] ?? [])])];
}

/** The value, or each entry of a list, under the name that the policy's rules use. */
function renamed(value: Value, names: Readonly<Record<string, string>> | undefined): Value {
  if (!names) return value;
  if (isList(value)) return value.map((entry) => renamed(entry, names));
  return typeof value === 'string' && Object.hasOwn(names, value) ? names[value]! : value;
}

/** Kinds of which there is always a value, known or not. */
const measured: readonly FactKind[] = ['boolean', 'number', 'date', 'month', 'duration'];

type Read = { value: Value | undefined } | { problem: GivenProblem };

function readFact(name: string, json: unknown, { kinds, values }: FactDefinition, allowed: readonly string[]): Read {
  // Of a moment, a choice or a list `null` says that there is none (yet); of the rest, that nobody knows.
  if (json === null) return { value: kinds.every((kind) => measured.includes(kind)) ? undefined : null };
  if (json === undefined) return { value: undefined };
  // Where entries have names, `7.2` without quotes is the name 7.2.
  const said = values.length > 0 && Array.isArray(json) ? json.map(asName) : json;
  const tried = kinds.map((kind) => readAs(name, kind, said, allowed));
  return tried.find((read) => 'value' in read) ?? deepest(tried, name, kinds);
}

/** Of several kinds that all fail, the one that came nearest speaks. */
function deepest(tried: readonly Read[], name: string, kinds: readonly FactKind[]): Read {
  const near = tried.find((read) => 'problem' in read && !read.problem.detail.en.startsWith('must be'));
  return near ?? mustBe(name, ...kinds);
}

function wrong(field: string, zh: string, en: string, allowed?: readonly string[]): Read {
  return { problem: { field, detail: { zh, en }, ...(allowed && { allowed }) } };
}

/** Years with which calendars and terms can be reckoned: others are slips of the pen. */
const reckoned = /^(19|20|21)\d\d-/;

const readers: Readonly<
  Record<'date' | 'month' | 'instant' | 'duration', [form: RegExp, read: (text: string) => Value]>
> = {
  date: [/^\d{4}-\d\d-\d\d$/, (text) => dateValue(parseDate(text))],
  month: [/^\d{4}-\d\d$/, (text) => dateValue(parseDate(`${text}-01`))],
  instant: [/^\d{4}-\d\d-\d\dT/, (text) => instantValue(parseInstant(text))],
  duration: [/^P/, durationValue],
};

function readAs(name: string, kind: FactKind, json: unknown, allowed: readonly string[]): Read {
  switch (kind) {
    case 'boolean':
      return typeof json === 'boolean' ? { value: json } : mustBe(name, kind);
    case 'number':
      return readNumber(name, json);
    case 'enum':
      return readEnum(name, json, allowed);
    case 'text': {
      const text = asName(json);
      return typeof text === 'string' ? { value: text } : mustBe(name, kind);
    }
    case 'list':
      return readList(name, json, allowed);
    case 'object':
      return typeof json === 'object' && !Array.isArray(json) ? nested(name, json) : mustBe(name, kind);
    case 'any':
      return nested(name, json);
    default: {
      const [form, read] = readers[kind];
      if (typeof json !== 'string' || !form.test(json)) return mustBe(name, kind);
      if (kind !== 'duration' && !reckoned.test(json)) {
        return wrong(name, `年份须在 1900–2199 之间：${json}`, `its year must be 1900 to 2199: ${json}`);
      }
      try {
        return { value: read(json) };
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        return wrong(name, `不存在或写法不对：${json}，应为${looks[kind].zh}`, said);
      }
    }
  }
}

/** What each kind looks like, for those who wrote something else. */
const looks: Readonly<Record<FactKind, { zh: string; en: string }>> = {
  boolean: { zh: ' true 或 false', en: 'true or false' },
  number: { zh: '数字（不加引号）', en: 'a number, without quotes' },
  date: { zh: '日期 YYYY-MM-DD', en: 'a date, YYYY-MM-DD' },
  month: { zh: '月份 YYYY-MM', en: 'a month, YYYY-MM' },
  instant: {
    zh: '带时区的时间，如 2026-03-07T20:00:00+08:00',
    en: 'an instant with its offset, such as 2026-03-07T20:00:00+08:00',
  },
  duration: { zh: '时长，如 PT4H、P7D', en: 'a duration, such as PT4H or P7D' },
  enum: { zh: '取值名称', en: 'the name of a value' },
  text: { zh: '文字', en: 'a text' },
  list: { zh: '列表 […]', en: 'a list […]' },
  object: { zh: '对象 {…}', en: 'an object {…}' },
  any: { zh: '任意值', en: 'anything' },
};

function mustBe(name: string, ...kinds: FactKind[]): Read {
  const words = kinds.map((kind) => looks[kind]);
  return wrong(
    name,
    `必须是${words.map(({ zh }) => zh).join('，或')}`,
    `must be ${words.map(({ en }) => en).join(', or ')}`,
  );
}

function readNumber(name: string, json: unknown): Read {
  if (typeof json !== 'number') return mustBe(name, 'number');
  if (!Number.isFinite(json) || json < 0) {
    return wrong(name, `不能为负：${json}`, `cannot be negative: ${json}; give 0 or more`);
  }
  if (name.endsWith('Cny')) {
    if (json > mostCny) return wrong(name, `至多 ${mostCny} 元：${json}`, `at most ${mostCny} yuan: ${json}`);
    if (Number(clean(json).toFixed(2)) !== clean(json)) {
      return wrong(name, `金额最多两位小数：${json}`, `an amount has at most two decimals: ${json}`);
    }
  }
  return { value: json };
}

/** A year or the number of a clause is a name like any other, quoted or not. */
function asName(json: unknown): unknown {
  return typeof json === 'number' ? String(json) : json;
}

function readEnum(name: string, json: unknown, allowed: readonly string[]): Read {
  const text = asName(json);
  if (typeof text !== 'string') return mustBe(name, 'enum');
  if (allowed.length === 0 || allowed.includes(text)) return { value: text };
  return wrong(name, `${name} 没有取值 ${text}`, `${name} is never ${text}`, allowed);
}

/** Entries that are texts must be among the values that the fact is known to have, where there are any. */
function readList(name: string, json: unknown, allowed: readonly string[]): Read {
  if (!Array.isArray(json)) return mustBe(name, 'list');
  const texts = (json as unknown[]).filter((entry) => typeof entry === 'string');
  const strange = texts.find((entry) => allowed.length > 0 && !allowed.includes(entry));
  if (strange === undefined) return nested(name, json);
  return wrong(name, `${name} 没有取值 ${strange}`, `${name} never holds ${strange}`, allowed);
}

function nested(name: string, json: unknown): Read {
  try {
    return { value: nestedValue(json) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return wrong(name, `内容不正确：${said}`, said);
  }
}
