import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { registryJsonSchema } from './json-schema.ts';

it('is the schema that editors get (node scripts/registry-schema.ts writes it)', () => {
  expect(readFileSync(new URL('../../../schemas/registry.schema.json', import.meta.url), 'utf8')).toBe(registryJsonSchema());
});
