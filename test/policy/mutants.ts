/** Policies with one figure changed by one step: what an example must notice. */

/** A change of one figure. */
export interface Mutant {
  /** Where, such as `milestones.0.targets.0.elapsed`. */
  path: string;
  from: string;
  to: string;
  source: unknown;
}

/** Keys that hold no figure: words, ids, origins, and what only names or describes. */
const without = new Set([
  'id',
  'version',
  'title',
  'text',
  'clause',
  'reading',
  'readings',
  'note',
  'default',
  'issued',
  'timeZone',
  'calendar',
  'workingCalendar',
  'enactedBy',
  'advice',
]);

const duration = /^(-?P(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?)$/;
/** Figures within an expression: durations, times of day, and numbers that are no part of a name or of a quoted text. */
const inExpression =
  /(?<![\w'.-])(P(?=[\dT])(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?)(?!\w)|'(\d\d:\d\d)'|(?<![\w'.])(\d+(?:\.\d+)?)(?![\w'.\]])/g;

/** Every policy that differs from this one by a step of one figure, up and down. */
export function mutantsOf(source: unknown): Mutant[] {
  return figuresIn(source, []).flatMap(({ path, from, steps }) =>
    steps.map((to) => ({
      path: path.join('.'),
      from: String(from),
      to: String(to),
      source: replaced(source, path, to),
    })),
  );
}

interface Figure {
  path: (string | number)[];
  from: unknown;
  steps: unknown[];
}

function figuresIn(value: unknown, path: (string | number)[]): Figure[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => figuresIn(entry, [...path, index]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, entry]) => (without.has(key) ? [] : figuresIn(entry, [...path, key])));
  }
  if (typeof value === 'number') return [{ path, from: value, steps: stepsOfNumber(value) }];
  if (typeof value !== 'string') return [];
  if (duration.test(value)) return [{ path, from: value, steps: stepsOfDuration(value) }];
  const last = String(path.at(-1));
  const isExpression = ['is', 'if', 'when'].includes(last) || value.startsWith('=');
  return isExpression ? stepsInExpression(value).map((to) => ({ path, from: value, steps: [to] })) : [];
}

function stepsOfNumber(value: number): number[] {
  const step = Number.isInteger(value) ? 1 : 0.01;
  const near = [value + step, value - step].map((next) => Number(next.toFixed(4)));
  return near.filter((next) => next > 0 || value <= 0);
}

/** The last part of a duration one up and one down. */
function stepsOfDuration(iso: string): string[] {
  const last = [...iso.matchAll(/\d+/g)].at(-1);
  if (!last) return [];
  return [1, -1]
    .map((step) => Number(last[0]) + step)
    .filter((next) => next >= 0)
    .map((next) => `${iso.slice(0, last.index)}${next}${iso.slice(last.index + last[0].length)}`);
}

function stepsInExpression(text: string): string[] {
  // Quoted texts other than times of day hold no figures.
  const masked = text.replace(/'(?!\d\d:\d\d')[^']*'/g, (quoted) => 'x'.repeat(quoted.length));
  return [...masked.matchAll(inExpression)].flatMap((found) => {
    const [whole, iso, clock, number] = found;
    const with_ = (next: string): string =>
      `${text.slice(0, found.index)}${next}${text.slice(found.index + whole.length)}`;
    if (iso !== undefined) return stepsOfDuration(iso).map(with_);
    if (clock !== undefined) return [with_(`'${clock.slice(0, 3)}${clock.endsWith('30') ? '31' : '30'}'`)];
    // Nothing times or beside something is no figure of the source.
    return number === '0' ? [] : stepsOfNumber(Number(number)).map((next) => with_(String(next)));
  });
}

function replaced(value: unknown, [step, ...more]: (string | number)[], to: unknown): unknown {
  if (step === undefined) return to;
  if (Array.isArray(value))
    return (value as unknown[]).map((entry, index) => (index === step ? replaced(entry, more, to) : entry));
  const record = value as Record<string, unknown>;
  return { ...record, [step]: replaced(record[step], more, to) };
}
