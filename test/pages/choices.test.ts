/** What an action's form lets people choose is what the case then takes. */
import { choicesFor, type Place } from '../../api/cases/titles/choices';
import { Terms } from '../../api/cases/titles/terms';
import type { Actor } from '../../domain/cases/record';
import type { CaseState } from '../../domain/cases/state';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { readTitles } from '../../messages/policy-titles';
import { shipped } from '../rig/shipped-policies';
import { Complaint, staff } from '../domain/cases/complaint-simulator';
import { people } from '../domain/cases/case-simulator';
import { deciders, ReturnSimulator } from '../domain/cases/return-simulator';

interface Standing {
  state: CaseState;
  policy: CasePolicy;
}

function offered(place: Place, actor: Actor, { state, policy }: Standing): string[] | undefined {
  const known = {
    policy: readTitles(shipped(policy.pins[0]!.id).policy),
    people: new Map<string, string>(),
    texts: new Map<string, string>(),
  };
  const everybody = [{ id: 'zhang', name: '张三' }];
  return choicesFor(place, {
    ...{ state, policy, actor, terms: new Terms(known), customers: new Map(), loaners: [] },
    people: { engineerId: [], dispatcherId: [], staff: everybody },
  })?.map(({ value, title }) => {
    expect([value, title.zh]).not.toEqual([value, value]);
    return value;
  });
}

describe('of a return', () => {
  const sim = new ReturnSimulator();
  const standing = (): Standing => ({ state: sim.state, policy: sim.policy });

  test('R-APPROVE: the role that decides next, to whoever holds it, and nothing to the others', () => {
    sim.act(people.agent, 'respond').act(people.agent, 'fileApplication', {
      sale: { documentNo: 'XS-9', lines: [{ line: 1, model: 'A-100', quantity: 10, unitFen: 2_000 }] },
      wants: 'return',
      items: [{ line: 1, quantity: 4, reason: 'quality' }],
    });
    sim.act(people.agent, 'submit');
    const duty = { field: 'duty', action: 'decideReturn' };
    const scoped: Actor = { id: 'm', role: 'approver', duties: ['demo_manager@demo-quick-return'] };
    expect(offered(duty, deciders.manager, standing())).toEqual(['demo_manager']);
    expect(offered(duty, scoped, standing())).toEqual(['demo_manager']);
    expect(offered(duty, deciders.supervisor, standing())).toEqual([]);
    sim.act(deciders.manager, 'decideReturn', { decision: 'approved', duty: 'demo_manager' });
    expect(offered(duty, deciders.supervisor, standing())).toEqual(['demo_supervisor']);
  });

  test('O-11.4-a: goods in by the lines that were announced, inspection by those that came, refusals of the policy', () => {
    sim.act(deciders.supervisor, 'decideReturn', { decision: 'approved', duty: 'demo_supervisor' });
    sim.act(people.agent, 'issueOrder', { orderNo: 'TH-9', route: 'carry_in' });
    const received = { field: 'line', list: 'items', action: 'receiveGoods' };
    expect(offered(received, people.warehouse, standing())).toEqual(['1']);
    sim.act(people.warehouse, 'receiveGoods', { items: [{ line: 1, received: 4 }] });
    const inspected = { field: 'line', action: 'inspectItem' };
    expect(offered(inspected, people.warehouse, standing())).toEqual(['1']);
    sim.act(people.warehouse, 'inspectItem', { line: 1, accepted: 4 });
    expect(offered(inspected, people.warehouse, standing())).toBeUndefined();
    const deduction = { field: 'deduction', list: 'deductions', action: 'proposeRefund' };
    expect(offered(deduction, people.agent, standing())).toEqual(['missing_packaging']);
  });
});

describe('of a complaint', () => {
  const sim = new Complaint();
  const standing = (): Standing => ({ state: sim.state, policy: sim.policy });

  test('O-10.2: the categories of the policy, then those that wait for an answer, and people by name', () => {
    const categories = sim.policy.complaints!.categories.map(({ id }) => id);
    expect(offered({ field: 'categories', action: 'assess' }, staff.clerk, standing())).toEqual(categories);
    expect(offered({ field: 'handlerId', action: 'assignHandler' }, staff.clerk, standing())).toEqual(['zhang']);
    sim
      .act(staff.clerk, 'acknowledgeReceipt')
      .act(staff.clerk, 'assess', { severity: 'serious', categories: ['attitude'] });
    const task = { field: 'category', action: 'answerTask' };
    expect(offered(task, staff.supervisor, standing())).toEqual(['attitude']);
  });
});
