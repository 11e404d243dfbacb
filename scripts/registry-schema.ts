import { writeFileSync } from 'node:fs';
import { registryJsonSchema } from '#lib/domain/registry/json-schema.ts';

/** Writes schemas/registry.schema.json, with which editors check and complete a registry. */
writeFileSync(new URL('../schemas/registry.schema.json', import.meta.url), registryJsonSchema());
