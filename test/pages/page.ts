/** The pages' own scripts in a document without a browser: what people fill in, and what is sent for it. */
import { Window } from 'happy-dom';

/** The parts of a document that tests touch. */
export interface Field {
  tagName: string;
  type: string;
  value: string;
  checked: boolean;
  required: boolean;
  min: string;
  options: ArrayLike<{ value: string }>;
  dispatchEvent(event: object): boolean;
}
export interface Page {
  body: {
    replaceChildren(...nodes: object[]): void;
    querySelector(selector: string): Element | null;
    textContent: string;
  };
  /** Types, chooses or ticks, as a person does. */
  fill(field: Field, value: string): void;
  submit(form: object): void;
  click(selector: string): void;
  /** Changes the address, as following a link does. */
  goTo(path: string): void;
  /** Opens what is folded away, as a click on its title does. */
  unfold(details: object): void;
  /** Chooses a file of the disk in a field for files. */
  choose(field: Field, file: { name: string; type: string; bytes: Uint8Array }): void;
}
interface Element {
  click(): void;
  querySelectorAll(selector: string): Iterable<Field>;
}

/** Gives this test file a document until it ends; call it before the scripts are loaded by `script`. */
export function openPage(path = '/'): Page {
  const window = new Window({ url: `http://dept.example${path}` });
  const globals = ['document', 'location', 'history', 'localStorage', 'Blob', 'HTMLSelectElement'] as const;
  const before = globals.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of globals) Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
  // Jest walks through what it finds globally when a file ends, and would not come out of a document again.
  afterAll(async () => {
    for (const [name, descriptor] of before)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    await window.happyDOM.close();
  });
  window.Element.prototype.scrollIntoView = () => undefined;
  const event = (name: string): object => new window.Event(name, { bubbles: true, cancelable: true });
  const body = window.document.body as unknown as Page['body'];
  return {
    body,
    fill: (field, value) => {
      if (field.type === 'checkbox') field.checked = true;
      else field.value = value;
      for (const name of ['input', 'change']) field.dispatchEvent(event(name));
    },
    submit: (form) => void (form as Field).dispatchEvent(event('submit')),
    goTo: (path) => window.history.replaceState(null, '', path),
    unfold: (details) => {
      (details as { open: boolean }).open = true;
      (details as Field).dispatchEvent(event('toggle'));
    },
    click: (selector) => {
      const found = body.querySelector(selector);
      if (!found) throw new Error(`nothing on the page is ${selector}`);
      found.click();
    },
    choose: (field, { name, type, bytes }) => {
      const files = [new window.File([bytes], name, { type })];
      Object.defineProperty(field, 'files', { value: files, configurable: true });
      field.dispatchEvent(event('change'));
    },
  };
}

/** A module of the pages as the browser loads it. */
export function script<T extends object>(name: string): T {
  return jest.requireActual<T>(`../../api/pages/static/${name}.js`);
}

/** A value that anybody could give in such a field. */
export function plausible(field: Field): string {
  if (field.tagName === 'SELECT') return [...Array.from(field.options)].at(-1)!.value;
  if (field.type === 'number') return field.min === '' || field.min === '0' ? '1' : field.min;
  if (field.type === 'date') return '2026-03-01';
  if (field.type === 'datetime-local') return '2026-03-01T09:30';
  return 'A-1';
}
