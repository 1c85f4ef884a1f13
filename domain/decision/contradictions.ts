/** What cannot be together in the facts of a question: each is refused with the place and the remedy. */
import type { ZoneSnapshot } from '../calendar/snapshot';
import { approvalWords } from './functions-approvals';
import { contractEnds, contractStarts } from './functions-time';
import type { GivenProblem } from './given-problem';
import { compare } from './operators';
import { clean, exactMs, isList, isTagged, mostCny, type Value } from './value';

/** Pairs of which the first is never later than the second. */
const inOrder: readonly (readonly [earlier: string, later: string])[] = [
  ['saleDate', 'requestDate'],
  ['saleDate', 'claimDate'],
  ['saleDate', 'exchangedOn'],
  ['purchaseDate', 'requestDate'],
  ['deliveredOn', 'requestDate'],
  ['soldToCustomer', 'claimDate'],
  ['exchangedOn', 'requestDate'],
  ['soldToCustomer', 'requestDate'],
  ['goodsReceived', 'claimDate'],
  ['completedOn', 'requestDate'],
  ['acceptanceSigned', 'requestDate'],
  ['acceptanceSigned', 'claimDate'],
  ['lastRepairEvent', 'newRepairEvent'],
  ['saleTime', 'requestTime'],
  ['reportReceived', 'arrived'],
  ['reportReceived', 'specialMarkedAt'],
  ['recordCompleted', 'projectLeadNotified'],
  ['projectLeadNotified', 'technicianAssigned'],
  ['deviceReceived', 'shippedBack'],
  ['requestReceived', 'contacted'],
  ['requestReceived', 'responded'],
  ['reported', 'contacted'],
  ['reported', 'responded'],
  ['reported', 'arrived'],
  ['reported', 'resolved'],
  ['requestReceived', 'arrived'],
  ['deviceReceived', 'repaired'],
  ['serviceOrderReceived', 'repaired'],
  ['goodsReceived', 'shippedBack'],
  ['quoteSent', 'quoteConfirmed'],
  ['quoteSent', 'remittanceSlipReceived'],
  ['surveySent', 'returned'],
  ['visitEnded', 'returned'],
  ['newVersionPublished', 'changeEffective'],
  ['saleDate', 'requestTime'],
  ['saleTime', 'requestDate'],
  ['purchaseDate', 'requestTime'],
  ['purchaseDate', 'claimDate'],
  ['purchaseDate', 'deviceReceived'],
  ['deliveredOn', 'claimDate'],
  ['completedOn', 'projectWarrantyEnd'],
  ['requestReceived', 'resolved'],
  ['requestReceived', 'repaired'],
  ['requestReceived', 'specialMarkedAt'],
  ['reported', 'repaired'],
  ['received', 'responded'],
  ['callReceived', 'confirmedAt'],
  ['callReceived', 'responded'],
  ['callReceived', 'arrived'],
  ['goodsReceived', 'repaired'],
  ['orderReceived', 'arrived'],
  ['exchangeAccepted', 'arrived'],
  ['documentsComplete', 'resolved'],
  ['repairCompleted', 'cardReturned'],
  ['arrived', 'visitEnded'],
];

/** A date, and the instant that says the same with its hour. */
const sameDay: readonly (readonly [date: string, instant: string])[] = [
  ['saleDate', 'saleTime'],
  ['requestDate', 'requestTime'],
];

/** What one fact says that leaves no room for the other: undefined stands for any value of it. */
const neverTogether: readonly (readonly [first: string, said: boolean, second: string, against?: Value])[] = [
  // A sample is drawn from stock.
  ['sameBatchInStock', false, 'sampleShowsSameProblem'],
  ['maintenanceContract', false, 'maintenanceContractActive', true],
  ['customerSatisfied', true, 'callbackResult', 'dissatisfied'],
  ['customerSatisfied', false, 'callbackResult', 'satisfied'],
];

/** Spans on the clock: a month has no exact length. */
const exactSpans = ['travelTime', 'newVersionFirstAnswer'];

/**
 * Counts of which the first is a part of the second, or a list of parts that share it; where the third is said, that is
 * what they are counted of, and nothing is known of the second.
 */
