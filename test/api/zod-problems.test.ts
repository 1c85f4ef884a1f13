/** What a caller reads of bad input: what is wrong and what is allowed, in words. */
import { z } from 'zod';
import { check } from '../../api/http/zod-problems';
import { bookNumber, clientPayload, code, recordId, spanText, stateKey, textRef } from '../../domain/cases/payload';

const schema = z.strictObject({ id: recordId, number: bookNumber, part: code, wants: z.enum(['return', 'exchange']) });
const right = { id: 'c-1', number: '销字〔2026〕18号', part: 'PSU-1', wants: 'return' };

function problemsOf(value: unknown): Record<string, string> {
  const read = check(schema, value, 'payload');
  return read.ok ? {} : Object.fromEntries(read.problems.map(({ field, detail }) => [field!, detail.zh]));
}

test('an absent field is required; one of the wrong type is told what it was', () => {
  expect(problemsOf({})).toEqual({
    'payload.id': '必填',
    'payload.number': '必填',
    'payload.part': '必填',
    'payload.wants': '必填',
  });
  expect(problemsOf({ ...right, id: 5 })['payload.id']).toContain('数字');
  expect(problemsOf({ ...right, wants: null })['payload.wants']).not.toBe('必填');
});

test('a pattern is told in words, in the text and in what is allowed', () => {
  const read = check(schema, { ...right, part: '@' }, 'payload');
  if (read.ok) throw new Error('taken');
  expect(read.problems).toEqual([
    {
      field: 'payload.part',
      detail: { zh: expect.stringContaining('字母、数字'), en: expect.stringContaining('letters, digits') },
      allowed: expect.stringContaining('at most 64'),
    },
  ]);
});

test('a rule of our own is told in the reader’s language only', () => {
  const own = clientPayload(z.strictObject({ id: recordId, part: code, clock: stateKey, by: spanText, note: textRef }));
  const wrong = { id: 'constructor', part: 'toString', clock: 'valueOf', by: 'P31D', note: 'a\u0000b' };
  const read = check(own, wrong);
  if (read.ok) throw new Error('taken');
  const reserved = { zh: '不能用保留字', en: 'not a reserved word' };
  expect(read.problems).toEqual([
    { field: 'id', detail: reserved },
    { field: 'part', detail: reserved },
    { field: 'clock', detail: reserved },
    { field: 'by', detail: { zh: '至多 P30D（三十天）', en: 'at most P30D' } },
    { field: 'note', detail: { zh: '不能含有控制字符或残缺字符', en: 'no control characters or broken characters' } },
  ]);
  const span = check(own, { ...wrong, by: 'two days' });
  if (span.ok) throw new Error('taken');
  expect(span.problems.find(({ field }) => field === 'by')?.detail.zh).toContain('时长');
});

test('a date, an instant and an address are told by an example', () => {
  const dated = z.strictObject({ on: z.iso.date(), at: z.iso.datetime({ offset: true }), email: z.email() });
  const read = check(dated, { on: '2026-02-30', at: 'tomorrow', email: 'at home' });
  if (read.ok) throw new Error('taken');
  expect(read.problems.map(({ field, detail }) => [field, detail.en])).toEqual([
    ['on', 'a date such as 2026-03-02'],
    ['at', 'an instant such as 2026-03-02T01:00:00Z'],
    ['email', 'an e-mail address such as name@example.com'],
  ]);
  expect(read.problems[1]).toMatchObject({ detail: { zh: expect.stringContaining('时区') } });
});

test.each(['销字〔2026〕18号', '得力 DL-100', 'TONER', 'SD-1', '（2026）第3号'])(
  '%s is a number of the books',
  (number) => {
    expect(problemsOf({ ...right, number })).toEqual({});
  },
);

test.each(['王五', '', 'a@b.cn', ' 1', '得力'.repeat(40) + '1'])('%p is none', (number) => {
  expect(Object.keys(problemsOf({ ...right, number }))).toEqual(['payload.number']);
});

test('a field that nobody knows is told with the fields that there are, wherever it stands', () => {
  const nested = z.strictObject({ lines: z.array(z.strictObject({ fee: code, times: z.int() })).optional() });
  const allowed = (value: unknown): unknown[] => {
    const read = check(nested, value);
    return read.ok ? [] : read.problems.map((p) => [p.field, p.allowed]);
  };
  expect(allowed({ colour: 1 })).toEqual([['colour', ['lines']]]);
  expect(allowed({ lines: [{ fee: 'x', times: 1, size: 2 }] })).toEqual([['lines.0.size', ['fee', 'times']]]);
});
