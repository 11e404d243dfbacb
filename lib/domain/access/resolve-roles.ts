import type { AccessPolicy, AccessRule, Grant } from './access.ts';

/** What the identity provider says of a person. */
export interface Identity {
  /** Null when it names none. */
  email: string | null;
  /** An address that nobody verified could be anybody's: without this, rules of e-mail and domain give nothing. */
  emailVerified: boolean;
  /** Null when there is no groups claim at all (Entra ID leaves it out over 200 groups). */
  groups: readonly string[] | null;
}

export interface ResolvedRoles {
  /** Each grant once; the roles of all matching rules add up. */
  grants: readonly Grant[];
  /** Why rules of the policy could not be judged; for the page of somebody who has no role. */
  diagnostics: readonly AccessDiagnostic[];
}

/** `groups-missing`: the policy has group rules, but no groups claim came. `email-unverified`: the same with the address. */
export type AccessDiagnostic = 'groups-missing' | 'email-unverified';

/** The roles that a policy gives to a person. */
export function resolveRoles(policy: AccessPolicy, identity: Identity): ResolvedRoles {
  const groups = new Set(identity.groups ?? []);
  const email = identity.emailVerified ? (identity.email?.toLowerCase() ?? null) : null;
  const grants = new Map<string, Grant>();
  for (const rule of policy.rules) {
    if (!matches(rule, groups, email)) continue;
    const grant = grantOf(rule);
    grants.set(JSON.stringify(grant), grant);
  }
  const diagnostics: AccessDiagnostic[] = [];
  if (identity.groups === null && policy.rules.some((rule) => rule.group !== undefined)) diagnostics.push('groups-missing');
  if (!identity.emailVerified && policy.rules.some((rule) => rule.group === undefined)) diagnostics.push('email-unverified');
  return { grants: [...grants.values()], diagnostics };
}

function matches(rule: AccessRule, groups: ReadonlySet<string>, email: string | null): boolean {
  if (rule.group !== undefined) return groups.has(rule.group);
  if (email === null) return false;
  if (rule.email !== undefined) return rule.email === email;
  return rule.domain !== undefined && email.slice(email.lastIndexOf('@') + 1) === rule.domain;
}

/** What a rule gives, whoever it names. */
function grantOf({ role, environments, waves, components, approvals = 1, breakGlass = false }: Grant): Grant {
  return {
    role,
    ...(environments && { environments }),
    ...(waves && { waves }),
    ...(components && { components }),
    ...(approvals > 1 && { approvals }),
    ...(breakGlass && { breakGlass }),
  };
}
