/** Whether stretches of time together cover another one. */
import { covers } from '../../../domain/time/spans';

describe('covers', () => {
  const whole = { from: 10, until: 20 };

  it('wants every instant: two shifts that meet do, a gap or one minute does not (O-2.2-c)', () => {
    expect(
      covers(
        [
          { from: 0, until: 15 },
          { from: 15, until: 20 },
        ],
        whole,
      ),
    ).toBe(true);
    expect(
      covers(
        [
          { from: 15, until: 30 },
          { from: 5, until: 16 },
        ],
        whole,
      ),
    ).toBe(true);
    expect(covers([{ from: 10, until: 11 }], whole)).toBe(false);
    expect(
      covers(
        [
          { from: 0, until: 15 },
          { from: 16, until: 20 },
        ],
        whole,
      ),
    ).toBe(false);
    expect(covers([{ from: 11, until: 40 }], whole)).toBe(false);
    expect(covers([], whole)).toBe(false);
  });
});
