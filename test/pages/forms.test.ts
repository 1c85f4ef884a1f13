/** Whatever a case offers can be done on its page: what the form sends is what the action takes. */
import type { z } from 'zod';
import { payloadSchema, wordedFields } from '../../api/cases/titles/action-fields';
import { caseKinds } from '../../domain/cases/kinds';
import { clientPayload } from '../../domain/cases/payload';
import { openPage, plausible, script, type Field } from './page';

const page = openPage();
const { actionForm } = script<{
  actionForm: (
    action: { payload: object; fields: object },
    zone: string,
    send: (payload: unknown) => Promise<void>,
  ) => object & { querySelectorAll(selector: string): Iterable<Field> };
}>('forms');

/** Papers and uploads have forms of their own beside the lists. */
const elsewhere = ['attach', 'issueDocument'];
const actions = caseKinds.flatMap(({ table }) =>
  table.actions.filter((a) => !a.told && !elsewhere.includes(a.name)).map((a) => [table.kind, a.name, a] as const),
);

async function sent(action: (typeof actions)[number][2], which: (field: Field) => boolean): Promise<unknown> {
  const payload = payloadSchema(action);
  const fields = wordedFields(payload, action.name, () => undefined);
  let got: unknown;
  const form = actionForm({ payload, fields }, 'Asia/Shanghai', async (filled) => {
    got = filled;
  });
  page.body.replaceChildren(form);
  for (const field of form.querySelectorAll('input:not([type=search]), select, textarea'))
    if (which(field)) page.fill(field, plausible(field));
  page.submit(form);
  return got;
}
const complaints = (payload: z.ZodType, value: unknown): unknown => {
  const read = clientPayload(payload).safeParse(value);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe.each(actions)('%s: %s', (_kind, _name, action) => {
  test('with everything filled in', async () => {
    expect(complaints(action.payload, await sent(action, () => true))).toEqual([]);
  });

  test('with what must be filled in', async () => {
    const asked = (field: Field): boolean =>
      field.required || ('closest' in field && isRequired(field as Field & { closest(s: string): object | null }));
    expect(complaints(action.payload, await sent(action, asked))).toEqual([]);
  });
});

/** Spans, ticks and texts of several lines have no input that a browser insists on: their star does. */
function isRequired(field: { closest(selector: string): { querySelector?(s: string): unknown } | null }): boolean {
  const box = field.closest('.field') as { querySelector(s: string): unknown } | null;
  return Boolean(box?.querySelector(':scope > .name b, :scope > legend b'));
}

test('what the case knows stands in the form to be checked, and is sent as it stands', async () => {
  const [, , action] = actions.find(([kind, name]) => kind === 'job' && name === 'recordAcceptance')!;
  const payload = payloadSchema(action);
  const sides = [{ value: 'p-1', title: { zh: '李工', en: 'Li' } }];
  const fields = {
    ...wordedFields(payload, action.name, ({ field }) => (field === 'companySide' ? sides : undefined)),
  };
  fields.companySide = { ...fields.companySide!, filled: ['p-1'] };
  fields.tests = { ...fields.tests!, filled: [{ item: 'power' }, { item: 'gas' }] };
  let got: unknown;
  const form = actionForm({ payload, fields }, 'Asia/Shanghai', async (filled) => {
    got = filled;
  });
  page.body.replaceChildren(form);
  for (const select of form.querySelectorAll('select')) page.fill(select, 'true');
  for (const area of form.querySelectorAll('textarea')) page.fill(area, '甲方');
  page.submit(form);
  expect(got).toMatchObject({
    companySide: ['p-1'],
    tests: [
      { item: 'power', passed: true },
      { item: 'gas', passed: true },
    ],
  });
});

test('O-11.3-b: an application with two lines sends its groups, lists and money as the API takes them', async () => {
  const [, , action] = actions.find(([kind, name]) => kind === 'return' && name === 'fileApplication')!;
  expect(await sent(action, () => true)).toMatchObject({
    sale: { documentNo: 'A-1', lines: [{ line: 1, model: 'A-1', quantity: 1, unitFen: 100 }] },
    items: [{ line: 1, quantity: 1, reason: 'no_reason' }],
  });
});
