// One case: where it stands, its clocks, what the reader may do, and what happened.
import { call } from './client.js';
import { el } from './dom.js';
import { actionForm } from './forms.js';
import { currentLanguage, w, when } from './words.js';

/** Builds the page of a case; `show` replaces the page, `message` says how an action ended. */
export async function casePage(id, show, message) {
  const path = `/v1/cases/${encodeURIComponent(id)}`;
  const [found, { clocks }, { escalations }, { steps }, offered] = await Promise.all([
    call('GET', path),
    call('GET', `${path}/clocks`),
    call('GET', `${path}/escalations`),
    call('GET', `${path}/timeline`),
    call('GET', `${path}/actions`).catch((failure) => {
      if (failure.status === 403) return { actions: [] };
      throw failure;
    }),
  ]);
  const reload = async (said) => show(await casePage(id, show, said));
  return [
    message,
    head(found),
    actions(path, found, offered.actions, { clocks, escalations }, reload),
    clockList(clocks),
    escalationList(escalations),
    timeline(steps),
  ];
}

function head(c) {
  const facts = [
    [w().status, c.status],
    [w().nextDue, c.nextDueAt ? `${when(c.nextDueAt)} · ${c.nextDueClock ?? ''}` : undefined],
    [
      w().customer,
      c.customer && [
        c.customer.name,
        ' ',
        c.customer.phone && el('a', { href: `tel:${c.customer.phone}` }, c.customer.phone),
      ],
    ],
    [w().site, c.site && [c.site.name, ' ', c.site.address]],
    [w().level, c.level],
    [w().region, c.region],
    [w().engineer, c.engineerId],
    [w().policy, `${c.policyId} ${c.policyVersion}`],
    [w().opened, when(c.openedAt)],
  ];
  const shown = facts
    .filter(([, value]) => value)
    .flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]);
  const breached = c.breached && el('span', { class: 'tag bad' }, w().breached);
  const level = c.escalationLevel > 0 && el('span', { class: 'tag bad' }, w().levelN.replace('{0}', c.escalationLevel));
  return el(
    'section',
    {},
    el('div', { class: 'row' }, el('h1', {}, c.id), el('span', {}, breached, ' ', level)),
    el('dl', {}, shown),
  );
}

function actions(path, found, offered, { clocks, escalations }, reload) {
  const choices = {
    escalation: escalations.filter((e) => !e.endedAt).map((e) => e.key),
    clock: clocks.map((c) => c.key),
  };
  const forms = offered.map((action) => {
    // One key for one intention: the same while the same is sent again, new once something was corrected.
    let key;
    let sent;
    const problem = el('div', {});
    const form = actionForm(action.payload, choices, async (payload) => {
      const asked = JSON.stringify(payload);
      if (asked !== sent) key = crypto.randomUUID();
      sent = asked;
      problem.replaceChildren();
      try {
        const headers = { 'Idempotency-Key': key, 'If-Match': `"${found.seq}"` };
        const answer = await call('POST', `${path}/actions/${action.name}`, { payload }, headers);
        await reload(
          el(
            'div',
            { class: 'message done', role: 'status' },
            `${action.title[currentLanguage()]}: ${answer.state === 'done' ? w().done : w().accepted}`,
          ),
        );
      } catch (failure) {
        const lines = (failure.errors ?? []).map((e) => el('li', {}, [e.field, e.detail].filter(Boolean).join(': ')));
        problem.replaceChildren(
          el('div', { class: 'message', role: 'alert' }, failure.message, lines.length > 1 ? el('ul', {}, lines) : ''),
        );
      }
    });
    const clauses = action.clauses.length > 0 && el('small', {}, `${w().clauses}: ${action.clauses.join(', ')}`);
    return el(
      'details',
      { name: 'action' },
      el('summary', {}, action.title[currentLanguage()]),
      problem,
      form,
      clauses,
    );
  });
  return el(
    'section',
    {},
    el('h2', {}, w().actions),
    forms.length > 0 ? forms : el('p', { class: 'soft' }, w().noActions),
  );
}

function clockList(clocks) {
  const colour = { met: 'good', breached: 'bad', running: 'warn', paused: 'warn' };
  const rows = clocks.map((c) => {
    const times = [
      c.startedAt && `${w().started} ${when(c.startedAt)}`,
      c.dueAt && `${w().due} ${when(c.dueAt)}`,
      c.metAt && `${w().met} ${when(c.metAt)}`,
    ];
    const lines = c.derivation.map((line) => el('li', {}, line));
    const clauses = c.clauses.length > 0 && el('p', { class: 'soft' }, `${w().clauses}: ${c.clauses.join(', ')}`);
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'row' },
        el('strong', {}, c.key),
        el('span', { class: `tag ${colour[c.status] ?? 'soft'}` }, w().clock[c.status] ?? c.status),
      ),
      el('div', {}, times.filter(Boolean).join(' · ')),
      lines.length > 0 && el('details', {}, el('summary', {}, w().why), el('ul', {}, lines), clauses),
    );
  });
  return rows.length > 0 && el('section', {}, el('h2', {}, w().clocks), el('ul', { class: 'plain' }, rows));
}

function escalationList(escalations) {
  const rows = escalations.map((e) =>
    el(
      'li',
      {},
      el(
        'div',
        { class: 'row' },
        el('strong', {}, e.subject),
        el('span', { class: `tag ${e.endedAt ? 'soft' : 'bad'}` }, w().esc[e.status] ?? e.status),
      ),
      el('div', {}, `${w().levelN.replace('{0}', e.level)} · ${e.role} · ${when(e.raisedAt)}`),
    ),
  );
  return rows.length > 0 && el('section', {}, el('h2', {}, w().escalations), el('ul', { class: 'plain' }, rows));
}

function timeline(steps) {
  const rows = [...steps]
    .reverse()
    .map((s) =>
      el(
        'li',
        {},
        el('div', { class: 'row' }, el('strong', {}, s.cause.name), el('span', { class: 'soft' }, when(s.recordedAt))),
        el('div', { class: 'soft' }, [s.cause.actorRole, ...s.events.map((e) => e.type)].filter(Boolean).join(' · ')),
      ),
    );
  return el('section', {}, el('h2', {}, w().timeline), el('ul', { class: 'plain' }, rows));
}
