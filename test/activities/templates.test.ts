/** Every mail in both languages: whole, readable, and nothing internal for customers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { noticeTemplates } from '../../domain/policy/names';
import { loadClauses } from '../../messages/clauses';
import { localTime, span, yuan } from '../../messages/format';
import { renderMail, type MailInput, type MailSetting, type Value } from '../../messages/render';
import { readTitles } from '../../messages/policy-titles';
import { findTemplate, TEMPLATE_NAMES, type Audience } from '../../messages/templates';
import { LABELS } from '../../messages/words';
import { shipped } from '../rig/shipped-policies';

const setting: MailSetting = {
  company: {
    name: { zh: '三包售后', en: 'Sanbao Service' },
    hotline: '400-000-0000',
    repairAddress: { zh: '示例路 1 号', en: '1 Example Road' },
  },
  publicUrl: 'https://service.example',
  clauses: loadClauses(join(__dirname, '..', '..')),
};

function sample(name: string): Value {
  if (/(At|Due)$/.test(name)) return '2026-11-23T01:30:00.000Z';
  if (/(Fen|Ms)$/.test(name)) return 8_640_000;
  if (['resolved', 'tested', 'briefed', 'solved', 'answered', 'customerTold'].includes(name)) return true;
  return name === 'offers' ? 'useStockUnit,requestLoaner' : `value-of-${name}`;
}
const params = Object.fromEntries(Object.keys(LABELS).map((name) => [name, sample(name)]));

const input = (over: Partial<MailInput>): MailInput => ({
  template: 'case_received',
  audience: 'staff',
  languages: ['zh'],
  caseId: 'R2026-000001',
  params,
  clauses: ['S-5.16-1b'],
  zone: 'Asia/Shanghai',
  titles: new Map([['response', { zh: '首次响应', en: 'First response' }]]),
  names: new Map(),
  ...over,
});

const all = TEMPLATE_NAMES.flatMap((template) =>
  (['customer', 'staff'] as const)
    .filter((audience) => findTemplate(template, audience))
    .map((audience) => [template, audience] as [string, Audience]),
);

describe.each(all)('%s to %s', (template, audience) => {
  test.each([['zh'], ['en'], ['zh', 'en']] as const)('in %s %s', (...languages) => {
    for (const given of [params, {}]) {
      const mail = renderMail(
        input({ template, audience, languages: languages.filter(Boolean), params: given }),
        setting,
      );
      expect(mail.known).toBe(true);
      expect(mail.subject).toContain('R2026-000001');
      for (const body of [mail.subject, mail.text, mail.html])
        expect(body).not.toMatch(/undefined|\[object|\{\{|<%|%>|NaN|null/);
      if (languages[0] === 'en') expect(mail.text.replaceAll('10 分钟内响应', '')).not.toMatch(/[\u4e00-\u9fff]/);
      if (audience === 'customer') {
        expect(mail.text + mail.html).not.toMatch(
          /S-5\.16|service\.example|升级|超时|escalat|breach|value-of-(reason|subject|role)/i,
        );
        expect(mail.text).toContain('400-000-0000');
      } else {
        expect(mail.text).toContain('https://service.example/cases/R2026-000001');
        expect(mail.text).toMatch(/S-5\.16-1b(：|: )10 分钟内响应/);
      }
    }
  });
});

test('every notice of the shipped policies, and every template that policies may name, has words for its readers', () => {
  const folder = join(__dirname, '..', '..', 'policies');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const notices = files.flatMap((file) => {
    const policy = parse(readFileSync(join(folder, file), 'utf8')) as {
      notices?: { to: string[]; template: string }[];
    };
    return (policy.notices ?? []).flatMap(({ to, template }) =>
      to.map((whom) => ({
        file,
        template,
        audience: whom === 'customer' ? ('customer' as const) : ('staff' as const),
      })),
    );
  });
  expect(notices.length).toBeGreaterThan(20);
  expect(notices.filter(({ template, audience }) => findTemplate(template, audience) === undefined)).toEqual([]);
  expect(Object.keys(noticeTemplates).filter((name) => !TEMPLATE_NAMES.includes(name))).toEqual([]);
});

test('a mail to staff says what happened, what is due when in local time, by which clause, and what to do', () => {
  const { subject, text } = renderMail(
    input({ template: 'milestone_warning', params: { milestone: 'response', dueAt: '2026-11-23T01:30:00Z' } }),
    setting,
  );
  expect(subject).toBe('[R2026-000001] 时限预警：首次响应');
  expect(text).toContain('到期时间：2026-11-23（周一）09:30 +08:00');
  expect(text).toContain('下一步：');
});

test('a mail says in words what an escalation is about, what was asked for and where it came from', () => {
  const told = { subject: 'complained', wants: 'return', source: 'callback' };
  const { subject, text } = renderMail(input({ template: 'alert_leadership', params: told }), setting);
  expect(subject).toBe('[R2026-000001] 重大情况报告：客户就此案投诉');
  expect(text).not.toMatch(/complained|wants|return|callback/);
  const waiting = renderMail(input({ template: 'milestone_reminder', params: { clock: 'documents' } }), setting);
  expect(waiting.text).toContain('时限：等资料');
});

test('where no address is set, whoever has to bring a product is told whom to ask', () => {
  const company = { ...setting.company, repairAddress: undefined };
  const mail = renderMail(input({ template: 'repair_address', audience: 'customer' }), { ...setting, company });
  expect(mail.text).toContain('送修地址：请致电服务热线询问');
});

test('N-1-a: a customer reads the number of the policy, not the company’s; without one the company’s', () => {
  const told = readTitles(shipped('auto-equipment-nanjing').policy).hotline;
  expect(told).toBe('025-52625050');
  const { text, html } = renderMail(input({ audience: 'customer', hotline: told }), setting);
  for (const body of [text, html]) {
    expect(body).toContain('服务热线：025-52625050');
    expect(body).not.toContain('400-000-0000');
  }
  expect(renderMail(input({ audience: 'customer' }), setting).text).toContain('400-000-0000');
});

test('S-5.6-c: an invoice is called one, though a milestone of the policy is called the same', () => {
  const titles = new Map([['invoice', { zh: '补寄发票或收据', en: 'Post the invoice' }]]);
  const wanted = input({ template: 'invoice_wanted', titles, params: { paper: 'invoice' } });
  expect(renderMail(wanted, setting).text).toContain('凭据：发票\n');
});

test('values are escaped in HTML, never in the text or the subject, and cannot break a header', () => {
  const nasty = '<script>alert("1")</script> & \'x\'\r\nBcc: thief@example.com';
  const mail = renderMail(
    input({
      template: 'escalation_raised',
      params: { subject: 'text-1', reason: 'text-1', extra: '"><img src=x>' },
      names: new Map([['text-1', nasty]]),
    }),
    setting,
  );
  expect(mail.html).not.toMatch(/<script>|<img/);
  expect(mail.html).toContain('&lt;script&gt;');
  expect(mail.text).toContain('<script>');
  expect(mail.subject).not.toMatch(/[\r\n]/);
});

test('HTML loads nothing from anywhere', () => {
  const { html } = renderMail(input({}), setting);
  expect(html).not.toMatch(/<(img|link|script|iframe)|url\(|@import/i);
});

test('an unknown template, or one not meant for customers, becomes the general words and says so', () => {
  for (const template of ['no_such_mail', 'escalation_raised', 'constructor']) {
    const mail = renderMail(input({ template, audience: 'customer' }), setting);
    expect(mail).toMatchObject({ known: false, subject: '服务进展 · R2026-000001' });
  }
});

test('clauses without a catalogue are shown by their ids', () => {
  const { text } = renderMail(input({ clauses: ['X-9'] }), { ...setting, clauses: new Map() });
  expect(text).toContain('- X-9');
});

test('moments, money and spans', () => {
  expect(localTime('2026-12-31T16:00:00Z', 'Asia/Shanghai', 'zh')).toBe('2027-01-01（周五）00:00 +08:00');
  expect(localTime('2026-07-01T12:00:07Z', 'America/New_York', 'en')).toBe('2026-07-01 (Wed) 08:00:07 -04:00');
  expect(localTime('2026-07-01T12:00:00Z', 'UTC', 'en')).toBe('2026-07-01 (Wed) 12:00 +00:00');
  expect(localTime('2026-07-01T12:00:00Z', 'No/Where', 'zh')).toContain('20:00 +08:00');
  expect(localTime('not a time', 'UTC', 'en')).toBe('not a time');
  expect(yuan(123_450)).toBe('¥1,234.50');
  expect(span(93_780_000, 'zh')).toBe('1 天 2 小时 3 分钟');
  expect(span(-45_000, 'en')).toBe('-45 s');
});
