/** What must be known above at once: losses; and special circumstances that a supervisor marks. */
import type { z } from 'zod';
import { isOwed } from '../../sla/clock';
import type { CasePolicy } from '../../policy/case-policy';
import { insist } from '../refuse';
import type { Actor } from '../record';
import type { RepairWork } from './intake';
import type * as shared from '../shared-payloads';
import type * as p from './payloads';
import type { RepairState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** N-2.4-4a, N-2.4-3d: leadership is told in the same step; N-2.4-4b: the scene is preserved on request. */
export function reportLoss(work: RepairWork, { whose, preserveScene, text }: In<typeof p.reportLoss>): void {
  work.mark(whose === 'customer' ? 'severe_loss' : 'company_loss', text ? { text: text.id } : {});
  if (preserveScene) work.mark('scene_preserved');
}

/** R-N-SPECIAL: only a supervisor, with a reason, and before the ordinary deadline has passed. */
export function markSpecial(work: RepairWork, { reason }: In<typeof shared.reason>): void {
  work.facts({ special: true });
  work.mark('special_marked', { reason: reason.id });
}

export function markSpecialGuard(state: RepairState, _actor: Actor, _payload: unknown, policy: CasePolicy): void {
  const special = policy.milestones
    .filter((m) => m.targets.some((t) => t.when && 'special' in t.when))
    .map((m) => m.id);
  insist(special.length > 0, 'illegal_transition', '此制度没有特殊情况', 'This policy knows no special circumstances');
  const running = Object.values(state.clocks).some(
    (c) => special.includes(c.milestone) && isOwed(c) && c.breachedAt === undefined,
  );
  insist(
    running,
    'illegal_transition',
    '只能在原时限届满前标记',
    'Special circumstances are marked before the ordinary deadline',
  );
}
