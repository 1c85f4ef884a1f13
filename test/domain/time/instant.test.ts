import fc from 'fast-check';
import { formatInstant, parseInstant } from '../../../domain/time/instant';

describe('instants', () => {
  it.each([
    ['2026-10-01T00:00:00+08:00', '2026-09-30T16:00:00.000Z'],
    ['2026-10-01T00:00Z', '2026-10-01T00:00:00.000Z'],
    ['2026-03-29T01:30:15.5-03:30', '2026-03-29T05:00:15.500Z'],
    ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
    ['2028-02-29T12:00:00Z', '2028-02-29T12:00:00.000Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(formatInstant(parseInstant(text))).toBe(utc);
  });

  it.each([
    '2026-10-01T00:00:00',
    '2026-10-01',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:59:60Z',
    '0050-01-01T00:00:00Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+08:60',
    ' 2026-01-01T00:00:00Z',
    '',
  ])('refuses "%s" by name', (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
    expect(() => parseInstant(text)).toThrow(`"${text}"`);
  });

  it('refuses to write what is no moment', () => {
    for (const wrong of [NaN, Infinity, 0.5, 9e15]) expect(() => formatInstant(wrong)).toThrow(RangeError);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(9999, 11) }), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
    );
  });
});
