/** What strings of a request may hold before they reach a history or a record. */
import fc from 'fast-check';
import { z } from 'zod';
import { clientPayload, code, isPlainText, recordId, textRef } from '../../../domain/cases/payload';

const note = clientPayload(z.strictObject({ text: textRef, more: textRef.optional() }));

describe('free text', () => {
  it('is kept as it is written, with line ends of one kind', () => {
    const text = '第一行\n\t第二行 😀 é';
    expect(note.parse({ text: ` ${text.replace('\n', '\r\n')} ` })).toEqual({ text });
  });

  it.each(['\u0000', 'a\u0007b', '\u001b[1m', '\u007f', '\u0085', '\ud83d', 'a\udc00b'])('takes no %j', (bad) => {
    expect(isPlainText(bad)).toBe(false);
    expect(note.safeParse({ text: 'x', more: `x${bad}y` }).error?.issues.map((i) => i.path)).toEqual([['more']]);
  });

  it('survives UTF-8, which half a surrogate pair would not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isPlainText(text)) expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      }),
    );
  });
});

describe('identifiers', () => {
  it.each(['T-9', 'SF 1234', 'A/B#2', 'breach:response', 'x'.repeat(64)])('takes %j', (id) => {
    expect(code.parse(id)).toBe(id);
  });

  it.each(['', ' T', '王先生', 'w@x.example', '+86 139', 'a\nb', 'a\u0000', 'a\ud800', 'x'.repeat(65)])(
    'takes no %j',
    (id) => {
      expect(code.safeParse(id).success).toBe(false);
      expect(recordId.safeParse(id).success).toBe(false);
    },
  );
});
