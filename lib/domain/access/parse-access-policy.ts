import type { Fault } from '#lib/domain/document/fault.ts';
import { readJsonObject } from '#lib/domain/document/read-json-object.ts';
import { shapeFaults } from '#lib/domain/document/shape-faults.ts';
import type { AccessPolicy } from './access.ts';
import { accessPolicySchema } from './schema.ts';

/** Parses an access policy; every fault is told with its path. Never throws. */
export function parseAccessPolicy(text: string): { ok: true; policy: AccessPolicy } | { ok: false; faults: readonly Fault[] } {
  const read = readJsonObject(text, 'The access policy');
  if (!read.ok) return read;
  const { document } = read;
  const shaped = accessPolicySchema.safeParse(document);
  const faults = [...read.faults, ...(shaped.success ? [] : shapeFaults(shaped.error.issues, document, accessPolicySchema))];
  return shaped.success && faults.length === 0 ? { ok: true, policy: { rules: shaped.data.rules } } : { ok: false, faults };
}
