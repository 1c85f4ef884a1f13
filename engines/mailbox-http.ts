import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { simpleParser } from 'mailparser';
import type { MailFilter, MailStore } from './mail-store';
import { contentPage, listPage, mailPage, notFoundPage, STYLE_HASH } from './mailbox-html';

/** How many mails a page or an answer holds; narrower filters find older ones. */
const PAGE_SIZE = 200;

/** Nothing may run, and nothing is loaded from elsewhere; the one style sheet is known by its hash. */
const PAGE_POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
/** A mail's own HTML: no scripts, no forms, no loads from outside, an origin of its own. */
const CONTENT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/** Serves the mailbox's pages and its JSON, read only. */
export function mailboxHandler(store: MailStore): RequestListener {
  return (request, response) => {
    answer(store, request, response).catch(() => {
      response.writeHead(500).end('The mail cannot be shown.');
    });
  };
}

async function answer(store: MailStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  // A foreign name that resolves to 127.0.0.1 would let any web site read the mails.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(request.headers.host ?? ''))
    return end(response, 421, 'text/plain', 'Unknown host.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'text/plain', 'Only GET.');

  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const filter: MailFilter = {
    to: url.searchParams.get('to') ?? undefined,
    subject: url.searchParams.get('subject') ?? undefined,
  };
  if (url.pathname === '/') return page(response, 200, listPage(store.list(filter).slice(0, PAGE_SIZE), filter));
  if (url.pathname === '/api/mails') return json(response, 200, { mails: store.list(filter).slice(0, PAGE_SIZE) });

  const [, id = '', form = ''] = /^\/mails\/([\w-]+)(?:\/(html|raw))?$/.exec(url.pathname) ?? [];
  const [, apiId = ''] = /^\/api\/mails\/([\w-]+)$/.exec(url.pathname) ?? [];
  const found = store.read(id || apiId);
  if (!found) return apiId ? json(response, 404, { error: 'not found' }) : page(response, 404, notFoundPage());
  if (form === 'raw') return end(response, 200, 'text/plain; charset=utf-8', found.source);

  const { text = '', html, attachments } = await simpleParser(found.source);
  const content = {
    text,
    html: html || undefined,
    attachments: attachments.map(({ filename, contentType, size }) => ({
      filename: filename ?? '',
      contentType,
      size,
    })),
  };
  if (apiId) return json(response, 200, { ...found.mail, ...content });
  if (form !== 'html') return page(response, 200, mailPage(found.mail, content));
  response.setHeader('Content-Security-Policy', CONTENT_POLICY);
  end(response, 200, 'text/html; charset=utf-8', contentPage(content.html ?? ''));
}

function page(response: ServerResponse, status: number, body: string): void {
  response.setHeader('Content-Security-Policy', PAGE_POLICY);
  end(response, status, 'text/html; charset=utf-8', body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  end(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

function end(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': type }).end(body);
}
