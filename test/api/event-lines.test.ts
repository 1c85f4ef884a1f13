/** The lines under an event of a case, in words. */
import { detailsOf } from '../../api/cases/titles/event-lines';
import { Terms } from '../../api/cases/titles/terms';
import { readTitles } from '../../messages/policy-titles';

it('S-8.2-b: names the department to which a share of a complaint goes, or is passed on', () => {
  const title = { zh: '投诉技术人员', en: 'Complaint engineer' };
  const policy = readTitles({ roles: [{ id: 'complaint_engineer', title }] });
  const terms = new Terms({ policy, people: new Map(), texts: new Map() });
  const lines = detailsOf('routed', { to: 'complaint_engineer' }, terms);
  expect(lines).toEqual([{ label: { zh: '责任部门', en: 'Department' }, value: title }]);
  expect(detailsOf('task_passed', { from: 'complaint_engineer' }, terms)[0]!.value).toEqual(title);
});

it('O-11.2-a: shows what was written under whatever name an event has it', () => {
  const plan = `t-${'0a'.repeat(16)}`;
  const terms = new Terms({ policy: readTitles({}), people: new Map(), texts: new Map([[plan, '退货并索赔']]) });
  expect(detailsOf('handling_planned', { plan }, terms)[0]!.value).toEqual({ zh: '退货并索赔', en: '退货并索赔' });
});
