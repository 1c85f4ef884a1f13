import { createTransport } from 'nodemailer';
import { request } from 'node:http';
import { startMailbox, type Mailbox } from '../../engines/mailbox';
import { temporaryFolder } from './folders';

const SUBJECT = '三包通知 <script>alert(1)</script>';

describe('the local mailbox', () => {
  const folder = temporaryFolder();
  let mailbox: Mailbox;

  beforeEach(async () => {
    mailbox = await startMailbox({ folder, smtpPort: 0, httpPort: 0, limit: 5 });
  });
  afterEach(() => mailbox.stop());

  async function send(to: string, subject = SUBJECT): Promise<void> {
    const transport = createTransport(mailbox.smtpUrl);
    const messageId = '<case-1.step-2@sanbao>';
    await transport.sendMail({
      from: 'desk@example.test',
      to,
      subject,
      messageId,
      text: '<b>正文</b>',
      html: '<p>正文</p><script>alert(2)</script>',
    });
    transport.close();
  }

  async function page(path: string): Promise<{ body: string; policy: string }> {
    const response = await fetch(mailbox.url + path);
    return { body: await response.text(), policy: response.headers.get('content-security-policy') ?? '' };
  }

  it('takes a mail by SMTP and lists it by recipient and subject, with its Message-ID', async () => {
    await send('li@example.test');
    const api = (await (
      await fetch(`${mailbox.url}/api/mails?to=LI@&subject=${encodeURIComponent('三包')}`)
    ).json()) as { mails: { id: string }[] };
    expect(api.mails).toMatchObject([
      { to: ['li@example.test'], subject: SUBJECT, messageId: '<case-1.step-2@sanbao>' },
    ]);
    expect(await (await fetch(`${mailbox.url}/api/mails/${api.mails[0]!.id}`)).json()).toMatchObject({
      text: '<b>正文</b>',
    });
    expect(await (await fetch(`${mailbox.url}/api/mails?to=nobody`)).json()).toEqual({ mails: [] });
  });

  it('shows mails without ever running what they hold', async () => {
    const { body, policy } = await page('/');
    expect(body).toContain('三包通知 &lt;script&gt;');
    expect(body).not.toContain('<script');
    expect(policy).toContain("default-src 'none'");

    const id = mailbox.list()[0]!.id;
    const mail = await page(`/mails/${id}`);
    expect(mail.body).toContain(`<iframe sandbox src="/mails/${id}/html"`);
    expect(mail.body).toContain('&lt;b&gt;正文&lt;/b&gt;');
    expect(mail.body).not.toContain('<script');
    expect((await page(`/mails/${id}/html`)).policy).toMatch(/^sandbox; default-src 'none'/);
  });

  it('answers no foreign host name, as a web site that resolves to this machine would use', async () => {
    const status = await new Promise((done) =>
      request(mailbox.url, { headers: { host: 'evil.test' } }, ({ statusCode }) => done(statusCode)).end(),
    );
    expect(status).toBe(421);
  });

  it('knows the mails of an earlier start', () => {
    expect(mailbox.list({ to: 'li@example.test' })).toHaveLength(1);
  });

  it('refuses recipients for good or for now, until told otherwise', async () => {
    mailbox.refuse([
      { recipient: /^gone@/, kind: 'permanent' },
      { recipient: /^later@/, kind: 'temporary' },
    ]);
    await expect(send('gone@example.test')).rejects.toMatchObject({ responseCode: 550 });
    await expect(send('later@example.test')).rejects.toMatchObject({ responseCode: 451 });
    await send('wang@example.test');
    mailbox.refuse([]);
    await send('later@example.test');
    expect(mailbox.list().map(({ to }) => to[0])).toEqual([
      'later@example.test',
      'wang@example.test',
      'li@example.test',
    ]);
  });

  it('keeps the newest mails only, also over a restart', async () => {
    for (const number of [1, 2, 3, 4]) await send('zhao@example.test', `第 ${number} 封`);
    expect(mailbox.list().length).toBeLessThanOrEqual(6);
    expect(mailbox.list({ to: 'li@example.test' })).toHaveLength(0);
    const before = mailbox.list();
    await mailbox.stop();
    mailbox = await startMailbox({ folder, smtpPort: 0, httpPort: 0, limit: 5 });
    expect(mailbox.list()).toEqual(before);
  });
});
