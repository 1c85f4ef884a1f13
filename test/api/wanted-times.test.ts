/** Times that a customer sets for us: one that is over when it is told is refused before it reaches the case. */
import { checkWantedTimes } from '../../api/cases/wanted-times';
import { parseInstant } from '../../domain/time/instant';

const told = parseInstant('2026-03-02T10:00:00+08:00');

test('O-8.2-b: conforming goods are wanted by a time that is still to come when the purchaser says so', () => {
  const check = (suppliedBy?: string) => () => checkWantedTimes({ suppliedBy }, told);
  expect(check('2026-03-02T10:00:01+08:00')).not.toThrow();
  expect(check()).not.toThrow();
  for (const over of ['2026-03-02T10:00:00+08:00', '2026-03-01T10:00:00+08:00'])
    expect(refusalOf(check(over))).toMatchObject({ code: 'time_refused', problems: [{ field: 'suppliedBy' }] });
});

function refusalOf(act: () => void): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
