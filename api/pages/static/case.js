// One case: where it stands, its clocks, what the reader may do, and what happened.
import { actionList } from './actions.js';
import { call } from './client.js';
import { clauseList } from './clauses.js';
import { clockList } from './clocks.js';
import { el } from './dom.js';
import { escalationList } from './escalations.js';
import { fileLists, readFiles } from './files.js';
import { goodsList, ledgerList } from './goods.js';
import { at, remaining, when } from './time.js';
import { timeline } from './timeline.js';
import { say, w } from './words.js';

/** Builds the page of a case; `show` replaces the page, `message` says how an action ended. */
export async function casePage(id, show, message) {
  const path = `/v1/cases/${encodeURIComponent(id)}`;
  const [found, files, money, clocks, escalations, steps, notices, offered] = await Promise.all([
    call('GET', path),
    readFiles(path),
    call('GET', `${path}/ledger`),
    call('GET', `${path}/clocks`),
    call('GET', `${path}/escalations`),
    call('GET', `${path}/timeline`),
    call('GET', `${path}/notices`),
    call('GET', `${path}/actions`).catch((failure) => {
      if (failure.status === 403) return { actions: [], clauseTexts: {} };
      throw failure;
    }),
  ]);
  const reload = async (said) => {
    show(await casePage(id, show, said));
    scrollTo(0, 0);
  };
  document.title = `${found.id} ${say(found.titles.status)}`;
  return [
    message,
    head(found),
    escalationList(escalations, found.zone, (e) => !e.endedAt),
    clockList(clocks, found.zone),
    actionList(path, found, offered, reload),
    goodsList(found.state),
    ledgerList(money),
    ...fileLists(path, files, found.zone),
    timeline(steps, notices.notices, found.zone),
    escalationList(escalations, found.zone, (e) => e.endedAt),
  ];
}

function head(c) {
  const t = c.titles;
  const facts = [
    [w().nextDue, c.nextDueAt && nextDue(c)],
    [
      w().waiting,
      c.waiting.length > 0 && c.waiting.map((p) => `${say(p.title)}（${w().since} ${when(p.since, c.zone)}）`),
    ],
    [w().appointment, c.appointmentAt && when(c.appointmentAt, c.zone)],
    [w().customer, c.customer && reach(c.customer)],
    [w().site, c.site && [c.site.name, c.site.address && ` · ${c.site.address}`]],
    [w().device, c.asset && `${say(c.asset.title)} ${c.asset.model} · ${c.asset.serialNo}`],
    [w().fault, c.texts.fault],
    [w().reason, c.texts.reason],
    [w().complaint, c.texts.complaint],
    [w().task, c.texts.task],
    [w().wish, c.texts.wish],
    [w().diagnosis, c.texts.diagnosis],
    [w().coverage, c.coverage && coverage(c)],
    [w().askFor, c.askFor.length > 0 && c.askFor.map(({ title }) => say(title)).join('、')],
    [w().decisions, c.decisions.length > 0 && c.decisions.map((d) => decision(d, c.clauseTexts))],
    [w().level, say(t.level)],
    [w().region, say(t.region)],
    [w().engineer, say(t.engineer)],
    [w().dispatcher, say(t.dispatcher)],
    [w().policy, [say(t.policy), ' ', el('small', {}, `${c.policyId} ${c.policyVersion}`)]],
    [w().links, c.links.length > 0 && once(c.links).map(otherCase)],
    [w().opened, when(c.openedAt, c.zone)],
  ];
  const shown = facts
    .filter(([, value]) => value)
    .flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]);
  return el(
    'section',
    {},
    el('a', { href: '/', class: 'back' }, `‹ ${w().back}`),
    el(
      'div',
      { class: 'row' },
      el('h1', {}, c.id),
      el(
        'span',
        { class: 'tags' },
        el('span', { class: 'tag strong' }, say(t.status)),
        c.breached && el('span', { class: 'tag bad' }, w().breached),
        c.escalationLevel > 0 && el('span', { class: 'tag bad' }, w().levelN.replace('{0}', c.escalationLevel)),
      ),
    ),
    el('dl', {}, shown),
  );
}

function nextDue(c) {
  const { over, text } = remaining(c.nextDueAt);
  return [
    `${say(c.titles.nextDue)} · `,
    el('strong', { class: over ? 'bad' : 'warn' }, text),
    ' · ',
    at(c.nextDueAt, c.zone, true),
  ];
}

/** Two cases that name each other stand there once, as this one names the other. */
function once(links) {
  const own = links.filter((l) => l.direction === 'to');
  return [...own, ...links.filter((l) => own.every((o) => o.caseId !== l.caseId))];
}

function otherCase({ caseId, titles }) {
  return el('div', {}, el('a', { href: `/cases/${encodeURIComponent(caseId)}` }, caseId), ` · ${say(titles.relation)}`);
}

function reach(customer) {
  return [customer.name, ' ', customer.phone && el('a', { href: `tel:${customer.phone}` }, customer.phone)];
}

/** A decision of the policy: its outcome, and folded away its reasons and the facts that it rests on. */
function decision(d, clauseTexts) {
  const outcome = [d.outcome && say(d.outcome.title), ...d.says.map((s) => `${say(s.label)} ${say(s.value)}`)];
  const parts = (d.components ?? []).map((p) => `${say(p.component)} ${say(p.outcome.title)}`);
  const said = [...outcome.filter(Boolean), ...parts].join(' · ') || w().nothingSaid;
  const reasons = d.reasons.filter((r) => r.outcome !== 'held' && r.text);
  return el(
    'details',
    {},
    el('summary', {}, `${say(d.title)}${w().colon}${said}`),
    el(
      'ul',
      {},
      reasons.map((r) => el('li', {}, `${w().reasonOutcomes[r.outcome]} ${say(r.text)}`)),
      d.missing.length > 0 && el('li', {}, `${w().missing} ${d.missing.map((m) => say(m.title)).join('、')}`),
    ),
    clauseList(d.clauses, clauseTexts),
  );
}

function coverage({ coverage: { title, chargeable, clauses }, clauseTexts }) {
  return [`${say(title)} · ${chargeable ? w().charged : w().notCharged}`, clauseList(clauses, clauseTexts)];
}
