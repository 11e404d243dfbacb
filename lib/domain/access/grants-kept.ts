import type { AccessPolicy, Grant } from './access.ts';
import { grantOf } from './resolve-roles.ts';

/** Those of somebody's grants that the policy still gives; null when it gives none of them. */
export function grantsKept({ rules }: AccessPolicy, grants: readonly Grant[]): readonly Grant[] | null {
  const given = new Set(rules.map((rule) => JSON.stringify(grantOf(rule))));
  const kept = grants.filter((grant) => given.has(JSON.stringify(grantOf(grant))));
  return kept.length > 0 ? kept : null;
}
