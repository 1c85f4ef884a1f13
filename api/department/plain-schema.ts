/** The JSON Schema of a request as its form fills it in. */
import { z } from 'zod';

/** A schema, as far as forms look at it. */
export interface FieldSchema {
  type?: string;
  anyOf?: FieldSchema[];
  default?: unknown;
  items?: FieldSchema;
  properties?: Record<string, FieldSchema>;
  required?: string[];
  [more: string]: unknown;
}

/** What may be null is left out where nothing is filled in: a form has one way of not saying something. */
export function plainSchema(schema: z.ZodType): FieldSchema {
  return plain(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as FieldSchema);
}

function plain({ anyOf, ...rest }: FieldSchema): FieldSchema {
  if (anyOf) {
    const [only, ...others] = anyOf.filter(({ type }) => type !== 'null');
    const { default: given, ...about } = rest;
    if (only && others.length === 0)
      return { ...plain(only), ...about, ...(given !== null && given !== undefined && { default: given }) };
  }
  const { properties, items } = rest;
  return {
    ...rest,
    ...(anyOf && { anyOf }),
    ...(items && { items: plain(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, plain(one)])),
    }),
  };
}
