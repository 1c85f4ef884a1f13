/** The evidence sheet: a PDF with Chinese in it, the same bytes for the same case. */
import { inflateSync } from 'node:zlib';
import { evidenceSheet, type EvidenceWords } from '../../audit/evidence';
import { explain } from '../../audit/explain';
import { readRun } from '../../audit/history';
import { auditCase } from '../../audit/audit-case';
import { golden } from './alter';

const audit = auditCase([readRun(golden('late-response'))], { derivations: true });

/** Everything that is drawn, unpacked. */
function streams(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, data]) => {
    try {
      return inflateSync(Buffer.from(data!, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
}

test('it is a PDF with its own Chinese font and the bars of every promise', async () => {
  const pdf = await evidenceSheet(audit, { language: 'zh' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1')).toMatch(/FontFile2/);
  const bars = streams(pdf).join('\n').match(/ re\n/g) ?? [];
  expect(bars.length).toBeGreaterThanOrEqual(audit.verdicts.length);
  expect(pdf.length).toBeLessThan(400_000);
});

test('the same case gives the same bytes, in another language others', async () => {
  const [a, b, c] = await Promise.all(
    (['zh', 'zh', 'en'] as const).map((language) => evidenceSheet(audit, { language })),
  );
  expect(a!.equals(b!)).toBe(true);
  expect(a!.equals(c!)).toBe(false);
});

test('every code that it shows is asked for its name: promises, the status, what made a step, roles', async () => {
  const asked: string[] = [];
  const name = (...codes: string[]) => {
    asked.push(codes.join(' '));
    return { zh: '名', en: 'name' };
  };
  const words: EvidenceWords = { status: name, clock: name, cause: name, escalation: name, role: name };
  const plain = await evidenceSheet(audit, { language: 'zh' });
  expect((await evidenceSheet(audit, { language: 'zh', words })).equals(plain)).toBe(false);
  expect(asked).toEqual(
    expect.arrayContaining([
      audit.status,
      ...audit.verdicts.map(({ key }) => key),
      ...audit.steps.map(({ type, name: step }) => `${type} ${step}`),
      'breach:response',
    ]),
  );
});

test('a finding names the promise as the policy does, and leaves people to their ids', () => {
  const found = audit.findings.find(({ kind }) => kind === 'kept_late')!;
  const nameOf = (field: string, value: string) => (field === 'promise' ? '响应' : value);
  expect(explain(found, 'zh', nameOf)).toContain('「响应」超时');
  expect(explain(found, 'zh')).toContain('「response」超时');
});
