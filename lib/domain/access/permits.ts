import type { AccessPolicy, Grant, Role } from './access.ts';
import { inForce } from './in-force.ts';

/** Reading is the same in every scope; where somebody may control, `mayAct` tells. */
const GIVEN_BY = {
  'read:health': ['viewer', 'manager', 'operator', 'admin'],
  'read:costs': ['manager', 'admin'],
  control: ['operator', 'admin'],
  'read:audit': ['operator', 'admin'],
  'export:audit': ['admin'],
  'manage:people': ['admin'],
  'confirm:registry': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof GIVEN_BY;

/** Whether a text names a permission. */
export const isPermission = (text: unknown): text is Permission => typeof text === 'string' && Object.hasOwn(GIVEN_BY, text);

const gives = (role: Role, permission: Permission): boolean => (GIVEN_BY[permission] as readonly Role[]).includes(role);

/** True when one of the grants gives the permission. */
export function permits(grants: readonly Grant[], permission: Permission): boolean {
  return inForce(grants).some(({ role }) => gives(role, permission));
}

/** The groups whose members hold the permission, in the policy's order. */
export function groupsThatWouldGive(policy: AccessPolicy, permission: Permission): string[] {
  return [...new Set(inForce(policy.rules).flatMap(({ group, role }) => (group !== undefined && gives(role, permission) ? [group] : [])))];
}
