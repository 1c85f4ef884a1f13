/** Errors of the parts behind the API, and the problem that each becomes. */
import { normalise } from '../../api/http/problem';
import { Prisma } from '../../prisma/generated/client';

/** As Prisma throws what the server said to a driver: under a code of its own, the server's beside it. */
function saidByServer(originalCode: string): Error {
  const cause = { originalCode, kind: 'postgres', code: originalCode, severity: 'FATAL' };
  return new Prisma.PrismaClientKnownRequestError('Database error', {
    code: 'P2039',
    clientVersion: '7',
    meta: { driverAdapterError: { name: 'DriverAdapterError', cause } },
  });
}

test.each(['57P01', '57P02', '57P03', '53300'])(
  'a database that stops, starts or is full (%s) is away for now',
  (code) => {
    expect(normalise(saidByServer(code))).toMatchObject({ code: 'unavailable', retryAfter: 5 });
  },
);

test('what the database refuses for good is a failure of ours', () => {
  expect(normalise(saidByServer('42P01'))).toMatchObject({ code: 'internal' });
});