const partsOf: readonly (readonly [parts: readonly string[], whole: string, unless?: string])[] = [
  [['returned'], 'sent'],
  [['returnedByForm', 'completedByPhoneRecord'], 'sent'],
  [['keyCustomersReplied'], 'keyCustomers'],
  [['keyCustomersRepliedByForm', 'keyCustomersVisited'], 'keyCustomers'],
  [['certified'], 'engineersSent'],
  [['ok', 'nonProductionDefectNotResalable'], 'items'],
  [['calledBack'], 'inWarranty', 'total'],
  [['correct'], 'shipped'],
  [['complete'], 'total'],
  [['satisfied'], 'answered'],
  [['satisfied'], 'total'],
];

/** Facts that count from one: the first year, the first time, the first round. */
const ordinals = ['serviceYear', 'sequence', 'round'];

/** Facts that count things or months: there is no half of one. */
const counts = (
  'serviceYear sequence round visits points items ok nonProductionDefectNotResalable satisfied answered total sent ' +
  'returned returnedByForm completedByPhoneRecord keyCustomers keyCustomersReplied keyCustomersRepliedByForm ' +
  'keyCustomersVisited calledBack correct shipped complete certified engineersSent inspectionVisits inWarranty ' +
  'warrantyMonths contractWarrantyMonths freeGuaranteeMonths'
).split(' ');

/** No term lasts longer than a hundred years of months, and nothing recurs oftener that is reckoned by the month. */
const mostMonths = 1200;

/** Pieces, visits, points: times any price of a policy still whole. */
const mostCounted = 1_000_000_000;

/** A price and how many are priced: what they come to together is an amount as well. */
const priced: readonly (readonly [price: string, quantity: string])[] = [['bidUnitPriceCny', 'quantity']];

function mostOf(field: string): number | undefined {
  if (ordinals.includes(field) || field.endsWith('Months') || field === 'years') return mostMonths;
  return counts.includes(field) || field.endsWith('uantity') ? mostCounted : undefined;
}

function beyondReckoning(facts: ReadonlyMap<string, Value>): GivenProblem[] {
  const single = [...facts].flatMap(([field, value]): GivenProblem[] => {
    const most = mostOf(field);
    if (most === undefined || typeof value !== 'number' || value <= most) return [];
    return [{ field, detail: { zh: `至多 ${most}：${value}`, en: `at most ${most}: ${value}` } }];
  });
  const together = priced.flatMap(([price, quantity]): GivenProblem[] => {
    const come = clean(Number(facts.get(price) ?? 0) * Number(facts.get(quantity) ?? 0));
    if (!(come > mostCny)) return [];
    const names = `${price} × ${quantity}`;
    const detail = {
      zh: `${names} 至多 ${mostCny} 元：${come}`,
      en: `${names} is at most ${mostCny} yuan: ${come}`,
    };
    return [{ field: quantity, detail }];
  });
  return [...single, ...together];
}

function fractions(facts: ReadonlyMap<string, Value>): GivenProblem[] {
  return counts.flatMap((field): GivenProblem[] => {
    const value = facts.get(field);
    if (typeof value !== 'number' || Number.isInteger(value)) return [];
    return [{ field, detail: { zh: `必须是整数：${value}`, en: `must be a whole number: ${value}` } }];
  });
}

function miscounted(facts: ReadonlyMap<string, Value>): GivenProblem[] {
  const over = partsOf.flatMap(([parts, whole, unless]): GivenProblem[] => {
    const all = unless !== undefined && typeof facts.get(unless) === 'number' ? undefined : facts.get(whole);
    const given = parts.filter((part) => typeof facts.get(part) === 'number');
    const sum = given.reduce((total, part) => total + Number(facts.get(part)), 0);
    if (typeof all !== 'number' || sum <= all) return [];
    const names = given.join(' + ');
    return [
      {
        field: given[0]!,
        detail: {
          zh: `${names} 共 ${sum}，多于 ${whole} ${all}，请更正其一`,
          en: `${names} is ${sum}, more than ${whole}, which is ${all}: correct one of them`,
        },
      },
    ];
  });
  const none = ordinals.flatMap((field): GivenProblem[] =>
    facts.get(field) === 0
      ? [{ field, detail: { zh: '从 1 起算，不能为 0', en: 'counts from 1 and cannot be 0' } }]
      : [],
  );
  return [...over, ...none];
}

