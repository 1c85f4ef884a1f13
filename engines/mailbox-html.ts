import { createHash } from 'node:crypto';
import type { MailFilter, StoredMail } from './mail-store';

/** How often the list renews itself, seconds. */
const REFRESH = 5;

const STYLE = `
body { font: 15px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; color: #1f2328; }
small { color: #59636e; font-weight: normal; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #d1d9e0; vertical-align: top; overflow-wrap: anywhere; }
th { white-space: nowrap; }
input, button { font: inherit; padding: .2rem .5rem; }
pre { white-space: pre-wrap; background: #f6f8fa; padding: 1rem; }
iframe { width: 100%; height: 32rem; border: 1px solid #d1d9e0; }
`;

/** The style sheet's source for a Content-Security-Policy. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

/** What a mail holds, parsed. */
export interface MailContent {
  text: string;
  html?: string;
  attachments: { filename: string; contentType: string; size: number }[];
}

/** The list of mails, newest first; it renews itself. */
export function listPage(mails: StoredMail[], filter: MailFilter): string {
  const rows = mails.map(
    (mail) =>
      `<tr><td>${time(mail.receivedAt)}</td><td>${escape(mail.to.join(', '))}</td><td><a href="/mails/${mail.id}">${escape(mail.subject) || '（无主题 no subject）'}</a></td></tr>`,
  );
  return layout(
    '本机信箱 <small>Local mailbox</small>',
    `<p>发往本系统本机邮件服务器的邮件都停在这里，不会外发。<small>Mails sent to the local server stay here; nothing leaves this machine.</small></p>
<form>
<label>收件人 <small>To</small> <input name="to" value="${escape(filter.to ?? '')}"></label>
<label>主题 <small>Subject</small> <input name="subject" value="${escape(filter.subject ?? '')}"></label>
<button>筛选 Filter</button>
</form>
<table><thead><tr><th>时间 <small>Time</small></th><th>收件人 <small>To</small></th><th>主题 <small>Subject</small></th></tr></thead>
<tbody>${rows.join('\n') || '<tr><td colspan="3">还没有邮件。 <small>No mails yet.</small></td></tr>'}</tbody></table>`,
    `<meta http-equiv="refresh" content="${REFRESH}">`,
  );
}

/** One mail: its envelope, its text, its HTML in a frame that can do nothing, and the names of its attachments. */
export function mailPage(mail: StoredMail, content: MailContent): string {
  const fields: [string, string, string][] = [
    ['时间', 'Time', time(mail.receivedAt)],
    ['发件人', 'From', escape(mail.from)],
    ['收件人', 'To', escape(mail.to.join(', '))],
    ['邮件编号', 'Message-ID', escape(mail.messageId)],
    ...content.attachments.map(({ filename, contentType, size }): [string, string, string] => [
      '附件',
      'Attachment',
      escape(`${filename} (${contentType}, ${size} B)`),
    ]),
  ];
  const head = fields
    .map(([chinese, english, value]) => `<tr><th>${chinese} <small>${english}</small></th><td>${value}</td></tr>`)
    .join('\n');
  const frame = content.html === undefined ? '' : `<iframe sandbox src="/mails/${mail.id}/html" title="HTML"></iframe>`;
  return layout(
    escape(mail.subject) || '（无主题 no subject）',
    `<p><a href="/">返回列表 <small>Back to the list</small></a> · <a href="/mails/${mail.id}/raw">原文 <small>Source</small></a></p>
<table>${head}</table>
${frame}
${content.text ? `<pre>${escape(content.text)}</pre>` : ''}`,
  );
}

/** The mail's own HTML, for the sandboxed frame only. */
export function contentPage(html: string): string {
  return `<!doctype html><meta charset="utf-8">${html}`;
}

/** For an address that names no mail. */
export function notFoundPage(): string {
  return layout(
    '没有这封邮件 <small>No such mail</small>',
    '<p><a href="/">返回列表 <small>Back to the list</small></a></p>',
  );
}

function layout(title: string, body: string, head = ''): string {
  const plainTitle = title.replaceAll(/<[^>]*>/g, '');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${plainTitle}</title>${head}<style>${STYLE}</style></head>
<body><h1>${title}</h1>
${body}
</body></html>`;
}

/** Shown in this machine's zone: the page is read on the machine that runs it. */
function time(instant: string): string {
  return `<time datetime="${instant}">${new Intl.DateTimeFormat('zh-CN', { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant))}</time>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}
