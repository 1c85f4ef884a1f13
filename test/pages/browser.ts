/** A reader of the pages in front of the real API: signed in as somebody, looking for things, waiting for them. */
import type { ApiRig } from '../api/api-rig';
import type { Actor } from '../../domain/cases/record';
import type { Field, Page } from './page';

interface Node extends Field {
  textContent: string;
  closest(selector: string): Node | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Node | null;
  querySelectorAll(selector: string): Iterable<Node>;
}

export interface Reader {
  /** Signs in as somebody else. */
  as(actor: Actor): Promise<void>;
  /** The next answer of this path, whatever is asked of it, does not arrive. */
  lose(path: string): void;
  one(selector: string): Node;
  all(selector: string): Node[];
  /** Waits until there is what `look` looks for; fails with what is on the page. */
  until<T>(look: () => T | undefined | null | false): Promise<T>;
  /** The field with this label, within the page or a part of it. */
  labelled(label: string, within?: string): Node;
  problemOf(label: string): string;
  close(): void;
}

/** Calls of the pages go to the rig's API with the reader's token, as a browser sends them. */
export async function readPages(page: Page, rig: ApiRig, first: Actor): Promise<Reader> {
  const direct = globalThis.fetch;
  let token = await rig.token(first);
  let lost: string | undefined;
  globalThis.fetch = async (path, init) => {
    if (typeof path !== 'string' || !path.startsWith('/')) return direct(path, init);
    const answer = await direct(`${rig.url}${path}`, {
      ...init,
      // A file of the page's document is none to Node's `fetch`: its bytes go, as a browser sends them.
      ...(init?.body instanceof Blob && { body: await init.body.arrayBuffer() }),
      headers: { ...init?.headers, authorization: `Bearer ${token}` },
    });
    if (path.split('?')[0] !== lost) return answer;
    lost = undefined;
    throw new TypeError('the line is down');
  };
  const body = page.body as unknown as Node;
  const one = (selector: string): Node => {
    const found = body.querySelector(selector);
    if (!found) throw new Error(`nothing on the page is ${selector}`);
    return found;
  };
  const labelled = (label: string, within = ''): Node => {
    const fields = body.querySelectorAll(
      ['input', 'select', 'textarea'].map((tag) => `${within} label.field ${tag}`).join(', '),
    );
    for (const field of fields) if (field.closest('label')!.textContent.startsWith(label)) return field;
    throw new Error(`no field is labelled ${label}`);
  };
  return {
    as: async (actor) => {
      token = await rig.token(actor);
    },
    lose: (path) => {
      lost = path;
    },
    one,
    all: (selector) => [...body.querySelectorAll(selector)],
    until: async (look) => {
      for (const began = Date.now(); Date.now() - began < 10_000; await new Promise((later) => setTimeout(later, 30))) {
        const found = look();
        if (found) return found;
      }
      throw new Error(`this did not come: ${look.toString()}\n${page.body.textContent}`);
    },
    labelled,
    problemOf: (label) => labelled(label).closest('label')!.querySelector('.problem')!.textContent,
    close: () => {
      globalThis.fetch = direct;
    },
  };
}
