import { z } from 'zod';
import { registrySchema } from './schema.ts';

/** The registry's JSON Schema as text, made from the schema that parses it. */
export function registryJsonSchema(): string {
  return `${JSON.stringify({ title: 'Cellwatch cell registry', ...z.toJSONSchema(registrySchema, { io: 'input' }) }, null, 2)}\n`;
}
