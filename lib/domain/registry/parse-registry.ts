import type { Fault } from '#lib/domain/document/fault.ts';
import { FaultList } from '#lib/domain/document/fault-list.ts';
import { readJsonObject } from '#lib/domain/document/read-json-object.ts';
import { refuseShape } from '#lib/domain/document/refuse-shape.ts';
import { checkReferences } from './check-references.ts';
import { fillIn } from './fill-in.ts';
import type { Registry } from './registry.ts';
import { registrySchema } from './schema.ts';
import { wellShapedParts } from './well-shaped-parts.ts';

export type ParsedRegistry = { ok: true; registry: Registry } | { ok: false; faults: readonly Fault[] };

/** Parses and checks a registry document; every fault is told with its path, at most 50 of them. */
export function parseRegistry(text: string): ParsedRegistry {
  const faults = new FaultList();
  const document = readJsonObject(text, 'The registry', faults.refuse);
  if (document === null) return { ok: false, faults: faults.told() };
  const shaped = registrySchema.safeParse(document);
  if (!shaped.success) refuseShape(shaped.error.issues, document, registrySchema, faults.refuse);
  checkReferences(shaped.success ? shaped.data : wellShapedParts(document), faults.refuse);
  return faults.empty && shaped.success ? { ok: true, registry: fillIn(shaped.data) } : { ok: false, faults: faults.told() };
}
