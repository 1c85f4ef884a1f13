/** What about an action of a complaint the product would have refused: by whom, in which order, for how much. */
import type { Actor } from '../../domain/cases/record';
import { isThirdEdition } from '../../domain/policy/edition';
import { heldDuty } from '../duties';
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
  suspect(action: string, payload: unknown, actor: Actor): Suspicion[] {
    const concerned = this.barred.includes(actor.id) && !openToAll.includes(action);
    return [
      ...(concerned ? [{ kind: 'concerned_acts' as const, what: action }] : []),
      ...(suspicions[action]?.(this, payload as Payload, actor) ?? []),
    ];
  }
}

type Suspect = (c: ComplaintCase, payload: Payload, actor: Actor) => Suspicion[];

const secondPerson = (what: string): Suspicion[] => [{ kind: 'second_person_missing', what }];

/**
 * For whoever has the role in this case, as the policy says.
 * @param others system roles that may act for them
 */
function forDuty(
  c: ComplaintCase,
  actor: Actor,
  role: string | undefined,
  others: readonly string[] = ['supervisor'],
): Suspicion[] {
  if (others.includes(actor.role) || (role !== undefined && heldDuty(actor, role, c))) return [];
  return [{ kind: 'action_not_allowed', what: 'duty', expected: role ?? 'none' }];
}

/** For the department that has the share, or the person to whom it was given. */
function forOwner(c: ComplaintCase, { category }: Payload, actor: Actor): Suspicion[] {
  const share = c.shares.get(category);
  return share?.personId === actor.id ? [] : forDuty(c, actor, share?.owner);
}

/** For whoever handles the complaint. */
function forHandler(c: ComplaintCase, _payload: Payload, actor: Actor): Suspicion[] {
  return c.parties.engineerId === actor.id ? [] : forDuty(c, actor, c.rules.handler.role);
}

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

/** Ended while the customer is owed what they accepted; a supervisor may, with a reason, where it was given up (O-10.4). */
function endedOwing(c: ComplaintCase, { reason }: Payload, { role }: Actor): Suspicion[] {
  const what = isThirdEdition(c.policy) ? c.halfPaid : undefined;
  if (what === undefined || (what === 'given_up' && role === 'supervisor' && reason !== undefined)) return [];
  return [{ kind: 'action_not_allowed', what }];
}

const suspicions: Readonly<Record<string, Suspect>> = {
  close: endedOwing,
  withdraw: endedOwing,
  cancel: endedOwing,
  merge: endedOwing,
  reverseEntry: (c, { entry }) =>
    c.status === 'closed' && c.book.entry(entry)?.type === 'compensation' && isThirdEdition(c.policy)
      ? [{ kind: 'action_not_allowed', what: 'compensation_paid', expected: 'reopen' }]
      : [],
  checkBatch: (c, _payload, actor) => forDuty(c, actor, c.rules.batch?.checker),
  testSample: (c, _payload, actor) => forDuty(c, actor, c.rules.batch?.tester),
  takeTask: forOwner,
  passTask: forOwner,
  answerTask: forOwner,
  conclude: forHandler,
  reportCorrection: (c, { correction }, actor) => {
    const { ownerId } = c.corrections[correction - 1] ?? {};
    return actor.role === 'supervisor' || ownerId === actor.id ? [] : [{ kind: 'action_not_allowed', what: 'owner' }];
  },
  propose: (c, payload, actor) => [
    ...forHandler(c, payload, actor),
    ...overpaid(c, payload.compensation, c.acceptedFen),
  ],
  decideCompensation: (c, { duty }, { id }) => c.proposal?.request.suspect(id, duty) ?? [],
  rule: (c, { compensation }, actor) => [
    ...forDuty(c, actor, c.rules.levels.find(({ id }) => id === c.reviews.at(-1)?.level)?.role, []),
    ...(c.handledBy.has(actor.id) ? secondPerson('review') : []),
    ...overpaid(c, compensation, 0),
  ],
  verifyCorrection: (c, { correction }, { id: by }) => {
    const found = c.corrections[correction - 1];
    return found?.ownerId === by || found?.doneBy === by ? secondPerson(`correction ${correction}`) : [];
  },
};
