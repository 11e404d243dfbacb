import type { AccessPolicy, Grant } from './access.ts';
import { glassBroken } from './in-force.ts';
import { type Identity, resolveRoles } from './resolve-roles.ts';

/** Those of somebody's grants that the policy still gives them, be it behind glass; null when it gives none of them. */
export function grantsKept(policy: AccessPolicy, identity: Identity, grants: readonly Grant[]): readonly Grant[] | null {
  const { grants: given } = resolveRoles(policy, identity);
  const names = new Set([...given, ...glassBroken(given)].map((grant) => JSON.stringify(grant)));
  const kept = grants.filter((grant) => names.has(JSON.stringify(grant)));
  return kept.length > 0 ? kept : null;
}
