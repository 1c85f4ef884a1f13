/** The columns of a case that lists filter and sort by. */
import type { CaseHead } from '../../domain/cases/record';
import type { Ledger } from '../ledger';
import { standing, type Round } from '../milestones';
import { Comparison, type Tell } from './comparison';

/** The columns by which lists find a case: of these people decide whom they ask. */
export function headDifferences(head: CaseHead, ledger: Ledger, tell: Tell): void {
  const { status, facts, parties, policy, opening } = ledger;
  const service = policy.pins.find((pin) => pin.layer === 'service') ?? policy.pins[0];
  let breached = false;
  let next: Round | undefined;
  for (const round of ledger.rounds.values()) {
    breached ||= round.brokenAt !== undefined;
    if (round.dueAt !== undefined && round.dueAt < (next?.dueAt ?? Infinity) && standing(round) === 'running')
      next = round;
  }
  let level = 0;
  for (const ascent of ledger.ascents.values())
    if (ascent.endedAt === undefined && ascent.level > level) level = ascent.level;
  const c = new Comparison(tell);
  c.same('status', head.status, status);
  c.same('breached', head.breached, breached);
  c.same('policyId', head.policyId, service?.id);
  c.same('policyVersion', head.policyVersion, service?.version);
  c.same('policyHash', head.policyHash, service?.hash);
  c.same('level', head.level, typeof facts.level === 'string' ? facts.level : undefined);
  c.same('region', head.region, typeof facts.region === 'string' ? facts.region : undefined);
  c.same('dispatcherId', head.dispatcherId, parties.dispatcherId);
  c.same('engineerId', head.engineerId, parties.engineerId);
  c.moment('closedAt', head.closedAt, ledger.closedAt);
  c.moment('nextDueAt', head.nextDueAt, next?.dueAt);
  // Of two that are due together either is the next.
  if (ledger.rounds.get(head.nextDueClock ?? '')?.dueAt !== next?.dueAt)
    tell('nextDueClock', head.nextDueClock, next?.key);
  c.moment('openedAt', head.openedAt, opening.at);
  c.same('customerId', head.customerId, opening.customerId);
  c.same('siteId', head.siteId, opening.siteId);
  c.same('assetId', head.assetId, opening.assetId);
  c.same('kind', head.kind, policy.kind);
  c.same('escalationLevel', head.escalationLevel, level);
}
