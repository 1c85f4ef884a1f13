// The file of a partner: how it is reached, changes told ahead, audits, monthly reports, returns, awards and renewal.
import { folded } from '../actions.js';
import { call, save } from '../client.js';
import { clauseList } from '../clauses.js';
import { el, tableOf } from '../dom.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { costsOf } from './partner-costs.js';
import { card, cards, doneMessage, formOf, formsOf, offered, offers, part, tag } from './shared.js';

/** What may be entered beside each part of the file. */
const beside = {
  contact: ['changeContact', 'changeRepairers'],
  audits: ['auditPartner'],
  reports: ['partnerReport'],
  money: ['partnerPayment', 'makeSettlement', 'confirmSettlement'],
  returns: ['returnToMaker'],
  end: ['endAgreement'],
};

export async function partnerPage(id, _reader, reload) {
  const path = `/v1/partners/${encodeURIComponent(id)}`;
  const [special, forms] = await Promise.all([call('GET', `${path}/returns`), formsOf('partners', id)]);
  const returns = cards(special.rows.map((r) => returned(r, id, forms, reload)));
  document.title = special.partner.name;
  if (!special.readsFile) return [named(special.partner), part(w().specialReturns, returns)];
  const file = await call('GET', path);
  const about = { ids: { id } };
  const doing = (where) => offers(beside[where].flatMap(forms).map((form) => offered(form, about, reload)));
  return [
    head(file),
    part(w().contactData, contact(file.contact), changes(file), doing('contact')),
    part(w().audits, cards(file.audits.map((a) => audit(a, id, forms, reload))), doing('audits')),
    part(w().monthlyReports, reports(file), doing('reports')),
    part(w().costs, ...(await costsOf(id, forms, reload))),
    part(w().settlements, ...statement(id), doing('money')),
    (special.rows.length > 0 || forms('returnToMaker').length > 0) &&
      part(w().specialReturns, returns, doing('returns')),
    part(w().awards, awards(file), ...awarding(forms, id, reload), ...renewing(forms, about, reload), doing('end')),
  ];
}

function head({ partner: p }) {
  const t = p.titles;
  const facts = [
    [w().agreement, say(t.policy)],
    [w().region, t.region && say(t.region)],
    [w().signedOn, p.signedOn],
    [w().endsOn, p.endsOn],
    [w().ourContact, t.person && say(t.person)],
  ].filter(([, value]) => value);
  return named(
    p,
    el(
      'dl',
      {},
      facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
    ),
  );
}

const named = ({ name }, ...more) =>
  el('section', {}, el('a', { href: '/partners', class: 'back' }, `‹ ${w().back}`), el('h1', {}, name), ...more);

function contact(known) {
  const lines = ['address', 'phone', 'repairLead', 'repairers'].filter((field) => known[field] !== undefined);
  if (lines.length === 0) return el('p', { class: 'soft' }, w().nothingHere);
  const text = (value) => (Array.isArray(value) ? value.join(w().comma) : value);
  return el(
    'dl',
    {},
    lines.flatMap((field) => [el('dt', {}, w()[`contact_${field}`]), el('dd', {}, text(known[field]))]),
  );
}

function changes({ changes: list, clauseTexts }) {
  if (list.length === 0) return undefined;
  const line = (c) =>
    card(
      [say(c.titles.what), ' → ', Array.isArray(c.value) ? c.value.join(w().comma) : c.value],
      [c.status && tag(c.status === 'met' ? w().toldInTime : w().toldLate, c.status === 'met' ? 'good' : 'bad')],
      [
        [w().effectiveOn, c.effectiveOn],
        [w().toldOn, c.toldOn],
        [w().latestNotice, c.status === 'breached' && c.latestNoticeDate],
        [w().enteredBy, say(c.titles.by)],
      ],
      clauseList(c.clauses, clauseTexts),
    );
  return el('div', {}, el('h3', {}, w().changes), cards(list.map(line)));
}

const audit = (a, id, forms, reload) =>
  card(
    `${a.on} · ${say(a.titles.kind)}`,
    [tag(say(a.titles.inspection), a.inspection === 'passed' ? 'good' : 'bad')],
    [
      [
        '',
        a.findings.length > 0 &&
          el(
            'ul',
            {},
            a.findings.map((f) => el('li', {}, f.text, f.clause && ` (${f.clause})`)),
          ),
      ],
      [w().corrected, a.correctedOn && `${a.correctedOn} · ${a.correction}`],
      [w().enteredBy, say(a.titles.by)],
    ],
    a.inspection === 'failed' &&
      !a.correctedOn &&
      offers(forms('correctAudit').map((form) => offered(form, { ids: { id, audit: a.id } }, reload))),
  );

/** A share never rounded up to its target: two decimals, cut. */
const percent = (share) => `${Math.floor(share * 10_000 + 1e-9) / 100} %`;

