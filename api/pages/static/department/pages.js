// The department's pages by their addresses, and the links between them.
import { el, tabsOf } from '../dom.js';
import { say, w } from '../words.js';
import { carePage } from './care.js';
import { customerPage, customersPage } from './customers.js';
import { dutiesPage } from './duties.js';
import { filingsPage } from './filings.js';
import { loanersPage } from './loaners.js';
import { makerDocumentsPage } from './maker-documents.js';
import { moneyPage } from './money.js';
import { partnerPage } from './partner.js';
import { partnersPage } from './partners.js';
import { partsPage } from './parts.js';
import { planPage, plansPage } from './plans.js';
import { policiesPage } from './policies.js';
import { reportsPage } from './reports.js';
import { rotaPage } from './rota.js';
import { surveysPage } from './surveys.js';

const builders = {
  plans: plansPage,
  care: carePage,
  surveys: surveysPage,
  customers: customersPage,
  duties: dutiesPage,
  parts: partsPage,
  loaners: loanersPage,
  money: moneyPage,
  filings: filingsPage,
  rota: rotaPage,
  partners: partnersPage,
  'maker-documents': makerDocumentsPage,
  policies: policiesPage,
  reports: reportsPage,
};

/** Pages of one record, at `/<page>/<id>`. */
const single = { plans: planPage, customers: customerPage, partners: partnerPage };

/** Links to the pages that the reader may read, the worklist first; nothing for who reads none. */
export function departmentLinks(me, titles, current) {
  if (me.pages.length === 0) return undefined;
  const links = [['', w().worklist, '/'], ...me.pages.map((page) => [page, say(titles[page]), `/${page}`])];
  const nav = tabsOf(links, current, w().department);
  nav.classList.add('department');
  return nav;
}

/**
 * The page at this address: undefined where there is none, or not for this reader. `show` replaces the page; `message`
 * says how something ended that was done on it.
 */
export async function departmentPage(me, titles, show, message) {
  const [, name, id] = location.pathname.match(/^\/([a-z-]+)(?:\/([^/]+))?$/) ?? [];
  const one = id === undefined ? undefined : single[name];
  if (!me.pages.includes(name) || (id !== undefined && !one)) return undefined;
  const reload = async (said) => {
    show(await departmentPage(me, titles, show, said));
    scrollTo(0, 0);
  };
  const reader = { ...me, titles };
  document.title = say(titles[name]);
  const content = one ? await one(decodeURIComponent(id), reader, reload) : await builders[name](reader, reload);
  return [
    departmentLinks(me, titles, name),
    message,
    !one && el('h1', { class: 'page' }, say(titles[name])),
    ...content,
  ];
}
