/**
 * The pages: sign-in, a worklist, a case with its actions, the department's own records, and the API's documentation.
 * They are shells without data; their script gets everything through the API.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { caseKinds } from '../../domain/cases/kinds';
import { STATUSES, SYSTEM_ROLES } from '../../messages/case-words';
import { DEPARTMENT_PAGES } from '../../messages/department-words';
import { departmentPages } from '../department/pages';

const kinds = Object.fromEntries(caseKinds.map(({ opening }) => [opening.kind, opening.title]));
const folder = join(__dirname, 'static');
const viewer = dirname(require.resolve('swagger-ui-dist/package.json'));
/** The documentation's viewer sets styles inline; nothing else of ours does. */
const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Serves the pages' scripts and styles. Before the limits: a page is some forty small files, of which an office behind one
 * address asks often. Checked on every use: modules of two releases must not meet in one browser.
 */
export function pageFiles(app: Express): void {
  app.use('/static', express.static(folder, { index: false, maxAge: 0 }));
}

/** Serves `/`, `/new/:kind`, `/cases/:id`, the department's pages, `/docs` and its viewer. */
export function pages(app: Express): void {
  // Words that the pages need before any case: the same tables as the API's answers.
  app.get('/static/words.json', (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    res.json({ statuses: STATUSES, roles: SYSTEM_ROLES, kinds, pages: DEPARTMENT_PAGES });
  });
  const department = departmentPages.map((page) => `/${page}`);
  app.get(
    ['/', '/new/:kind', '/cases/:id', ...department, '/plans/:id', '/customers/:id', '/partners/:id'],
    shell('app.html'),
  );
  app.use('/docs', (_req, res, next) => {
    res.setHeader('Content-Security-Policy', docsPolicy);
    next();
  });
  app.get('/docs', shell('docs.html'));
  // Only the viewer's two files: the package also ships an initializer that loads a foreign example.
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    app.get(`/docs/${file}`, (_req, res) => res.sendFile(join(viewer, file), { maxAge: '1d' }));
  }
}

function shell(file: string): RequestHandler {
  const html = readFileSync(join(folder, file), 'utf8');
  return (_req, res) => {
    res.type('html').setHeader('Cache-Control', 'no-cache');
    res.send(html);
  };
}
