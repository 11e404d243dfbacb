// Stands in until lib/domain/access is there.
export type Role = 'viewer' | 'manager' | 'operator' | 'admin';
export type Permission = 'read:health' | 'read:costs' | 'read:audit' | 'control';
export interface Grant {
  role: Role;
  environments?: readonly string[];
}
export interface AccessPolicy {
  rules: readonly ({ group?: string; email?: string; domain?: string; role: Role } & Omit<Grant, 'role'>)[];
}
const DEFAULT: AccessPolicy = {
  rules: [
    { group: 'cellwatch-viewers', role: 'viewer' },
    { group: 'cellwatch-managers', role: 'manager' },
    { group: 'cellwatch-operators', role: 'operator' },
    { group: 'cellwatch-admins', role: 'admin' },
  ],
};
export function parseAccessPolicy(text: string | null): AccessPolicy {
  return text === null ? DEFAULT : (JSON.parse(text) as AccessPolicy);
}
export function resolveRoles(policy: AccessPolicy, claims: { groups: readonly string[] }): Grant[] {
  return policy.rules.filter((r) => r.group && claims.groups.includes(r.group)).map(({ role }) => ({ role }));
}
const GIVES: Record<Permission, Role[]> = {
  'read:health': ['viewer', 'manager', 'operator', 'admin'],
  'read:costs': ['manager', 'admin'],
  'read:audit': ['operator', 'admin'],
  control: ['operator', 'admin'],
};
export function permits(grants: readonly Grant[], permission: Permission): boolean {
  return grants.some((grant) => GIVES[permission].includes(grant.role));
}
export function groupsThatWouldGive(policy: AccessPolicy, permission: Permission): string[] {
  return policy.rules.filter((r) => r.group && GIVES[permission].includes(r.role)).map((r) => r.group ?? '');
}
