import type { Environment } from '#lib/domain/registry/registry.ts';

export const ROLES = ['viewer', 'manager', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Where a role's verbs reach. A list left out limits nothing. Reading is never limited. */
interface Scope {
  environments?: readonly Environment[];
  waves?: readonly string[];
  components?: readonly string[];
}

/** A role that somebody holds, and where. Grants add up: each one alone suffices. */
export interface Grant extends Scope {
  role: Role;
  /** 2: what starts something by this grant alone wants a second person. Left out or 1: it does not. */
  approvals?: number;
  /** The role is behind glass: it gives nothing until its person has broken the glass, with a reason and for a time. */
  breakGlass?: boolean;
}

/** Who has a role: the members of a group, one person, or everybody of an e-mail domain. Exactly one of the three is named. */
export interface AccessRule extends Grant {
  group?: string;
  email?: string;
  domain?: string;
}

export interface AccessPolicy {
  rules: readonly AccessRule[];
}

/** In force where ACCESS_POLICY is not set. */
export const DEFAULT_POLICY: AccessPolicy = {
  rules: [
    { group: 'cellwatch-viewers', role: 'viewer' },
    { group: 'cellwatch-managers', role: 'manager' },
    { group: 'cellwatch-operators', role: 'operator' },
    { group: 'cellwatch-admins', role: 'admin' },
  ],
};
