/** `policy decide`, `policy explain` and `policy diff` as a policy writer meets them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { decideLines } from '../../bin/commands/policy-decide';
import { differences } from '../../bin/commands/policy-diff';
import { explain } from '../../bin/commands/policy-explain';
import { clauseOf, knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';
import { shippedFolder } from '../../policies/loader/shipped';

const folder = mkdtempSync(join(tmpdir(), 'decide-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Answered {
  id: unknown;
  line?: number;
  answer?: Record<string, unknown>;
  reasons?: { rule: string; outcome: string; clauses: string[]; text?: { zh: string; en: string } }[];
  facts?: { used: string[]; assumed: string[]; missing: string[] };
  error?: { code: string; status: number; errors: { field?: string; detail: { zh: string; en: string } }[] };
}

async function ask(...lines: (string | object)[]): Promise<Answered[]> {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const written: string[] = [];
  await decideLines(Readable.from([input]), (line) => void written.push(line));
  return written.map((line) => JSON.parse(line) as Answered);
}

const question = {
  id: 'q1',
  policy: 'auto-equipment-nanjing',
  question: 'deadline',
  given: {
    milestone: 'first_contact',
    requestReceived: '2026-03-07T20:00:00+08:00',
    contacted: '2026-03-08T00:00:01+08:00',
  },
};

test('what one question answers may be given with the next, by name; a name that no policy answers is refused', async () => {
  const fee = (decision: string): object => ({
    ...{ id: decision, policy: 'appliance-service-centre', question: 'fee' },
    given: { decision },
  });
  const [first, known, typo] = await ask(
    { id: 1, policy: 'appliance-service-centre', question: 'entitlement', given: { work: 'training' } },
    fee('not_accepted'),
    fee('not_acepted'),
  );
  expect(first!.answer!.decision).toBe('not_accepted');
  expect(known!.error).toBeUndefined();
  expect(typo!.error!.errors[0]!.field).toBe('given.decision');
});

test('N-2.6-1d a question is answered with its reasons, in both languages', async () => {
  const [answered] = await ask(question);
  expect(answered).toMatchObject({
    id: 'q1',
    answer: { due: '2026-03-08T00:00:00+08:00', warnAt: '2026-03-07T22:00:00+08:00', status: 'breached' },
    reasons: [{ rule: 'first_contact', outcome: 'decided', clauses: ['N-2.6-1d'] }],
  });
  expect(answered?.reasons?.[0]?.text?.zh).toContain('联系客户');
  expect(answered?.facts?.used).toEqual(expect.arrayContaining(['milestone', 'requestReceived', 'contacted']));
});

test('a bad line is answered with its problem, and the rest go on', async () => {
  const answered = await ask(
    'no JSON',
    { ...question, id: 2, policy: 'auto-equipment' },
    { ...question, id: 3, question: 'price' },
    { ...question, id: 4, given: { requestReceived: '2026-02-30T20:00:00+08:00', weightKg: -2 } },
    { ...question, id: 5, given: 'none' },
    question,
  );
  expect(answered.map(({ id, error }) => [id, error?.code, error?.errors.map(({ field }) => field)])).toEqual([
    [null, 'malformed', [undefined]],
    [2, 'invalid_request', ['policy']],
    [3, 'invalid_request', ['question']],
    [4, 'invalid_request', ['given.requestReceived', 'given.weightKg']],
    [5, 'invalid_request', ['given']],
    ['q1', undefined, undefined],
  ]);
  expect(answered[3]?.error?.errors[1]?.detail).toEqual({
    zh: '不能为负：-2',
    en: 'cannot be negative: -2; give 0 or more',
  });
});

test('every reason is told in both languages, in the words of its clauses where its rule has none', async () => {
  const answered = await ask(
    {
      ...question,
      policy: 'office-supplies-lubricants',
      given: { milestone: 'refund', goodsReturned: '2026-03-07T20:00:00+08:00' },
    },
    { ...question, policy: 'office-supplies-lubricants', question: 'fee', given: {} },
  );
  expect(answered[0]?.reasons).toEqual([
    {
      rule: 'refund',
      outcome: 'decided',
      clauses: ['O-3.7-b'],
      text: { zh: clauseOf('O-3.7-b')?.quote, en: clauseOf('O-3.7-b')?.rule },
    },
  ]);
  expect(answered[1]?.reasons?.find(({ rule }) => rule === 'currency')?.text?.zh).toBe('制度未写，按产品默认');
});

test('what has no id is known by its line, whatever system wrote the file', async () => {
  const { policy, question: asked, given } = question;
  const text = [
    '\uFEFF' + JSON.stringify(question),
    '',
    '[]',
    JSON.stringify({ policy, question: asked, given }),
    '{"id":7}',
  ];
  const answered = await ask(text.join('\r\n'));
  expect(answered.map(({ id, line, answer, error }) => [id, line, answer?.status, error?.code])).toEqual([
    ['q1', undefined, 'breached', undefined],
    [null, 3, undefined, 'malformed'],
    [null, 4, 'breached', undefined],
    [7, undefined, undefined, 'invalid_request'],
  ]);
  expect(answered[3]?.error?.errors.map(({ field, detail }) => [field, detail.en])).toEqual([
    ['question', 'is missing'],
    ['given', 'must be an object of facts'],
    ['policy', 'is missing'],
  ]);
});

test('a policy may be asked by its version, and a version that does not ship is refused', async () => {
  const answered = await ask(
    { ...question, policy: 'auto-equipment-nanjing@1.0' },
    { ...question, policy: 'auto-equipment-nanjing@0.9' },
  );
  expect(answered[0]?.answer?.status).toBe('breached');
  expect(answered[1]?.error?.errors).toMatchObject([
    { field: 'policy', allowed: ['auto-equipment-nanjing', 'auto-equipment-nanjing@1.0'] },
  ]);
});

test('where no rule speaks, the facts are named that the nearest ones wait for', async () => {
  const answered = await ask(
    { ...question, given: { milestone: 'first_contact' } },
    { ...question, policy: 'vehicle-care', question: 'kpi', given: { complete: 85 } },
    {
      ...question,
      policy: 'iot-home-visit',
      question: 'escalation',
      given: { appointment: '2026-03-07T20:00:00+08:00' },
    },
    { ...question, given: { milestone: 'refund' } },
  );
  expect(answered.map(({ answer }) => answer)).toEqual([{}, {}, {}, {}]);
  expect(answered[0]?.facts?.missing).toContain('requestReceived');
  expect(answered[1]?.facts?.missing).toEqual(['total']);
  expect(answered[2]?.facts?.missing).toContain('arrived');
  expect(answered[3]?.facts?.missing).toEqual([]);
});

test('what is known to fail decides before what is unknown, and what is missing is named', async () => {
  const given = { soldByUs: true, saleDate: '2026-03-01', requestDate: '2026-03-09', customerWants: 'return' };
  const [answered] = await ask({ ...question, question: 'entitlement', given });
  expect(answered?.answer).toMatchObject({ decision: 'pending', failed: ['N-2.5-A-a'] });
  expect(answered?.facts?.missing).toEqual(expect.arrayContaining(['packagingComplete', 'qualityProblem']));
  expect(answered?.facts?.assumed).toEqual(['misuse', 'humanDamage']);
});

test('a thousand questions take about a second', async () => {
  const started = performance.now();
  const answered = await ask(...Array.from({ length: 1000 }, (_, id) => ({ ...question, id })));
  expect(answered.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, id) => id));
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('every policy can be explained, its clauses in the words of the source', () => {
  for (const file of policyFiles()) {
    const page = explain(loadPolicy(file, knownNames()).policy);
    expect(page.startsWith('# ')).toBe(true);
    expect(page).not.toContain('undefined');
  }
  const page = explain(loadPolicy(join(shippedFolder('policies'), 'auto-equipment-nanjing.yaml'), knownNames()).policy);
  expect(page).toContain('自销售日期起未超过 7 天 / Within 7 days of the sale: `asked <= returnLastDay` [N-2.5-A-a]');
  expect(page).toContain(clauseOf('N-2.5-A-a')?.quote);
});

test('a changed figure is shown with the deadlines and decisions that it changes', () => {
  const shipped = join(shippedFolder('policies'), 'auto-equipment-nanjing.yaml');
  const changed = join(folder, 'auto-equipment-nanjing.yaml');
  writeFileSync(
    changed,
    readFileSync(shipped, 'utf8')
      .replace('sold + P7D', 'sold + P8D')
      .replace('elapsed: PT4H, clause: N-2.6-1d', 'elapsed: PT3H, clause: N-2.6-1d'),
  );
  const said = differences(shipped, changed);
  expect(said).toContain('example return-day-8 [N-2.5-A-a, N-2.5-A-g] entitlement decision: "exchange" -> "return"');
  expect(said).toContain('example contact-met [N-2.6-1d] deadline status: "met" -> "breached"');
  expect(said.filter((line) => line.startsWith('milestone contact:'))).toHaveLength(1);
  expect(differences(shipped, shipped)).toEqual([]);
});
