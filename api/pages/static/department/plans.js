// The plan of each day: who goes where and why, changed, confirmed and published; and who is away.
import { call } from '../client.js';
import { el } from '../dom.js';
import { at, hours } from '../time.js';
import { say, w } from '../words.js';
import { card, cards, caseLink, formsOf, moreOf, offered, offers, part, tag } from './shared.js';

const KINDS = { draft: 'warn', confirmed: '', published: 'good' };
const standing = ({ status }) => tag(w()[`plan_${status}`], KINDS[status]);

export async function plansPage({ role }, reload) {
  const query = (cursor) => `/v1/plans?${new URLSearchParams({ ...(cursor && { cursor }) })}`;
  const [first, forms, away] = await Promise.all([call('GET', query()), formsOf('plans'), absences(role)]);
  const draw = ({ plans }) => plans.map(planCard);
  const listed = cards(draw(first), w().noPlans);
  return [
    part('', listed, moreOf(query, first, listed, draw)),
    away &&
      part(
        w().absences,
        cards(
          away.map((one) => absence(one, forms, reload)),
          w().nobodyAway,
        ),
      ),
    away && offers(forms('addAbsence').map((form) => offered(form, {}, reload))),
  ];
}

const planCard = (p) =>
  card(
    el('a', { href: `/plans/${encodeURIComponent(p.id)}` }, p.date),
    [standing(p)],
    [[w().policy, say(p.titles.policy)]],
  );

/** Who is away now or later; nothing for those who may not read it. */
async function absences(role) {
  if (!['dispatcher', 'supervisor', 'auditor', 'administrator'].includes(role)) return undefined;
  const found = [];
  for (let cursor; cursor !== null;) {
    const query = new URLSearchParams({ limit: '200', ended: 'false', ...(cursor && { cursor }) });
    const { rows, next } = await call('GET', `/v1/absences?${query}`);
    found.push(...rows);
    cursor = next;
  }
  return found.sort((a, b) => a.from.localeCompare(b.from));
}

function absence(a, forms, reload) {
  const about = { ids: { id: a.id }, version: a.version };
  const given = { from: a.from, until: a.until, ...(a.reason !== null && { reason: a.reason }) };
  return card(
    say(a.titles.person),
    [],
    [
      ['', [at(a.from), ' – ', at(a.until)]],
      [w().awayBecause, a.reason],
    ],
    offers([
      ...forms('changeAbsence').map((form) => offered(form, { ...about, given }, reload)),
      ...forms('removeAbsence').map((form) => offered(form, about, reload)),
    ]),
  );
}

export async function planPage(id, _reader, reload) {
  const [plan, forms] = await Promise.all([call('GET', `/v1/plans/${encodeURIComponent(id)}`), formsOf('plans')]);
  document.title = `${plan.date} · ${say(plan.titles.policy)}`;
  const about = { ids: { id }, fixed: { version: plan.version } };
  const next = { draft: ['confirmPlan'], confirmed: ['publishPlan'], published: [] }[plan.status];
  const lines = plan.lines.map((line) => lineCard(line, plan, forms, reload));
  return [
    el(
      'section',
      {},
      el('a', { href: '/plans', class: 'back' }, `‹ ${w().back}`),
      el('h1', {}, `${plan.date} `, standing(plan)),
      el('p', { class: 'soft' }, say(plan.titles.policy)),
      offers(next.flatMap(forms).map((form) => offered(form, about, reload))),
    ),
    part('', cards(lines, w().noVisits)),
  ];
}

function lineCard(l, plan, forms, reload) {
  const about = {
    ids: { id: plan.id },
    fixed: { version: plan.version, caseId: l.caseId },
    zone: plan.timeZone,
    given: {
      ...(l.engineerId !== null && { engineerId: l.engineerId }),
      ...(l.startAt !== null && { startAt: l.startAt, endAt: l.endAt }),
    },
  };
  return card(
    [caseLink(l.caseId), l.titles.customer && ` · ${say(l.titles.customer)}`],
    [
      l.leftOver && tag(w().leftOver, 'warn'),
      l.fixed && tag(w().agreedTime, 'good'),
      l.engineerId === null && tag(w().nobodySent, 'bad'),
      ...l.conflicts.map((c) => tag(c.text, 'bad')),
    ],
    [
      [w().engineer, say(l.titles.engineer)],
      [w().planned, l.startAt && hours(l.startAt, l.endAt, plan.timeZone)],
      [w().whyThem, l.reasons.map((r) => r.text).join(w().comma)],
    ],
    // A visit that is over is changed no more; a published plan that is changed has to be confirmed and published anew.
    !(Date.parse(l.endAt) < Date.now()) && offers(forms('changePlanLine').map((form) => offered(form, about, reload))),
  );
}