function measure(m) {
  const target = m.target === null ? w().noTarget : w().targetOf.replace('{0}', percent(m.target));
  const kind = m.passed === null ? '' : m.passed ? 'good' : 'bad';
  return el('div', {}, `${say(m.title)} `, el('strong', { class: kind }, percent(m.value)), ` (${target})`);
}

function reports({ reports: list }) {
  if (list.length === 0) return el('p', { class: 'soft' }, w().nothingHere);
  const rows = [...list]
    .reverse()
    .map((r) => [
      r.month,
      say(r.titles.milestone),
      r.receivedOn,
      r.measures.length > 0 ? el('div', {}, r.measures.map(measure)) : '–',
    ]);
  return tableOf([w().month, w().report, w().receivedOn, w().measures], rows);
}

/** The statement of the period of a date, as it was made or as it would be now. */
function statement(id) {
  const problem = el('span', { class: 'problem', role: 'alert' });
  const on = el('input', { type: 'date', required: true, 'aria-label': w().dateOfPeriod });
  const get = (format) => async (event) => {
    event.preventDefault();
    problem.textContent = '';
    const query = new URLSearchParams({ on: on.value, format });
    if (on.value === '') problem.textContent = w().dateOfPeriod;
    else
      await save(`/v1/partners/${encodeURIComponent(id)}/settlement?${query}`).catch(
        (failure) => (problem.textContent = failure.message),
      );
  };
  const button = (format) =>
    el('button', { type: 'button', class: 'quiet', onclick: get(format) }, format.toUpperCase());
  return [
    el('div', { class: 'row ask' }, el('label', {}, w().dateOfPeriod, on), button('pdf'), button('xlsx'), problem),
  ];
}

/** With its list, which is what is approved and counted by. */
function returned(r, id, forms, reload) {
  const goods = (r.list ?? []).map((g) => [g.model, String(g.quantity), g.serialNo ?? '–', g.reason]);
  const heads = [w().goodsModel, w().goodsQuantity, w().goodsSerial, w().goodsReason];
  const doing = [
    ...(r.mayDecide ? ['decideSpecialReturn'] : []),
    ...(r.sentAt ? [] : ['specialReturnSent']),
    ...(r.receivedAt ? [] : ['specialReturnReceived']),
  ];
  const { quantity, counted, refused } = r.received ?? {};
  return card(
    at(r.appliedAt),
    [
      r.approved === null
        ? tag(w().undecided, 'warn')
        : tag(r.approved ? w().filing_approved : w().filing_refused, r.approved ? 'good' : 'soft'),
    ],
    [
      [w().writtenApplication, r.written ? w().yes : w().no],
      [w().listedGoods, goods.length > 0 ? tableOf(heads, goods) : w().noList],
      [w().sentAt, r.sentAt && at(r.sentAt)],
      [w().lossPayer, r.sentAt && r.titles.lossPayer && say(r.titles.lossPayer)],
      [
        w().counted,
        r.received && [
          w()
            .countedAs.replace('{0}', quantity)
            .replace('{1}', counted ?? '–')
            .replace('{2}', refused),
          ' · ',
          at(r.receivedAt),
        ],
      ],
    ],
    offers(doing.flatMap(forms).map((form) => offered(form, { ids: { id, return: r.id } }, reload))),
  );
}

function awards({ awards: years, renewal, clauseTexts }) {
  const outlook = renewal && [
    el('p', {}, (renewal.priority ? w().priorityFor : w().renewedFor).replace('{0}', renewal.term.replace(/\D/g, ''))),
    clauseList(renewal.clauses, clauseTexts),
  ];
  return el(
    'div',
    {},
    el('p', {}, years.length > 0 ? `${w().awardYears}${years.join(w().comma)}` : w().noAwards),
    outlook,
  );
}

/** A year's figures against the condition are looked at before the award is given. */
function awarding(forms, id, reload) {
  return forms('awardPartner').map((form) =>
    folded(say(form.title), () => [
      formOf(form, { ids: { id } }, ({ figures }) =>
        reload(el('div', {}, doneMessage(say(form.title)), yearOf(figures))),
      ),
    ]),
  );
}

function yearOf(f) {
  const facts = [
    [w().satisfaction, f.rate === undefined ? '–' : percent(f.rate)],
    [w().complaintsOf, f.complaints],
    [w().lateReports, f.lateReports],
    [w().failedAudits, f.failedAudits],
    [w().lateChanges, f.lateChanges],
  ];
  return el('p', {}, facts.map(([name, value]) => `${name} ${value}`).join(' · '));
}

const renewing = (forms, about, reload) =>
  forms('renewPartner').map((form) => offered(form, about, reload, `${say(form.title)} · ${form.fixed.endsOn}`));
