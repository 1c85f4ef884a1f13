/** How an action's form is worded: a label for each field, and the values to choose from, in words. */
import { z } from 'zod';
import type { AnyAction } from '../../../domain/cases/kind';
import { clientPayload } from '../../../domain/cases/payload';
import { askedFor } from '../../../domain/cases/repair/decisions';
import type { RepairState } from '../../../domain/cases/repair/state';
import { definitionOf } from '../../../domain/decision/given';
import { programOf } from '../../../domain/decision/older-program';
import type { DecisionProgram } from '../../../domain/decision/program';
import { factWords, outcomeWords } from '../../../messages/decision-words';
import { fieldWords, valueWords } from '../../../messages/field-words';
import { choice, choicesFor, type Choice, type FormContext, type Place } from './choices';
import { words } from './event-lines';
import { filledFor } from './filled';

export const fieldView = z
  .object({
    title: words,
    values: z
      .array(z.object({ value: z.string(), title: words }))
      .optional()
      .describe('what may be chosen; absent where anything may be written'),
    many: z.boolean().optional().describe('several may be given'),
    type: z.enum(['date', 'number']).optional().describe('of a fact that is nothing else: a date is YYYY-MM-DD'),
    filled: z.unknown().optional().describe('what the case knows of it already, for the caller to check'),
  })
  .meta({ id: 'ActionField' });
export type FieldView = z.infer<typeof fieldView>;

/** The JSON Schema of an action's payload, as clients send it. */
export function payloadSchema(action: AnyAction): Record<string, unknown> {
  return z.toJSONSchema(clientPayload(action.payload), { io: 'input', unrepresentable: 'any' });
}

interface Property {
  enum?: unknown[];
  items?: Property;
  properties?: Record<string, Property>;
}

/** A field `established.<fact>` for each fact that the policy's decisions ask for. */
function askedFields({ state, policy }: FormContext): Record<string, FieldView> {
  const program = policy && programOf(policy);
  const { decisions = {} } = state as Partial<RepairState>;
  const asked = program ? askedFor(decisions) : [];
  return Object.fromEntries(asked.map((fact) => [`established.${fact}`, factField(fact, program!)]));
}

/** The field of a fact: what it is called, and what it may be where the policy knows it. */
export function factField(fact: string, program: DecisionProgram): FieldView {
  const { kinds = [], values = [] } = definitionOf(fact, program) ?? {};
  const codes = kinds.includes('boolean') ? ['true', 'false'] : [...values, ...(program.allowed[fact] ?? [])];
  const choices = eachOnce(codes.map((value) => ({ value, title: valueWords(value, fact) ?? outcomeWords(value) })));
  const open = choices.length === 0 || program.open.includes(fact);
  const type = kinds.every((kind) => kind === 'number') ? 'number' : kinds.every(isDay) ? 'date' : undefined;
  return {
    title: factWords(fact),
    ...(!open && { values: choices }),
    ...(kinds.includes('list') && { many: true }),
    ...(kinds.length > 0 && type && { type }),
  };
}

/** Of an instant people know the day. */
const isDay = (kind: string): boolean => kind === 'date' || kind === 'instant';

/** Agreements take several spellings of one thing: people choose the thing. */
function eachOnce(choices: readonly Choice[]): Choice[] {
  return choices.filter(({ title }, at) => choices.findIndex((other) => other.title.zh === title.zh) === at);
}

/** Label and choices of every field by name, those inside groups and lists as `sale.lines.model`. */
export function fieldsOf(action: AnyAction, context: FormContext): Record<string, FieldView> {
  const established = action.payload instanceof z.ZodObject && 'established' in action.payload.shape;
  const worded = wordedFields(payloadSchema(action), action.name, (place) => choicesFor(place, context));
  for (const [name, filled] of Object.entries(filledFor(action.name, context)))
    if (worded[name]) worded[name] = { ...worded[name], filled };
  return { ...(established && askedFields(context)), ...worded };
}

/** Every property of a form's JSON Schema with its label, and its choices: those of the schema, fewer by its place. */
export function wordedFields(
  schema: unknown,
  action: string,
  choices: (place: Place) => Choice[] | undefined,
): Record<string, FieldView> {
  const fields: Record<string, FieldView> = {};
  const visit = (properties: Readonly<Record<string, Property>>, prefix: string, list?: string): void => {
    for (const [name, property] of Object.entries(properties)) {
      const listed = property.enum ?? property.items?.enum;
      const own = listed?.map((v) => choice(String(v), valueWords(String(v), name)));
      const possible = choices({ field: name, list, action });
      const values = own && possible ? own.filter((o) => possible.some((p) => p.value === o.value)) : (own ?? possible);
      fields[prefix + name] = {
        title: fieldWords(name, action) ?? { zh: name, en: name },
        ...(values && { values }),
      };
      if (property.items?.properties) visit(property.items.properties, `${prefix}${name}.`, name);
      if (property.properties) visit(property.properties, `${prefix}${name}.`, list);
    }
  };
  visit((schema as Property).properties ?? {}, '');
  return fields;
}
