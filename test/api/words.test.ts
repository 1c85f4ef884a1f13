/** Everything that the software says to staff in a code has words in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { caseKinds } from '../../domain/cases/kinds';
import { clientPayload } from '../../domain/cases/payload';
import { CAUSES, ENDINGS, STATUSES } from '../../messages/case-words';
import { EVENTS, MARKS } from '../../messages/event-words';
import { fieldWords, valueWords } from '../../messages/field-words';

interface Schema {
  type?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** The string literals that are the first argument of these calls. */
function firstArguments(call: string): string[] {
  const pattern = new RegExp(`\\.${call}\\(\\s*(?:[^'(),]*\\? )?'([a-z_]+)'(?: : '([a-z_]+)')?`, 'g');
  const texts = [...sources('domain/cases'), ...sources('workflows')];
  return [...new Set(texts.flatMap((t) => [...t.matchAll(pattern)].flatMap((m) => [m[1]!, m[2] ?? m[1]!])))];
}

test('every event that a case records', () => {
  const events = firstArguments('event');
  expect(events.length).toBeGreaterThan(25);
  expect(events.filter((e) => !(e in EVENTS) && !(e in MARKS))).toEqual([]);
});

test('every status that a case takes, and every mark that it sets', () => {
  expect(firstArguments('status').filter((s) => !(s in STATUSES))).toEqual([]);
  const marks = firstArguments('mark');
  expect(marks.length).toBeGreaterThan(40);
  expect(marks.filter((m) => !(m in MARKS))).toEqual([]);
});

test('every reason for which a case stops its clocks', () => {
  const endings = [...firstArguments('endAll'), ...firstArguments('endForGood')];
  expect(endings.length).toBeGreaterThan(2);
  expect(endings.filter((e) => !(e in ENDINGS))).toEqual([]);
});

test('every timer of a case', () => {
  const texts = sources('workflows').join('\n');
  const names = [...texts.matchAll(/key: [`']([a-z]+)(?::([a-z]+))?/g)].map((m) => ({
    first: m[1]!,
    whole: `${m[1]}:${m[2]}`,
  }));
  const timers = names.filter(({ first }) =>
    ['clock', 'parts', 'callback', 'ladder', 'closing', 'customer'].includes(first),
  );
  expect(timers.length).toBeGreaterThan(5);
  expect(timers.filter(({ first, whole }) => first !== 'clock' && !(first in CAUSES) && !(whole in CAUSES))).toEqual(
    [],
  );
});

describe('the form of', () => {
  const forms = caseKinds.flatMap(({ table }) =>
    table.actions.filter(({ told }) => !told).map((a) => [table.kind, a.name, a] as const),
  );
  test.each(forms)('%s: %s', (_kind, name, action) => {
    const nameless: string[] = [];
    const visit = (schema: Schema): void => {
      for (const [field, property] of Object.entries(schema.properties ?? {})) {
        if (!fieldWords(field, name)) nameless.push(field);
        for (const value of property.enum ?? []) if (!valueWords(value, field)) nameless.push(`${field}=${value}`);
        if (property.items) visit(property.items);
      }
    };
    visit(z.toJSONSchema(clientPayload(action.payload), { io: 'input', unrepresentable: 'any' }) as Schema);
    expect(nameless).toEqual([]);
  });
});
