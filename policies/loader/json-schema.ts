import { z } from 'zod';
import { policySchema } from '../../domain/policy/schema';

/** A JSON Schema, as far as it is looked into here. */
export interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema | JsonSchema[];
  anyOf?: JsonSchema[];
  [keyword: string]: unknown;
}

/** The JSON Schema (draft 2020-12) of policy files as their writers see it, for editors. */
export function policyJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(policySchema, { io: 'input' }) as JsonSchema;
  return { title: 'Sanbao service policy / 三包售后服务政策', ...schema };
}

/** The text of `policies/policy.schema.json`. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 1)}\n`;
}

/** The keys that may stand at a path of a policy file; none where the path leads to no map with fixed keys. */
export function keysAt(path: readonly PropertyKey[], root: JsonSchema = policyJsonSchema()): string[] {
  let here: JsonSchema[] = [root];
  for (const step of path)
    here = here.flatMap((schema) => alternatives(schema)).flatMap((schema) => childOf(schema, step));
  const keys = here.flatMap((schema) => alternatives(schema)).flatMap(({ properties = {} }) => Object.keys(properties));
  return [...new Set(keys)];
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ? schema.anyOf.flatMap(alternatives) : [schema];
}

function childOf({ properties, additionalProperties, items }: JsonSchema, step: PropertyKey): JsonSchema[] {
  if (typeof step === 'number') return items && !Array.isArray(items) ? [items] : [];
  const named = properties?.[String(step)];
  if (named) return [named];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}
