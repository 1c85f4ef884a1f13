/** Refusals that name a policy role, what a policy wants first, or a status: the codes travel, the titles are filled in where they are known. */
import { namedInWords } from '../../api/cases/titles/refusals';
import { normalise } from '../../api/http/problem';
import { insistAllKnown, insistRole, insistTurn } from '../../domain/cases/refuse';
import { namingRoles, Refusal, sayNamed, type Named } from '../../domain/errors';
import type { PolicyTitles } from '../../messages/policy-titles';

const around = { zh: '由{named}复核', en: 'The review is for {named}' };
const roles = new Map([['duty_manager', { zh: '值班经理', en: 'Duty manager' }]]);
const items = new Map([['tools', { zh: '工具带齐', en: 'Tools carried' }]]);
const jobItems = new Map([['gas', { zh: '气', en: 'Gas' }]]);
const titles = { of: { roles, jobItems }, checklists: new Map([['arrive', items]]) } as unknown as PolicyTitles;

function refused(work: () => void): Refusal {
  try {
    work();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('nothing was refused');
}

test('a refusal carries the code of the role, and names it in both languages', () => {
  const { code, problem, message } = refused(() => insistRole(false, 'forbidden', 'duty_manager', around, 'duty'));
  expect([code, message]).toEqual(['forbidden', 'The review is for "duty_manager"']);
  expect(problem).toEqual({
    field: 'duty',
    detail: { zh: '由「duty_manager」复核', en: 'The review is for "duty_manager"' },
    named: { what: 'role', codes: ['duty_manager'], around },
    allowed: ['duty_manager'],
  });
  expect(() => insistTurn('a', 'a')).not.toThrow();
  expect(refused(() => insistTurn('a', 'duty_manager')).problem).toMatchObject({
    field: 'duty',
    allowed: ['duty_manager'],
  });
});

test('with the titles of the policies it is told by title; a role without one keeps its code', () => {
  const problem = { field: 'duty', ...namingRoles(['duty_manager', 'maker'], around), allowed: ['duty_manager'] };
  const { detail, allowed } = namedInWords(problem, titles);
  expect(detail).toEqual({
    zh: '由「值班经理」 → 「maker」复核',
    en: 'The review is for "Duty manager" → "maker"',
  });
  expect(allowed).toEqual(['duty_manager']);
});

test('what a policy wants first is told in words: what is to be ticked, what has to happen, what has to be known', () => {
  const named: Named = {
    what: 'requirement',
    codes: ['tools', 'gas', 'maintenance_briefed', 'phone', 'something'],
    around: { zh: '尚缺{named}（N-2.1-3b）', en: 'Missing: {named} (N-2.1-3b)' },
  };
  expect(namedInWords({ detail: sayNamed(named), named }, titles).detail).toEqual({
    zh: '尚缺「工具带齐」、「气」、「已讲解维护保养」、「电话」、「something」（N-2.1-3b）',
    en: 'Missing: "Tools carried", "Gas", "Upkeep explained", "Telephone", "something" (N-2.1-3b)',
  });
});

test('a word in quotes that is no role of the refusal is left alone, also where a role has that code', () => {
  const problem = { detail: { zh: '没有「duty_manager」这一格', en: 'There is no field "duty_manager"' } };
  expect(namedInWords(problem, titles)).toEqual(problem);
});

test('what a title says is not read as a place for another', () => {
  const odd = () => ({ zh: '{named}$&', en: '{named}$&' });
  expect(sayNamed({ what: 'role', codes: ['x'], around }, odd).zh).toBe('由「{named}$&」复核');
});

test('a status is told as pages show it, in English by its code', () => {
  const named: Named = {
    what: 'status',
    codes: ['contacted'],
    around: { zh: '案件处于{named}，不能派工', en: 'The case is contacted: assign is not possible' },
  };
  const failure = new Refusal('illegal_transition', { detail: sayNamed(named), named });
  const [problem] = normalise(failure).problems;
  expect(problem!.detail.en).toBe('The case is contacted: assign is not possible');
});

test('facts that are not known are told as the fields of pages are', () => {
  const { problem } = refused(() => insistAllKnown(false, ['packagingComplete', 'salesDocuments']));
  expect(problem.detail.en).toBe('Not known yet: "packagingComplete", "salesDocuments"');
  const { detail, allowed } = namedInWords(problem, titles);
  expect(detail.zh).toBe('尚缺：「包装齐全」、「销售单据齐全」');
  expect(allowed).toEqual(['packagingComplete', 'salesDocuments']);
});
