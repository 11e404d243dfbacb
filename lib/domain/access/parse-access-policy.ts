import type { Fault } from '#lib/domain/document/fault.ts';
import { FaultList } from '#lib/domain/document/fault-list.ts';
import { readJsonObject } from '#lib/domain/document/read-json-object.ts';
import { refuseShape } from '#lib/domain/document/refuse-shape.ts';
import type { AccessPolicy } from './access.ts';
import { accessPolicySchema } from './schema.ts';

/** Parses an access policy; every fault is told with its path, at most 50 of them. Never throws. */
export function parseAccessPolicy(text: string): { ok: true; policy: AccessPolicy } | { ok: false; faults: readonly Fault[] } {
  const faults = new FaultList();
  const document = readJsonObject(text, 'The access policy', faults.refuse);
  if (document === null) return { ok: false, faults: faults.told() };
  const shaped = accessPolicySchema.safeParse(document);
  if (!shaped.success) refuseShape(shaped.error.issues, document, accessPolicySchema, faults.refuse);
  return shaped.success && faults.empty ? { ok: true, policy: { rules: shaped.data.rules } } : { ok: false, faults: faults.told() };
}
