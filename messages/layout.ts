/** The page around a mail: readable on a phone, everything inline, nothing loaded from anywhere. */
import { Eta } from 'eta';

/** One language's part of a mail, every value ready to be read. */
export interface Section {
  lang: string;
  title: string;
  text: string;
  next?: string;
  rows: readonly { label: string; value: string }[];
  entries: readonly { label: string; value: string; url?: string }[];
  clauses: readonly { id: string; quote?: string; rule?: string }[];
  url?: string;
  words: { next: string; clauses: string; open: string; footer: string; colon: string };
  /** Who writes, and how to reach them. */
  signature: readonly string[];
}

const HTML = `<!doctype html>
<html lang="<%= it.sections[0].lang %>">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title><%= it.subject %></title></head>
<body style="margin:0;padding:0;background:#f3f4f6;color:#1f2937;font-family:-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans SC',Arial,sans-serif;font-size:16px;line-height:1.6">
<div style="max-width:600px;margin:0 auto;padding:16px">
<% for (const s of it.sections) { %>
<div lang="<%= s.lang %>" style="background:#ffffff;border-radius:8px;padding:20px;margin-bottom:16px">
<h1 style="font-size:20px;line-height:1.4;margin:0 0 12px"><%= s.title %></h1>
<p style="margin:0 0 12px"><%= s.text %></p>
<% if (s.rows.length > 0) { %>
<table role="presentation" style="width:100%;border-collapse:collapse;margin:0 0 12px">
<% for (const r of s.rows) { %>
<tr><td style="padding:6px 12px 6px 0;color:#6b7280;vertical-align:top;white-space:nowrap"><%= r.label %></td><td style="padding:6px 0;white-space:pre-line;word-break:break-word"><%= r.value %></td></tr>
<% } %>
</table>
<% } %>
<% if (s.entries.length > 0) { %>
<ul style="margin:0 0 12px;padding-left:20px">
<% for (const e of s.entries) { %>
<li style="margin-bottom:8px"><% if (e.url) { %><a href="<%= e.url %>" style="color:#1d4ed8"><%= e.label %></a><% } else { %><%= e.label %><% } %><br><%= e.value %></li>
<% } %>
</ul>
<% } %>
<% if (s.next) { %>
<p style="margin:0 0 12px"><strong><%= s.words.next %></strong><br><%= s.next %></p>
<% } %>
<% if (s.url) { %>
<p style="margin:16px 0"><a href="<%= s.url %>" style="display:inline-block;background:#1d4ed8;color:#ffffff;text-decoration:none;padding:12px 20px;border-radius:6px"><%= s.words.open %></a></p>
<% } %>
<% if (s.clauses.length > 0) { %>
<p style="margin:12px 0 4px;font-size:14px;color:#6b7280"><%= s.words.clauses %></p>
<ul style="margin:0;padding-left:20px;font-size:14px;color:#374151">
<% for (const c of s.clauses) { %>
<li><%= c.id %><% if (c.quote) { %><%= s.words.colon %><%= c.quote %><% } %><% if (c.rule) { %><br><%= c.rule %><% } %></li>
<% } %>
</ul>
<% } %>
<p style="margin:16px 0 0;font-size:13px;color:#6b7280"><% for (const line of s.signature) { %><%= line %><br><% } %><%= s.words.footer %></p>
</div>
<% } %>
</div>
</body>
</html>
`;

const TEXT = `<% for (const s of it.sections) { %>
<%= s.title %>


<%= s.text %>


<% for (const r of s.rows) { %>
<%= r.label %><%= s.words.colon %><%= r.value %>

<% } %>
<% for (const e of s.entries) { %>
- <%= e.label %><%= s.words.colon %><%= e.value %>

<% if (e.url) { %>
  <%= e.url %>

<% } %>
<% } %>
<% if (s.next) { %>

<%= s.words.next %><%= s.words.colon %><%= s.next %>

<% } %>
<% if (s.url) { %>

<%= s.words.open %><%= s.words.colon %><%= s.url %>

<% } %>
<% if (s.clauses.length > 0) { %>

<%= s.words.clauses %>

<% for (const c of s.clauses) { %>
- <%= c.id %><% if (c.quote) { %><%= s.words.colon %><%= c.quote %><% } %><% if (c.rule) { %> (<%= c.rule %>)<% } %>

<% } %>
<% } %>

-- 
<% for (const line of s.signature) { %>
<%= line %>

<% } %>
<%= s.words.footer %>


<% } %>`;

const html = new Eta({ autoEscape: true, autoTrim: [false, 'nl'] });
const plain = new Eta({ autoEscape: false, autoTrim: [false, 'nl'] });
const htmlPage = html.compile(HTML).bind(html);
const textPage = plain.compile(TEXT).bind(plain);

/** Both bodies of a mail, one part after the other where it has two languages. Values are escaped in the HTML. */
export function layOut(subject: string, sections: readonly Section[]): { html: string; text: string } {
  const data = { subject, sections };
  return { html: htmlPage(data), text: `${textPage(data).trim()}\n` };
}
