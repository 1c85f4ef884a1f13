/** When a part below its reorder level is to be ordered, and when anew (N-2.3-5b). */
import { fallDuties, type StockOrder } from '../../../domain/supply/falls';

const fall = { id: 'w', fellAt: 100 };
const order = (id: string, requestedAt: number, expectedAt: number, endedAt?: number): StockOrder => ({
  ...{ id, requestedAt, expectedAt },
  ...(endedAt !== undefined && { endedAt }),
});
const later = (id: string, at: number): string => `stock_low/w/${id}/${new Date(at).toISOString()}`;

describe('N-2.3-5b: a fall below the reorder level', () => {
  it('is owed until the part is ordered or the level is reached', () => {
    expect(fallDuties(fall, [], 150)).toEqual([{ key: 'stock_low/w', from: 100, again: false }]);
    expect(fallDuties({ ...fall, clearedAt: 120 }, [], 150)).toMatchObject([{ doneAt: 120 }]);
    expect(fallDuties(fall, [order('a', 130, 200)], 150)).toEqual([
      { key: 'stock_low/w', from: 100, doneAt: 130, again: false },
    ]);
  });

  it('is none while an order was on its way already', () => {
    expect(fallDuties(fall, [order('a', 50, 200)], 150)).toEqual([]);
    // One that came before the fall is not on its way.
    expect(fallDuties(fall, [order('a', 50, 200, 90)], 150)).toMatchObject([{ from: 100 }]);
  });

  it('is owed anew once the order does not come on its day: a dead order suppresses nothing for ever', () => {
    expect(fallDuties(fall, [order('a', 110, 200)], 250)).toEqual([
      { key: 'stock_low/w', from: 100, doneAt: 110, again: false },
      { key: later('a', 200), from: 200, again: true },
    ]);
    expect(fallDuties(fall, [order('a', 110, 200), order('b', 230, 400)], 250)[1]).toMatchObject({ doneAt: 230 });
    // It came late, and filled the stock.
    expect(fallDuties({ ...fall, clearedAt: 220 }, [order('a', 110, 200, 220)], 250)[1]).toMatchObject({
      key: later('a', 200),
      doneAt: 220,
    });
  });

  it('is owed anew when an order is withdrawn, or brings too little', () => {
    expect(fallDuties(fall, [order('a', 110, 400, 160)], 250)[1]).toEqual({
      key: later('a', 160),
      from: 160,
      again: true,
    });
  });

  it('is covered without a gap by orders that follow one another', () => {
    expect(fallDuties(fall, [order('a', 90, 200), order('b', 150, 300)], 250)).toEqual([]);
    expect(fallDuties(fall, [order('a', 90, 200), order('b', 150, 300)], 350)).toEqual([
      { key: later('b', 300), from: 300, again: true },
    ]);
  });
});
