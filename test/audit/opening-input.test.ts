/** A policy that many cases pin is parsed once, and nobody can pass another one off as it. */
import { decodeInput } from '../../audit/opening-input';

const payload = (text: string) => ({ data: Buffer.from(text).toString('base64') });
const policy = (id: string) => ({ pins: [{ id }], milestones: [], program: { policy: { id, title: '政策' } } });
const input = (caseId: string, given: unknown) => JSON.stringify({ caseId, policy: given, facts: { level: '三级' } });
const read = (text: string): { caseId?: string; policy?: unknown } => decodeInput(payload(text)).value as never;

test('cases that pin the same policy share one frozen object, and all else is their own', () => {
  const [one, two] = [read(input('R-1', policy('shared'))), read(input('R-22', policy('shared')))];
  expect(one).toEqual({ caseId: 'R-1', policy: policy('shared'), facts: { level: '三级' } });
  expect(two).toEqual({ caseId: 'R-22', policy: policy('shared'), facts: { level: '三级' } });
  expect(two.policy).toBe(one.policy);
  expect(Object.isFrozen((one.policy as { pins: unknown[] }).pins[0])).toBe(true);
});

test('one changed figure makes another policy of it', () => {
  read(input('R-1', policy('figures')));
  expect(read(input('R-2', { ...policy('figures'), milestones: [{ id: 'response' }] })).policy).toEqual({
    ...policy('figures'),
    milestones: [{ id: 'response' }],
  });
});

test.each([
  ['a second policy behind the known one', `{"policy":${JSON.stringify(policy('known'))},"policy":{"pins":[]}}`],
  [
    'the known one inside another field',
    `{"facts":{"policy":${JSON.stringify(policy('known'))}},"policy":{"pins":[]}}`,
  ],
  ['no policy of its own', `{"facts":{"policy":${JSON.stringify(policy('known'))}}}`],
  ['written with spaces', `{ "policy": ${JSON.stringify(policy('known'), undefined, 1)} }`],
  ['no policy', '{"caseId":"R-1"}'],
])('%s is read as JSON says', (_, text) => {
  read(input('R-1', policy('known')));
  expect(read(text)).toEqual(JSON.parse(text));
});

test('what is no JSON is nothing', () => {
  read(input('R-1', policy('known')));
  expect(read(`{"policy":${JSON.stringify(policy('known'))}x}`)).toBeUndefined();
  expect(decodeInput(undefined)).toEqual({ value: undefined, text: undefined });
});

test('its text tells all references, also those of a policy that refers to texts', () => {
  const told = (text: string): string => decodeInput(payload(text)).text ?? '';
  const refers = { ...policy('refers'), note: { id: 'text-1', sha256: 'a'.repeat(64) } };
  const own = JSON.stringify({
    caseId: 'R-1',
    policy: policy('plain'),
    texts: { fault: { id: 'text-2', sha256: 'b'.repeat(64) } },
  });
  for (let time = 0; time < 2; time++) {
    expect(told(input('R-1', refers))).toContain(refers.note.sha256);
    expect(told(own)).toContain('b'.repeat(64));
  }
});
