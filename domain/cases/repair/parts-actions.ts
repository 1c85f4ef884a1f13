/** The actions around parts: waited for, expected, received, taken from a stock unit, the old ones handed in. */
import { actionsOf, both, type AnyAction } from '../kind';
import { ownJob } from '../ownership';
import type { SystemRole } from '../record';
import { accepted } from '../visit/assignment';
import * as expected from './expected-parts';
import * as parts from './parts';
import * as p from './payloads';
import { atWork, type RepairState } from './state';

const action = actionsOf<RepairState>();

const workshop: SystemRole[] = ['engineer', 'warehouse', 'dispatcher'];

/** From the wait for a part to the old one handed in. */
export const partsActions: readonly AnyAction[] = [
  action({
    name: 'waitForParts',
    title: { zh: '等配件', en: 'Wait for parts' },
    from: [...atWork, 'assessed'],
    roles: workshop,
    payload: p.waitForParts,
    guard: both(accepted, both(ownJob, parts.waitForPartsGuard)),
    apply: expected.awaitParts,
  }),
  action({
    name: 'expectParts',
    title: { zh: '更新预计到货', en: 'Move the expected date' },
    from: ['waiting_parts'],
    roles: ['agent', 'dispatcher', 'supervisor', 'engineer', 'warehouse'],
    payload: p.expectParts,
    guard: both(ownJob, expected.expectPartsGuard),
    apply: expected.expectParts,
  }),
  action({
    name: 'receiveParts',
    title: { zh: '配件到货', en: 'Parts arrived' },
    from: ['waiting_parts', 'in_repair', 'assessed'],
    roles: workshop,
    payload: p.receiveParts,
    guard: ownJob,
    apply: parts.receiveParts,
  }),
  action({
    name: 'useStockUnit',
    title: { zh: '拆取新机配件', en: 'Take the part from a stock unit' },
    from: ['waiting_parts', ...atWork, 'assessed'],
    roles: ['supervisor', 'warehouse', 'dispatcher'],
    payload: p.useStockUnit,
    guard: parts.useStockUnitGuard,
    apply: parts.useStockUnit,
  }),
  action({
    name: 'returnOldParts',
    title: { zh: '交回旧件', en: 'Return old parts' },
    from: 'any',
    roles: workshop,
    payload: p.returnOldParts,
    guard: ownJob,
    apply: parts.returnOldParts,
  }),
];
