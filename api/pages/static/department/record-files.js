// Files of records: tried first, then taken in whole or not at all; and all records as a file.
import { call, save } from '../client.js';
import { folded } from '../actions.js';
import { el, tableOf } from '../dom.js';
import { filled } from '../fields.js';
import { sentForm } from '../forms.js';
import { say, w } from '../words.js';
import { doneMessage, fieldsFor, nodesOf, offers, part, pathOf } from './shared.js';

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Taking in and giving out, for those who may; nothing for the others. */
export function recordFiles({ role }, [form], reload) {
  const gives = role === 'supervisor' || role === 'auditor';
  if (!form && !gives) return undefined;
  return part(
    w().recordFiles,
    form && offers([folded(say(form.title), () => [importForm(form, reload)])]),
    gives && exportRow(),
  );
}

const kindNames = () => ['customers', 'sites', 'assets', 'sales'].map((kind) => [kind, w()[`records_${kind}`]]);

function kindChoice() {
  return el(
    'select',
    { 'aria-label': w().recordKind },
    kindNames().map(([kind, name]) => el('option', { value: kind }, name)),
  );
}

/** A file is tried first: nothing is taken in before every row of it is right. */
function importForm(form, reload) {
  const kind = kindChoice();
  const file = el('input', { type: 'file', accept: `.csv,.xlsx,${CSV},${XLSX}`, required: true });
  const fields = fieldsFor(form, { fixed: { dryRun: true, name: '' } });
  const outcome = el('div', { 'aria-live': 'polite' });
  let tried;
  const send = async () => {
    const [chosen] = file.files;
    const same = tried === `${kind.value} ${chosen.name} ${chosen.size} ${chosen.lastModified}`;
    const query = new URLSearchParams({ ...filled(fields), dryRun: !same, name: chosen.name });
    const body = chosen.slice(0, chosen.size, chosen.name.toLowerCase().endsWith('.xlsx') ? XLSX : CSV);
    const report = await call('POST', `${pathOf(form, { kind: kind.value })}?${query}`, body);
    if (!report.dryRun) {
      const message = doneMessage(say(form.title));
      message.append(el('p', {}, inWords(w().takenIn, report.imported, report.skipped)));
      return reload(message);
    }
    const good = report.problemCount === 0;
    tried = good ? `${kind.value} ${chosen.name} ${chosen.size} ${chosen.lastModified}` : undefined;
    outcome.replaceChildren(verdict(report, good));
  };
  const columns = el('div', {});
  const showColumns = async () => {
    const asked = kind.value;
    const found = await columnsOf(asked).catch((failure) =>
      el('span', { class: 'problem', role: 'alert' }, failure.message),
    );
    // Another kind may have been chosen meanwhile: its columns are asked for, too.
    if (kind.value === asked) columns.replaceChildren(found);
  };
  kind.addEventListener('change', showColumns);
  showColumns();
  const labelled = (name, node) => el('label', { class: 'field' }, el('span', { class: 'name' }, name), node);
  return sentForm(
    [
      labelled(w().recordKind, kind),
      columns,
      labelled(w().file, file),
      nodesOf(fields),
      el('p', { class: 'soft' }, w().triedFirst),
      outcome,
    ],
    fields,
    send,
  );
}

const inWords = (text, ...values) => values.reduce((said, value, i) => said.replace(`{${i}}`, value), text);

function verdict({ rows, skipped, encoding, problemCount, problems }, good) {
  const head = el(
    'p',
    { class: good ? 'message done' : 'message', role: 'status' },
    good ? inWords(w().fileIsRight, rows, skipped, encoding) : inWords(w().fileIsWrong, rows, problemCount, encoding),
  );
  if (good) return head;
  const lines = problems.map((p) => [String(p.row), p.column ?? '–', p.detail]);
  return el('div', {}, head, tableOf([w().row, w().column, w().problem], lines));
}

async function columnsOf(kind) {
  const { columns } = await call('GET', `/v1/imports/${kind}/columns`);
  const names = columns.map(({ title, required }) => `${say(title)}${required ? ' *' : ''}`);
  return el('p', { class: 'soft' }, `${w().columns}${w().colon}${names.join(w().comma)}`);
}

function exportRow() {
  const kind = kindChoice();
  const problem = el('span', { class: 'problem', role: 'alert' });
  const get = (format) => () => {
    problem.textContent = '';
    return save(`/v1/exports/${kind.value}?${new URLSearchParams({ format })}`).catch(
      (failure) => (problem.textContent = failure.message),
    );
  };
  const button = (format) =>
    el('button', { type: 'button', class: 'quiet', onclick: get(format) }, format.toUpperCase());
  return el(
    'div',
    { class: 'row ask' },
    el('label', {}, w().exportRecords, kind),
    button('csv'),
    button('xlsx'),
    problem,
  );
}
