/** How an action's form is worded: a label for each field, and the values to choose from, in words. */
import { z } from 'zod';
import type { AnyAction } from '../../../domain/cases/kind';
import { clientPayload } from '../../../domain/cases/payload';
import type { Actor } from '../../../domain/cases/record';
import type { CaseState } from '../../../domain/cases/state';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { intakeFields } from '../../../domain/policy/names';
import { askedFor } from '../../../domain/cases/repair/decisions';
import type { RepairState } from '../../../domain/cases/repair/state';
import { definitionOf } from '../../../domain/decision/given';
import { programOf } from '../../../domain/decision/older-program';
import { isOwed, type Clock } from '../../../domain/sla/clock';
import { factWords, outcomeWords } from '../../../messages/decision-words';
import { fieldWords, valueWords } from '../../../messages/field-words';
import type { Words } from '../../../messages/words';
import { words } from './event-lines';
import type { Terms } from './terms';

export const fieldView = z
  .object({
    title: words,
    values: z
      .array(z.object({ value: z.string(), title: words }))
      .optional()
      .describe('what may be chosen; absent where anything may be written'),
    many: z.boolean().optional().describe('several may be given'),
  })
  .meta({ id: 'ActionField' });
type FieldView = z.infer<typeof fieldView>;
type Choice = NonNullable<FieldView['values']>[number];

/** What the choices of a form depend on. */
export interface FormContext {
  state: CaseState;
  policy?: CasePolicy;
  terms: Terms;
  actor: Actor;
  /** Whom a case may be given to, by field, with their names. */
  people: Readonly<Record<'engineerId' | 'dispatcherId', readonly { id: string; name: string }[]>>;
}

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
  return Object.fromEntries(
    asked.map((fact): [string, FieldView] => {
      const { kinds = [], values = [] } = definitionOf(fact, program!) ?? {};
      const codes = kinds.includes('boolean') ? ['true', 'false'] : [...values, ...(program!.allowed[fact] ?? [])];
      const choices = [...new Set(codes)].map((value) => ({
        value,
        title: valueWords(value, fact) ?? outcomeWords(value),
      }));
      const open = choices.length === 0 || program!.open.includes(fact);
      const many = kinds.includes('list');
      return [
        `established.${fact}`,
        { title: factWords(fact), ...(!open && { values: choices }), ...(many && { many }) },
      ];
    }),
  );
}

/** Label and choices of every field by name, those inside lists as `lines.fee`. */
export function fieldsOf(action: AnyAction, context: FormContext): Record<string, FieldView> {
  const fields: Record<string, FieldView> = {};
  if (action.payload instanceof z.ZodObject && 'established' in action.payload.shape)
    Object.assign(fields, askedFields(context));
  const visit = (properties: Readonly<Record<string, Property>>, prefix: string): void => {
    for (const [name, property] of Object.entries(properties)) {
      const choices = choicesOf(name, action.name, property, context);
      fields[prefix + name] = {
        title: fieldWords(name, action.name) ?? { zh: name, en: name },
        ...(choices && { values: choices }),
      };
      if (property.items?.properties) visit(property.items.properties, `${prefix}${name}.`);
    }
  };
  visit((payloadSchema(action) as Property).properties ?? {}, '');
  return fields;
}

function choicesOf(field: string, action: string, property: Property, context: FormContext): Choice[] | undefined {
  if (property.enum) return property.enum.map((v) => choice(String(v), valueWords(String(v), field)));
  return fromCase(field, action, context) ?? fromPolicy(field, action, context);
}

function fromCase(field: string, action: string, { state, terms, people }: FormContext): Choice[] | undefined {
  if (field === 'engineerId' || field === 'dispatcherId')
    return people[field].length === 0
      ? undefined
      : people[field].map(({ id, name }) => choice(id, { zh: name, en: name }));
  if (field === 'clock')
    return Object.values(state.clocks)
      .filter((c) => concerns(action, c))
      .map((c) => choice(c.key, terms.clock(c.key)));
  if (field === 'escalation')
    return Object.values(state.escalations)
      .filter((e) => e.endedAt === undefined && (action !== 'acknowledge' || e.status === 'open'))
      .map((e) => choice(e.key, terms.escalation(e.key)));
  return undefined;
}

/** Which clocks an action can be about; the guard decides in the end. */
function concerns(action: string, clock: Clock): boolean {
  if (action === 'extend') return isOwed(clock) && clock.breachedAt === undefined;
  if (action === 'correct') return clock.metAt !== undefined;
  return clock.breachedAt !== undefined;
}

function fromPolicy(field: string, action: string, { state, policy, terms, actor }: FormContext): Choice[] | undefined {
  if (field === 'known') return intakeFields.map((f) => choice(f, valueWords(f)));
  if (!policy) return undefined;
  const some = (section: 'levels' | 'regions' | 'products' | 'fees' | 'technicalHelp', ids: readonly string[]) =>
    ids.length === 0 ? undefined : ids.map((id) => choice(id, terms.named(section, id)));
  switch (field) {
    case 'level':
      return some(
        'levels',
        policy.levels.map((l) => l.id),
      );
    case 'region':
      return some('regions', policy.regions);
    case 'product':
      return some('products', policy.products);
    case 'fee':
      return some(
        'fees',
        policy.fees.map((f) => f.id),
      );
    case 'stage':
      return some(
        'technicalHelp',
        policy.technicalHelp.map((h) => h.id),
      );
    case 'ladder':
      return Object.keys(policy.ladders).map((id) => choice(id, terms.named('ladders', id)));
    case 'duty':
      return (policy.approvals[policy.loaner.approval ?? '']?.approvers ?? [])
        .filter((role) => actor.duties.includes(role))
        .map((role) => choice(role, terms.role(role)));
    case 'callback':
      return policy.callbacks
        .filter((c) =>
          Object.values(state.clocks).some((k) => k.milestone === `callback_${c.id}` && k.metAt === undefined),
        )
        .map((c) => choice(c.id, terms.milestone(`callback_${c.id}`)));
    case 'checklist':
      return checklistOf(action, policy).map((id) => choice(id, terms.known.policy.checklists.get(action)?.get(id)));
    default:
      return undefined;
  }
}

function checklistOf(action: string, policy: CasePolicy): string[] {
  return policy.checklists.filter((c) => c.action === action).flatMap((c) => c.items.map((i) => i.id));
}

function choice(value: string, title: Words | undefined): Choice {
  return { value, title: title ?? { zh: value, en: value } };
}
