import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultText } from '#lib/domain/document/fault.ts';
import { type AccessPolicy, type AccessRule, DEFAULT_POLICY, ROLES, type Role } from './access.ts';
import { parseAccessPolicy } from './parse-access-policy.ts';
import { groupsThatWouldGive, type Permission, permits } from './permits.ts';
import { resolveRoles } from './resolve-roles.ts';

const nobody = { email: null, emailVerified: false, groups: [] };

/** Written apart from the code: what each role may do. */
const MAY: Record<Role, Record<Permission, boolean>> = {
  viewer: {
    'read:health': true,
    'read:costs': false,
    control: false,
    'read:audit': false,
    'export:audit': false,
    'manage:people': false,
    'confirm:registry': false,
  },
  manager: {
    'read:health': true,
    'read:costs': true,
    control: false,
    'read:audit': false,
    'export:audit': false,
    'manage:people': false,
    'confirm:registry': false,
  },
  operator: {
    'read:health': true,
    'read:costs': false,
    control: true,
    'read:audit': true,
    'export:audit': false,
    'manage:people': false,
    'confirm:registry': false,
  },
  admin: {
    'read:health': true,
    'read:costs': true,
    control: true,
    'read:audit': true,
    'export:audit': true,
    'manage:people': true,
    'confirm:registry': true,
  },
};
const PERMISSIONS = Object.keys(MAY.viewer) as Permission[];

const scope = fc.record(
  {
    environments: fc.subarray(['production', 'pre-production', 'developer'] as const, { minLength: 1 }),
    waves: fc.subarray(['small', 'large'], { minLength: 1 }),
    components: fc.subarray(['router', 'api'], { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const subject = fc.oneof(
  fc.record({ group: fc.constantFrom('g1', 'g2', 'g3') }),
  fc.record({ email: fc.constantFrom('a@b.c', 'd@b.c') }),
  fc.record({ domain: fc.constantFrom('b.c', 'e.f') }),
);
const rule: fc.Arbitrary<AccessRule> = fc
  .tuple(subject, scope, fc.constantFrom(...ROLES))
  .map(([who, where, role]) => ({ ...who, ...where, role }));
const rules = fc.array(rule, { maxLength: 6 });
const identity = fc.record({
  email: fc.constantFrom('a@b.c', 'A@B.C', 'd@b.c', 'x@e.f', 'x@evil-b.c', null),
  emailVerified: fc.boolean(),
  groups: fc.option(fc.subarray(['g1', 'g2', 'g3', 'g4'])),
});

const granted = (given: readonly AccessRule[], who: Parameters<typeof resolveRoles>[1]) =>
  new Set(resolveRoles({ rules: given }, who).grants.map((grant) => JSON.stringify(grant)));

describe('roles', () => {
  it('give what they were granted and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ROLES)), scope, (roles, where) => {
        for (const permission of PERMISSIONS) {
          const grants = roles.map((role) => ({ role, ...where }));
          expect(permits(grants, permission)).toBe(roles.some((role) => MAY[role][permission]));
        }
      }),
    );
  });

  it('add up over rules, each with its own scope', () => {
    fc.assert(
      fc.property(rules, rules, identity, (some, more, who) => {
        expect(granted([...some, ...more], who)).toEqual(new Set([...granted(some, who), ...granted(more, who)]));
      }),
    );
  });

  it('come only from a rule that names the person', () => {
    fc.assert(
      fc.property(rules, identity, (given, who) => {
        const mine = given.filter(
          ({ group, email, domain }) =>
            (group !== undefined && (who.groups ?? []).includes(group)) ||
            (who.emailVerified && email !== undefined && who.email?.toLowerCase() === email) ||
            (who.emailVerified && domain !== undefined && who.email?.toLowerCase().endsWith(`@${domain}`)),
        );
        const expected = mine.map(({ role, environments, waves, components }) => JSON.stringify({ role, environments, waves, components }));
        expect(granted(given, who)).toEqual(new Set(expected));
      }),
    );
  });

  it('come from no address that is not verified', () => {
    const policy: AccessPolicy = { rules: [{ domain: 'b.c', role: 'admin' }] };
    expect(resolveRoles(policy, { ...nobody, email: 'a@b.c' })).toEqual({ grants: [], diagnostics: ['email-unverified'] });
    expect(resolveRoles(policy, { ...nobody, email: 'a@b.c', emailVerified: true }).grants).toEqual([{ role: 'admin' }]);
  });

  it('are none, and say why, without a groups claim', () => {
    expect(resolveRoles(DEFAULT_POLICY, { ...nobody, groups: null })).toEqual({ grants: [], diagnostics: ['groups-missing'] });
    expect(resolveRoles(DEFAULT_POLICY, nobody)).toEqual({ grants: [], diagnostics: [] });
  });

  it('are named with the groups that would give a permission', () => {
    expect(groupsThatWouldGive(DEFAULT_POLICY, 'read:costs')).toEqual(['cellwatch-managers', 'cellwatch-admins']);
    fc.assert(
      fc.property(rules, fc.constantFrom(...PERMISSIONS), (given, permission) => {
        for (const group of groupsThatWouldGive({ rules: given }, permission)) {
          expect(permits(resolveRoles({ rules: given }, { ...nobody, groups: [group] }).grants, permission)).toBe(true);
        }
      }),
    );
  });
});

describe('a policy', () => {
  it('is read with its scopes', () => {
    const given = { rules: [{ email: 'A@B.c', role: 'operator', environments: ['pre-production'], waves: ['small'], approvals: 2 }] };
    const parsed = parseAccessPolicy(JSON.stringify(given));
    expect(parsed).toEqual({ ok: true, policy: { rules: [{ ...given.rules[0], email: 'a@b.c' }] } });
  });

  it.each([
    [{}, 'rules: is missing; expected a list'],
    [{ rules: [] }, 'rules: is empty; expected at least one'],
    [
      { rules: [{ group: 'sre', role: 'oprator' }] },
      'rules[0].role: "oprator" is not one of viewer, manager, operator, admin; did you mean "operator"?',
    ],
    [{ rules: [{ grup: 'sre', role: 'viewer' }] }, 'rules[0].grup: unknown member; did you mean "group"?'],
    [{ rules: [{ role: 'viewer' }] }, 'rules[0]: names nobody; expected a group, an email or a domain'],
    [{ rules: [{ group: 'a', email: 'a@b.c', role: 'viewer' }] }, 'rules[0]: names more than one of group, email and domain'],
    [{ rules: [{ email: 'nobody', role: 'viewer' }] }, 'rules[0].email: "nobody" is not an e-mail address'],
    [{ rules: [{ domain: '@b.c', role: 'viewer' }] }, 'rules[0].domain: "@b.c" is not a domain, for example example.com'],
    [{ rules: [{ group: 'a', role: 'operator', environments: [] }] }, 'rules[0].environments: is empty; expected at least one'],
    [
      { rules: [{ group: 'a', role: 'operator', environments: ['prod'] }] },
      'rules[0].environments[0]: "prod" is not one of production, pre-production, developer',
    ],
  ])('is refused by path: %j', (document, fault) => {
    const parsed = parseAccessPolicy(JSON.stringify(document));
    expect(!parsed.ok && parsed.faults.map(faultText)).toEqual([fault]);
  });

  it('never makes the parser throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseAccessPolicy(text).ok).toBe(false);
        parseAccessPolicy(`{"rules":[${text}]}`);
      }),
    );
  });
});
