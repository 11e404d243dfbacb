import fc from 'fast-check';
import { z } from 'zod';

/** What of JSON Schema zod writes for our documents and requests. */
interface JsonSchema {
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
}

const LONGEST_LIST = 4;
const LONGEST_TEXT = 40;

/** Values that a zod schema takes, short ones. What its own checks refuse beyond JSON Schema is for the caller to filter. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  return of(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);
}

function of(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(of));
  if (typeof schema.type === 'object') return fc.oneof(...schema.type.map((type) => of({ ...schema, type })));
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? LONGEST_LIST, LONGEST_LIST)),
      });
    case 'string':
      return textOf(schema);
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'integer':
      return fc.integer({ min: schema.minimum ?? (schema.exclusiveMinimum ?? -1e6) + 1, max: Math.min(schema.maximum ?? 1e6, 2 ** 40) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

function objectOf({ properties, required = [], propertyNames, additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
  if (properties) {
    const members = Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, of(member)]));
    return fc.record(members, { requiredKeys: [...required] });
  }
  const value = typeof additionalProperties === 'object' ? of(additionalProperties) : fc.jsonValue();
  return fc.dictionary(textOf(propertyNames ?? {}) as fc.Arbitrary<string>, value, { maxKeys: LONGEST_LIST, noNullPrototype: true });
}

function textOf({ format, pattern, minLength = 0, maxLength = LONGEST_TEXT }: JsonSchema): fc.Arbitrary<unknown> {
  if (format === 'uri') return fc.webUrl({ validSchemes: ['https'] });
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter(fits);
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONGEST_TEXT)), unit: 'binary' }).filter(fits);
}
