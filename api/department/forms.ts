/** A form of a department's page: the schema of its request, its fields in words, and what may be chosen. */
import { z } from 'zod';
import { DEPARTMENT_FORMS, type DepartmentForm } from '../../messages/department-words';
import type { Words } from '../../messages/bilingual';
import { fieldView, wordedFields, type FieldView } from '../cases/titles/action-fields';
import { choice, type Choice } from '../cases/titles/choices';
import { words } from '../cases/titles/event-lines';
import type { RouteKey } from '../roles';
import type { Route } from '../route';
import { plainSchema, type FieldSchema } from './plain-schema';

/** What a form is made of; the rest is the request's own. */
export interface FormPlan {
  name: DepartmentForm;
  key: RouteKey;
  /** Where one form stands for several things: which of them, and what it belongs to. */
  title?: Words;
  about?: Words;
  /** Sent with what is filled in, and not asked for. */
  fixed?: Readonly<Record<string, unknown>>;
  /** Not asked for. */
  but?: readonly string[];
  /** Optional for the request in general, wanted here. */
  need?: readonly string[];
  /** A narrower schema of a field. */
  narrow?: Readonly<Record<string, FieldSchema>>;
  /** What may be chosen, by field. */
  values?: Readonly<Record<string, readonly Choice[]>>;
  /** The fields of an open group, by `group.field`. */
  inside?: Readonly<Record<string, Words>>;
  /** The facts of an open group, by `group.fact`, with what each may be. */
  facts?: Readonly<Record<string, FieldView>>;
  /** The request is filled into the query; its body is a file. */
  fromQuery?: boolean;
}

export const formView = z
  .object({
    name: z.string(),
    title: words,
    about: words.optional().describe('the policy or agreement that it belongs to'),
    method: z.string(),
    path: z.string().describe('with `:id` and such for what it is about'),
    payload: z.record(z.string(), z.unknown()).describe('JSON Schema of what is filled in'),
    fields: z.record(z.string(), fieldView),
    fixed: z.record(z.string(), z.unknown()).describe('sent with it'),
  })
  .meta({ id: 'DepartmentForm' });

/** A value and its title, from what policies and records call it. */
export const named = (rows: readonly { id: string; title: Words }[]): Choice[] =>
  rows.map(({ id, title }) => choice(id, title));

/** The same word in both languages, as names are. */
export const asNamed = (name: string): Words => ({ zh: name, en: name });

/** Builds the form of a plan from its route. */
export function formOf(plan: FormPlan, route: Route): z.infer<typeof formView> {
  const {
    name,
    title,
    about,
    fixed = {},
    but = [],
    need = [],
    narrow = {},
    values = {},
    inside = {},
    facts = {},
  } = plan;
  const schema = plan.fromQuery ? route.query : route.body;
  const { properties = {}, required = [], ...rest } = schema ? plainSchema(schema) : { type: 'object' };
  const left = Object.entries(properties).filter(([field]) => !but.includes(field) && !(field in fixed));
  const payload = {
    ...rest,
    properties: Object.fromEntries(left.map(([field, own]) => [field, narrow[field] ?? own])),
    required: [...required, ...need].filter((field) => left.some(([asked]) => asked === field)),
  };
  return {
    ...{ name, title: title ?? DEPARTMENT_FORMS[name], ...(about && { about }) },
    ...{ method: route.method, path: route.path, payload, fixed },
    fields: {
      ...wordedFields(payload, name, ({ field }) => values[field]?.slice()),
      ...Object.fromEntries(Object.entries(inside).map(([path, of]) => [path, { title: of }])),
      ...facts,
    },
  };
}
