import type { Fault } from '#lib/domain/document/fault.ts';
import { readJsonObject } from '#lib/domain/document/read-json-object.ts';
import { shapeFaults } from '#lib/domain/document/shape-faults.ts';
import { checkReferences } from './check-references.ts';
import { fillIn } from './fill-in.ts';
import type { Registry } from './registry.ts';
import { registrySchema } from './schema.ts';
import { wellShapedParts } from './well-shaped-parts.ts';

const MOST_FAULTS = 50;

export type ParsedRegistry = { ok: true; registry: Registry } | { ok: false; faults: readonly Fault[] };

/** Parses and checks a registry document; every fault is told with its path, at most 50 of them. */
export function parseRegistry(text: string): ParsedRegistry {
  const read = readJsonObject(text, 'The registry');
  if (!read.ok) return read;
  const { document } = read;
  const shaped = registrySchema.safeParse(document);
  const faults = [
    ...read.faults,
    ...(shaped.success ? [] : shapeFaults(shaped.error.issues, document, registrySchema)),
    ...checkReferences(shaped.success ? shaped.data : wellShapedParts(document)),
  ];
  if (faults.length === 0 && shaped.success) return { ok: true, registry: fillIn(shaped.data) };
  if (faults.length <= MOST_FAULTS) return { ok: false, faults };
  return { ok: false, faults: [...faults.slice(0, MOST_FAULTS), { path: '', message: `and ${faults.length - MOST_FAULTS} more` }] };
}
