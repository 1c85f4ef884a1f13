/** What about an action of a complaint the product would have refused: by whom, in which order, for how much. */
import type { Actor } from '../../domain/cases/record';
import { ComplaintCase } from './complaint-case';
import { total, type Money, type Payload } from './complaint-payload';
import type { Suspicion } from './procedure';

/** Actions that those may take whom the complaint is about: what every case has, and their own side of it. */
const openToAll = [
  ...['addStatement', 'note', 'complained', 'handOver', 'link', 'raise', 'acknowledge', 'resolveEscalation'],
  ...['extend', 'excuse', 'approveExcuse', 'correct', 'confirmEntry', 'reverseEntry'],
];

/** A complaint that knows what about an action cannot have been right. */
export class SuspiciousComplaint extends ComplaintCase {
  suspect(action: string, payload: unknown, { id }: Actor): Suspicion[] {
    const concerned = this.barred.includes(id) && !openToAll.includes(action);
    return [
      ...(concerned ? [{ kind: 'concerned_acts' as const, what: action }] : []),
      ...(suspicions[action]?.(this, payload as Payload, id) ?? []),
    ];
  }
}

type Suspect = (c: ComplaintCase, payload: Payload, by: string) => Suspicion[];

const secondPerson = (what: string): Suspicion[] => [{ kind: 'second_person_missing', what }];

/** More than anybody may approve, or an amount that is not its price times its quantity. */
function overpaid(c: ComplaintCase, compensation: readonly Money[], before: number): Suspicion[] {
  const most = Math.max(0, ...(c.rules.compensation?.limits ?? []).map(({ upToFen }) => upToFen)) - before;
  const wrong = (what: number, expected: number): Suspicion => ({
    kind: 'amount_not_allowed',
    what: String(what),
    expected,
  });
  const fen = total(compensation);
  const lines = compensation.flatMap(({ amountFen, unitFen, quantity }) => {
    const product = unitFen === undefined || quantity === undefined ? amountFen : Math.round(unitFen * quantity);
    return product === amountFen ? [] : [wrong(amountFen, product)];
  });
  return fen > most ? [...lines, wrong(fen, most)] : lines;
}

const suspicions: Readonly<Record<string, Suspect>> = {
  propose: (c, { compensation }) => overpaid(c, compensation, c.acceptedFen),
  decideCompensation: (c, { duty }, by) => c.proposal?.request.suspect(by, duty) ?? [],
  rule: (c, { compensation }, by) => [
    ...(c.handledBy.has(by) ? secondPerson('review') : []),
    ...overpaid(c, compensation, 0),
  ],
  verifyCorrection: (c, { correction }, by) => {
    const found = c.corrections[correction - 1];
    return found?.ownerId === by || found?.doneBy === by ? secondPerson(`correction ${correction}`) : [];
  },
};
