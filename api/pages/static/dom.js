/** Makes an element; texts are set as text, never as markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== 'string') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

/** A table of rows of cells; on a phone each row is a card. */
export function tableOf(heads, rows) {
  const line = (cells) =>
    el(
      'tr',
      {},
      cells.map((cell, i) => el('td', { 'data-label': heads[i] }, cell)),
    );
  return headed(heads, el('tbody', {}, rows.map(line)));
}

/** Links of which one is where the reader is; each `[key, title, href]`. */
export function tabsOf(entries, current, label) {
  return el(
    'nav',
    { 'aria-label': label },
    entries.map(([key, title, href]) => el('a', { href, 'aria-current': key === current ? 'page' : undefined }, title)),
  );
}

/** A table of these headings over what `body` holds: rows, or sections of them. */
export function headed(heads, body) {
  const cells = heads.map((head) => el('th', { scope: 'col' }, head));
  return el('table', { class: 'cases' }, el('thead', {}, el('tr', {}, cells)), body);
}
