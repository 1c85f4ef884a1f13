/**
 * Whether an accepted action could be taken by that person, at that time, in that state: by the table of actions and the
 * law of four eyes. The product refuses what is reported here, so each of these means that somebody went round it.
 */
import type { AnyAction, KindDef } from '../domain/cases/kind';
import { parseInstant } from '../domain/time/instant';
import { heldDuty } from './duties';
import { finding, type Finding, type FindingKind } from './finding';
import type { Ledger } from './ledger';
import type { Procedure } from './procedures/procedure';
import { beyondLimits } from './supervision-limits';
import type { Input } from './timeline';
import { isSecondEdition } from '../domain/policy/edition';

export type ActionInput = Extract<Input, { type: 'action' }>;

/** How far two machines' clocks may differ. */
const toleranceMs = 5_000;
/** Actions that an engineer may take on a case of somebody else. */
const anybodys = ['reportLoss', 'reportIncident', 'raise'];

/** What is wrong with an action, in the state that the auditor derived, before it is taken. */
export function checkConduct(
  { table, ownJobs }: Pick<Procedure, 'table' | 'ownJobs'>,
  def: AnyAction,
  ledger: Ledger,
  input: ActionInput,
  now: number,
): Finding[] {
  const { actor, receivedAt } = input.envelope;
  const found: Finding[] = [];
  const wrong = (kind: FindingKind, data: Finding['data'] = {}): void =>
    void found.push(
      finding(kind, [input.source], {
        at: now,
        data: { action: def.name, actor: actor.id, role: actor.role, ...data },
        clauses: def.clauses ?? [],
      }),
    );
  if (!def.roles.includes(actor.role)) wrong('action_not_allowed', { why: 'role' });
  if (!mayFrom(table, def, ledger.status)) wrong('action_not_allowed', { why: 'status', status: ledger.status });
  const limit = beyondLimits(def.name, input.envelope.payload, ledger, actor, parseInstant(receivedAt));
  if (limit !== undefined) wrong('action_not_allowed', { why: limit });
  if (ownJobs && actor.role === 'engineer' && !anybodys.includes(def.name) && ledger.parties.engineerId !== actor.id)
    wrong('foreign_job', { holder: ledger.parties.engineerId ?? '' });
  if (!input.updateId.startsWith(`${actor.id}:`)) wrong('actor_differs', { updateId: input.updateId });
  const { duty } = input.envelope.payload as { duty?: unknown };
  if (typeof duty === 'string' && !heldDuty(actor, duty, ledger)) wrong('action_not_allowed', { why: 'duty', duty });
  if (def.name === 'confirmEntry') {
    const { entry } = input.envelope.payload as { entry: number };
    if (ledger.book.entry(entry)?.by === actor.id) wrong('second_person_missing', { what: `entry ${entry}` });
    const role = ledger.policy.money?.confirmedBy;
    if (role !== undefined && !heldDuty(actor, role, ledger)) wrong('action_not_allowed', { why: 'duty', duty: role });
    const [first] = ledger.book.owedBefore(entry);
    if (first !== undefined && isSecondEdition(ledger.policy)) wrong('action_not_allowed', { why: 'order', first });
  }
  const received = parseInstant(receivedAt);
  if (received > now + toleranceMs) wrong('received_in_future', { receivedAt });
  return found;
}

function mayFrom(table: KindDef, { from }: AnyAction, status: string): boolean {
  if (from === 'any') return true;
  if (from === 'open') return !table.ended.includes(status) && status !== 'closed';
  return from.includes(status);
}

/** Who asked for a breach to be excused, so that nobody approves their own request. */
export class FourEyes {
  private readonly excuses = new Map<string, string>();

  check({ name, envelope, source }: ActionInput): Finding[] {
    const { actor, payload } = envelope;
    const { clock = '' } = payload as { clock?: string };
    const found = (kind: FindingKind, what: string): Finding[] => [
      finding(kind, [source], { data: { action: name, actor: actor.id, what } }),
    ];
    if (name === 'excuse') this.excuses.set(clock, actor.id);
    return name === 'approveExcuse' && this.excuses.get(clock) === actor.id ? found('self_approval', clock) : [];
  }
}
