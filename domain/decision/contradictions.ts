/** What cannot be together in the facts of a question: each is refused with the place and the remedy. */
import type { ZoneSnapshot } from '../calendar/snapshot';
import type { GivenProblem } from './given';
import { compare } from './operators';
import { isList, isTagged, type Value } from './value';

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
];

/** Counts of which the first is among the second. Callbacks are not here: one customer may be called twice. */
const partOf: readonly (readonly [part: string, whole: string])[] = [
  ['satisfied', 'total'],
  ['satisfied', 'answered'],
  ['complete', 'total'],
  ['correct', 'shipped'],
  ['certified', 'engineersSent'],
  ['returned', 'sent'],
  ['returnedByForm', 'sent'],
  ['keyCustomersReplied', 'keyCustomers'],
  ['keyCustomersRepliedByForm', 'keyCustomers'],
  ['keyCustomersVisited', 'keyCustomers'],
  ['ok', 'items'],
  ['nonProductionDefectNotResalable', 'items'],
];

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
  const tooMany = partOf
    .filter(([part, whole]) => compared(part, whole) > 0)
    .map(([part, whole]) => ({
      field: part,
      detail: { zh: `${part} 多于 ${whole}，请更正其一`, en: `${part} is more than ${whole}: correct one of them` },
    }));
  return [...outOfOrder, ...tooMany, ...brokenWaits(facts.get('waits')), ...brokenContract(facts)];
}

/** A contract in force from a date until a date. */
function brokenContract(facts: ReadonlyMap<string, Value>): GivenProblem[] {
  const contract = facts.get('maintenanceContract');
  const { from, until } = isTagged(contract, 'object') ? contract.fields : {};
  if (!isTagged(from, 'date') || !isTagged(until, 'date') || until.date >= from.date) return [];
  const detail = { zh: 'until 早于 from，请更正其一', en: '`until` is before `from`: correct one of them' };
  return [{ field: 'maintenanceContract', detail }];
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
