/** Several deadlines in one answer: each by itself, and the same as when it is asked for by its name. */
import { isDeepStrictEqual } from 'node:util';
import { BadGiven } from '../../../domain/decision/decide';
import type { Asked } from '../../../policies/loader/ask';
import { allShipped, shippedDecisions } from './shipped';

type Fields = Record<string, unknown>;
const times = ['due', 'dueDate', 'warnAt', 'status'];
const common = [...times, 'role', 'form', 'notify'];

/** The answer; undefined where the facts exclude one another. */
function answer(asked: Asked, given: Fields): Fields | undefined {
  try {
    return asked.ask('deadline', given).answer;
  } catch (error) {
    if (error instanceof BadGiven) return undefined;
    throw error;
  }
}

/** What every deadline has. */
function ofEvery(fields: Fields): Fields {
  return only(common, fields);
}

function only(names: readonly string[], fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

/** What starts a deadline in the examples, two at a time, with no milestone named. */
function pairs(givens: readonly Fields[]): Fields[] {
  const starts = [...new Set(givens.map(({ milestone: _, ...given }) => JSON.stringify(given)))].map(
    (text) => JSON.parse(text) as Fields,
  );
  return starts.flatMap((first, index) => starts.slice(index + 1).map((second) => ({ ...second, ...first })));
}

describe.each(allShipped().map(({ asked, examples }) => [asked.program.policy.id, asked, examples] as const))(
  '%s',
  (_, asked, examples) => {
    const givens = examples.filter(({ question, refused }) => question === 'deadline' && !refused).map((e) => e.given);

    test('an answer to an unnamed question has one deadline in front, whole, and each is what its name is answered with', () => {
      for (const given of pairs(givens)) {
        const { deadlines, ...own } = answer(asked, given) ?? {};
        if (deadlines === undefined) continue;
        const inFront = Object.values(deadlines as Record<string, Fields>).filter((told) =>
          isDeepStrictEqual(only(times, told), only(times, own)),
        );
        expect({ given, inFront }).toMatchObject({ given, inFront: [{ due: own.due }] });
        for (const [milestone, told] of Object.entries(deadlines as Record<string, Fields>)) {
          const named = answer(asked, { ...given, milestone });
          expect({ given, milestone, told }).toEqual({ given, milestone, told: ofEvery(named ?? {}) });
        }
      }
    });
  },
);

describe('the office rules', () => {
  const office = shippedDecisions('office-supplies-lubricants');
  const both = { goodsReturned: '2026-03-10T10:00:00+08:00', exchangeAccepted: '2026-03-12T10:00:00+08:00' };

  test('tell two deadlines apart where none is named', () => {
    const { answer } = office.ask('deadline', both);
    expect(answer).toEqual({
      deliveryFeeCny: 0,
      due: '2026-03-11T23:59:59+08:00',
      warnAt: '2026-03-10T23:59:59+08:00',
      deadlines: {
        refund: { due: '2026-03-11T23:59:59+08:00', warnAt: '2026-03-10T23:59:59+08:00' },
        replacement_delivered: { due: '2026-03-13T23:59:59+08:00', warnAt: '2026-03-12T23:59:59+08:00' },
      },
    });
  });

  test('put the one in front on which the facts allow a verdict, without the role or form of another', () => {
    const { answer } = office.ask('deadline', { ...both, arrived: '2026-03-14T00:00:00+08:00' });
    expect(answer).toMatchObject({ due: '2026-03-13T23:59:59+08:00', status: 'breached' });
  });

  test('tell the one that is named', () => {
    const { answer } = office.ask('deadline', { ...both, milestone: 'refund' });
    expect(answer).toEqual({ due: '2026-03-11T23:59:59+08:00', warnAt: '2026-03-10T23:59:59+08:00' });
  });
});
