// For auditors: the archive's chain head, to be written down where nobody who keeps the archive can reach it.
import { call } from './client.js';
import { el } from './dom.js';
import { at } from './time.js';
import { w } from './words.js';

/** Undefined for everybody else, and where nothing was archived. */
export async function chainHead(me) {
  if (me.role !== 'auditor' && me.role !== 'administrator') return undefined;
  const { runs, head, newestExportedAt } = await call('GET', '/v1/audit/archive');
  if (head === null) return undefined;
  return el(
    'section',
    { class: 'soft' },
    el('h2', {}, w().chainHead),
    el('p', {}, w().chainHeadWhy),
    el('p', {}, el('code', {}, head), ' · ', w().archiveLines.replace('{0}', runs), ' · ', at(newestExportedAt)),
  );
}
