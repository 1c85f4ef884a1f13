/** A newly announced year reaches open cases on a real server, and what moved is reported. */
import { announceYears } from '../../bin/announce-years';
import { publish, publishCalendars } from '../../policies/publish';
import { readInForce } from '../../policies/in-force';
import { calendarSet } from '../../policies/loader/calendars';
import { shippedPolicies } from '../rig/shipped-policies';
import { startLiveDepartment, type LiveDepartment } from './live-department';

let department: LiveDepartment;
beforeAll(async () => void (department = await startLiveDepartment()), 120_000);
afterAll(() => department.close(), 120_000);

test('design §4, E-1.2-a: provisional due times are reckoned anew, once; others stay', async () => {
  const { cases, client, people, prisma } = department;
  await publishCalendars(prisma, calendarSet());
  await publish(prisma, shippedPolicies().loaded);
  const inForce = await readInForce(prisma);
  const facts = {
    channel: 'send_in',
    purchaseDateKnown: true,
    inWarranty: true,
    qualityProblem: true,
    trackingNoKnown: true,
  };

  const moved = await department.duty(async () => {
    const unannounced = await cases.open({
      policy: 'electronics-send-in',
      facts,
      adapt: (input) => {
        const calendars = Object.entries(input.policy.calendars).map(([key, calendar]) => [
          key,
          calendar.id === 'CN-WORK' ? { ...calendar, knownYears: [], days: {} } : calendar,
        ]);
        return {
          ...input,
          policy: { ...input.policy, calendars: Object.fromEntries(calendars) as typeof input.policy.calendars },
        };
      },
    });
    const announced = await cases.open({ policy: 'electronics-send-in', facts });
    for (const one of [unannounced, announced]) await one.act(people.dispatcher, 'receiveDevice', { ticketNo: 'T' });
    const provisional = await prisma.clock.findMany({ where: { provisional: true } });
    expect(new Set(provisional.map((c) => c.caseId))).toEqual(new Set([unannounced.caseId]));
    const clocks = await announceYears(prisma, client, inForce);
    expect(clocks.map((c) => c.key).sort()).toEqual(provisional.map((c) => c.key).sort());
    expect(await announceYears(prisma, client, inForce)).toEqual([]);
    return clocks;
  });
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.filter((c) => c.provisional)).toEqual([]);
});
