/** What must hold of decisions whatever the facts: time and failures never help, and amounts add up. */
import fc from 'fast-check';
import { formatDate, parseDate } from '../../../domain/time/date';
import { allShipped, shippedDecisions } from './shipped';

const nanjing = shippedDecisions('auto-equipment-nanjing');
const stages = ['return', 'exchange', 'warranty_repair', 'goodwill_repair', 'paid_repair'];

const conditions = {
  soldByUs: fc.boolean(),
  packagingComplete: fc.boolean(),
  accessoriesComplete: fc.boolean(),
  serialMatches: fc.boolean(),
  internalsUntouched: fc.boolean(),
  resalable: fc.boolean(),
  warrantyCertificate: fc.boolean(),
  paymentSettled: fc.boolean(),
  qualityProblem: fc.boolean(),
  functionalFault: fc.boolean(),
  unharmed: fc.boolean(),
};
const around = {
  customerWants: fc.constantFrom('return', 'exchange', 'repair'),
  customerAcceptsExplanation: fc.boolean(),
  severe: fc.boolean(),
  partNeeded: fc.boolean(),
  partClaimableFromManufacturer: fc.boolean(),
  warrantyMonths: fc.integer({ min: 1, max: 36 }),
};
const days = fc.integer({ min: 0, max: 1200 });
const saleDate = '2026-01-31';

type Facts = Record<string, unknown>;

function stageOf({ unharmed, ...facts }: Facts, daysAfterSale: number): number {
  const { answer } = nanjing.ask('entitlement', {
    ...facts,
    humanDamage: !unharmed,
    salesDocuments: 'all',
    saleDate,
    requestDate: formatDate(parseDate(saleDate) + daysAfterSale),
  });
  return stages.indexOf(String(answer.decision));
}

test('N-2.5-A-a N-2.5-B-a N-2.5-C-a an answer never gets better with a later request', () => {
  fc.assert(
    fc.property(fc.record({ ...conditions, ...around }), days, days, (facts, first, more) => {
      expect(stageOf(facts, first + more)).toBeGreaterThanOrEqual(stageOf(facts, first));
    }),
    { numRuns: 1000 },
  );
});

test('N-2.5-A-g N-2.5-B-6 N-2.5-C-5 failing one more condition never opens an earlier stage', () => {
  const one = fc.constantFrom(...Object.keys(conditions));
  fc.assert(
    fc.property(fc.record({ ...conditions, ...around }), days, one, (facts, at, condition) => {
      expect(stageOf({ ...facts, [condition]: false }, at)).toBeGreaterThanOrEqual(stageOf(facts, at));
    }),
    { numRuns: 1000 },
  );
});

/** How much a decision is worth to the customer. */
const worth: Readonly<Record<string, number>> = {
  return: 3,
  exchange: 3,
  warranty_repair: 2,
  free_service: 2,
  warranty_repair_only: 2,
  goodwill_repair: 2,
  paid_repair: 1,
  paid_service: 1,
  not_accepted: 0,
  refused: 0,
};

test('in every policy, asking later never makes the examples better', () => {
  let looked = 0;
  const better: string[] = [];
  for (const { asked, examples } of allShipped()) {
    for (const { id, question, given, refused } of examples) {
      const name = ['requestDate', 'claimDate'].find((fact) => typeof given[fact] === 'string');
      // A contract that begins later is the one thing for which waiting helps.
      if (question !== 'entitlement' || refused || name === undefined || 'maintenanceContract' in given) continue;
      const before = worth[String(asked.ask(question, given).answer.decision)];
      if (before === undefined) continue;
      for (const later of [1, 2, 8, 30, 366, 1500]) {
        const date = formatDate(parseDate(String(given[name])) + later);
        const after = worth[String(asked.ask(question, { ...given, [name]: date }).answer.decision)];
        if (after !== undefined && after > before) better.push(`${asked.program.policy.id} ${id}, ${later} days later`);
        looked++;
      }
    }
  }
  expect(better).toEqual([]);
  expect(looked).toBeGreaterThan(300);
});

const sums = (lines: unknown): number[] =>
  typeof lines === 'object' && lines !== null ? Object.values(lines).filter((line) => typeof line === 'number') : [];

test('in every policy, fees are never negative and lines add up to the total', () => {
  const fees = allShipped().flatMap(({ asked, examples }) =>
    examples
      .filter(({ question, refused }) => question === 'fee' && !refused)
      .map(({ given }) => ({ asked, given, full: Object.keys(linesOf(asked.ask('fee', given).answer)).length })),
  );
  expect(fees.length).toBeGreaterThan(50);
  const fen = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(fc.constantFrom(...fees), fc.infiniteStream(fen), ({ asked, given, full }, amounts) => {
      const facts = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          name.endsWith('Cny') && typeof value === 'number' ? Number(amounts.next().value) / 100 : value,
        ]),
      );
      const { answer } = asked.ask('fee', facts);
      for (const [name, value] of Object.entries(answer)) {
        if (typeof value === 'number') expect({ name, negative: value < 0 }).toEqual({ name, negative: false });
      }
      const lines = sums(answer.lines);
      for (const line of lines) expect(line).toBeGreaterThanOrEqual(0);
      if (typeof answer.total === 'number' && lines.length > 0 && lines.length === full) {
        expect(answer.total).toBeCloseTo(
          lines.reduce((sum, line) => sum + line, 0),
          2,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

function linesOf(answer: Facts): Facts {
  return typeof answer.lines === 'object' && answer.lines !== null ? (answer.lines as Facts) : {};
}
