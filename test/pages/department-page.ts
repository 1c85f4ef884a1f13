/** A reader of the department's pages: goes to one, opens what it offers, fills it in and waits for what is said then. */
import type { ApiRig } from '../api/api-rig';
import type { Actor } from '../../domain/cases/record';
import { DEPARTMENT_PAGES } from '../../messages/department-words';
import type { Reader } from './browser';
import { script, type Page } from './page';

interface Me {
  id: string;
  role: string;
  pages: string[];
}

/** The department's pages as this reader meets them. */
export interface DepartmentPage {
  text(): string;
  /** The reader goes to an address; false where there is no such page for them. */
  visit(actor: Actor, path: string): Promise<boolean>;
  /** Opens the form with this title, within a card that says `of`; undefined where it is not offered. */
  unfold(title: string, of?: string): object | undefined;
  /** The same; fails where it is not offered. */
  opened(title: string, of?: string): object;
  /** Fills in the fields with these labels of the form that is open. */
  fill(values: Record<string, string>): void;
  /** Waits until the page says that it was done. */
  done(title: string): Promise<unknown>;
}

/** @param page is loaded before; its scripts are those of the department's pages */
export function departmentReader(page: Page, rig: ApiRig, reader: Reader): DepartmentPage {
  const { departmentPage } = script<{
    departmentPage: (me: Me, titles: object, show: (nodes: object[]) => void) => Promise<object[] | undefined>;
  }>('department/pages');
  const text = (): string => page.body.textContent;
  const show = (nodes: object[]): void => page.body.replaceChildren(...nodes.flat().filter(Boolean));
  const unfold = (title: string, of = ''): object | undefined => {
    const found = reader
      .all('details')
      .find(
        (d) =>
          d.querySelector('summary')!.textContent.startsWith(title) && (d.closest('li') ?? d).textContent.includes(of),
      );
    if (found) page.unfold(found);
    return found?.querySelector('form.action') ?? undefined;
  };
  return {
    text,
    visit: async (actor, path) => {
      await reader.as(actor);
      const me = (await rig.call('GET', '/auth/me', { as: actor })).body as unknown as Me;
      page.goTo(path);
      const nodes = await departmentPage(me, DEPARTMENT_PAGES, show);
      if (nodes) show(nodes);
      return nodes !== undefined;
    },
    unfold,
    opened: (title, of) => {
      const form = unfold(title, of);
      if (!form) throw new Error(`${title} is not offered\n${text()}`);
      return form;
    },
    fill: (values) => {
      for (const [label, value] of Object.entries(values)) page.fill(reader.labelled(label, 'details[open]'), value);
    },
    done: (title) => reader.until(() => text().includes(`${title}：已完成`)),
  };
}