/** Everything in the facts that contradicts itself; dates and instants are compared in the policy's zone. */
export function contradictions(facts: ReadonlyMap<string, Value>, zone: ZoneSnapshot): GivenProblem[] {
  const compared = (first: string, second: string): number => {
    const [left, right] = [facts.get(first), facts.get(second)];
    return left === undefined || right === undefined ? 0 : (compare(left, right, zone) ?? 0);
  };
  const outOfOrder = inOrder
    .filter(([earlier, later]) => compared(earlier, later) > 0)
    .map(([earlier, later]) => ({
      field: later,
      detail: { zh: `${later} 早于 ${earlier}，请更正其一`, en: `${later} is before ${earlier}: correct one of them` },
    }));
  const otherDay = sameDay
    .filter(([day, hour]) => compared(day, hour) !== 0)
    .map(([day, hour]) => ({
      field: hour,
      detail: { zh: `${hour} 不在 ${day} 当日，请更正其一`, en: `${hour} is not on ${day}: correct one of them` },
    }));
  return [
    ...outOfOrder,
    ...otherDay,
    ...excludingOneAnother(facts),
    ...inexactSpans(facts),
    ...fractions(facts),
    ...beyondReckoning(facts),
    ...miscounted(facts),
    ...brokenWaits(facts.get('waits')),
    ...brokenContract(facts.get('maintenanceContract')),
    ...strangeApprovals(facts.get('approvals')),
  ];
}

function excludingOneAnother(facts: ReadonlyMap<string, Value>): GivenProblem[] {
  return neverTogether.flatMap(([first, said, second, against]): GivenProblem[] => {
    const other = facts.get(second);
    if (facts.get(first) !== said || other === undefined || other === null) return [];
    if (against !== undefined && other !== against) return [];
    const detail = {
      zh: `${second} 与 ${first} = ${said} 矛盾，请更正其一`,
      en: `${second} contradicts ${first} = ${said}: correct one of them`,
    };
    return [{ field: second, detail }];
  });
}

function inexactSpans(facts: ReadonlyMap<string, Value>): GivenProblem[] {
  return exactSpans.flatMap((field): GivenProblem[] => {
    const span = facts.get(field);
    if (!isTagged(span, 'duration') || exactMs(span) !== undefined) return [];
    const detail = {
      zh: '年、月没有确切长短，请用天、小时、分钟',
      en: 'months and years have no exact length: give days, hours, minutes',
    };
    return [{ field, detail }];
  });
}

/** A contract in force from a date until a date, under whichever names they are given. */
function brokenContract(contract: Value | undefined): GivenProblem[] {
  const fields = isTagged(contract, 'object') ? contract.fields : {};
  const [start, end] = [contractStarts, contractEnds].map((names) => names.find((name) => fields[name] !== undefined));
  const [from, until] = [start && fields[start], end && fields[end]];
  if (!isTagged(from, 'date') || !isTagged(until, 'date') || until.date >= from.date) return [];
  const detail = {
    zh: `${end} 早于 ${start}，请更正其一`,
    en: `\`${end}\` is before \`${start}\`: correct one of them`,
  };
  return [{ field: 'maintenanceContract', detail }];
}

/** What an approver said must be a yes, a no or nothing yet. */
function strangeApprovals(approvals: Value | undefined): GivenProblem[] {
  return Object.entries(isTagged(approvals, 'object') ? approvals.fields : {}).flatMap(
    ([role, said]): GivenProblem[] => {
      if (typeof said !== 'string' || approvalWords.includes(said)) return [];
      const detail = { zh: `审批意见没有取值 ${said}`, en: `an approver never says ${said}` };
      return [{ field: `approvals.${role}`, detail, allowed: approvalWords }];
    },
  );
}

function brokenWaits(waits: Value | undefined): GivenProblem[] {
  if (!isList(waits)) return [];
  return waits.flatMap((entry, index): GivenProblem[] => {
    const { from, to } = isTagged(entry, 'object') ? entry.fields : {};
    const field = `waits[${index}]`;
    if (!isTagged(from, 'instant')) {
      return [{ field, detail: { zh: '缺少开始时间 from', en: 'needs the instant `from`, with its offset' } }];
    }
    if (isTagged(to, 'instant') && to.at < from.at) {
      return [{ field, detail: { zh: 'to 早于 from，请更正其一', en: '`to` is before `from`: correct one of them' } }];
    }
    return [];
  });
}
