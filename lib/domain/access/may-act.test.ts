import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERBS } from '#lib/domain/control/action.ts';
import { ENVIRONMENTS } from '#lib/domain/registry/registry.ts';
import { type Grant, ROLES } from './access.ts';
import { mayAct, type TouchedCell, type TouchedStage } from './may-act.ts';

const PREPROD: TouchedCell = { name: 'alpha', environment: 'pre-production', wave: 'pre-production' };
const SMALL: TouchedCell = { name: 'prod-use1-a', environment: 'production', wave: 'small' };
const LARGE: TouchedCell = { name: 'prod-euw1-a', environment: 'production', wave: 'large' };
const DEV: TouchedCell = { name: 'dev-1', environment: 'developer', wave: null };

const stage = (name: string, cells: readonly TouchedCell[], mapped = true): TouchedStage => ({ stage: name, cells, mapped });
const on = (...stages: TouchedStage[]) => ({ component: 'router', stages });
const allowed = (grants: readonly Grant[], ...stages: TouchedStage[]) => mayAct(grants, 'halt-rollout', on(...stages)).allowed;

const cell = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  environment: fc.constantFrom(...ENVIRONMENTS),
  wave: fc.constantFrom('small', 'large', null),
});
const touched = fc.record({
  stage: fc.constantFrom('s1', 's2'),
  cells: fc.array(cell, { maxLength: 3 }),
  mapped: fc.boolean(),
});
const target = fc.record({ component: fc.constantFrom('router', 'api'), stages: fc.array(touched, { maxLength: 3 }) });
const grant: fc.Arbitrary<Grant> = fc.record(
  {
    role: fc.constantFrom(...ROLES),
    environments: fc.subarray([...ENVIRONMENTS], { minLength: 1 }),
    waves: fc.subarray(['small', 'large'], { minLength: 1 }),
    components: fc.subarray(['router', 'api'], { minLength: 1 }),
  },
  { requiredKeys: ['role'] },
);
const grants = fc.array(grant, { maxLength: 4 });
const verb = fc.constantFrom(...VERBS);

describe('no role reaches a verb that it was not granted', () => {
  it('viewers and managers reach none, in no scope', () => {
    fc.assert(
      fc.property(grants, verb, target, (given, what, where) => {
        const readers = given.filter(({ role }) => role === 'viewer' || role === 'manager');
        expect(mayAct(readers, what, where).allowed).toBe(false);
      }),
    );
  });

  it('what is allowed is covered, cell by cell, by grants that control', () => {
    fc.assert(
      fc.property(grants, verb, target, (given, what, where) => {
        if (!mayAct(given, what, where).allowed) return;
        const able = given.filter(
          ({ role, components }) => (role === 'operator' || role === 'admin') && (components?.includes(where.component) ?? true),
        );
        const unlimited = able.some(({ environments, waves }) => !environments && !waves);
        for (const { cells, mapped } of where.stages) {
          if (cells.length === 0 || !mapped) expect(unlimited).toBe(true);
          for (const { environment, wave } of cells) {
            expect(
              able.some(
                (one) =>
                  (one.environments?.includes(environment) ?? true) &&
                  (one.waves === undefined || (wave !== null && one.waves.includes(wave))),
              ),
            ).toBe(true);
          }
        }
        if (where.stages.length === 0) expect(unlimited).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('more grants never take a right away, and more stages never give one', () => {
    fc.assert(
      fc.property(grants, grant, verb, target, touched, (given, more, what, where, another) => {
        if (mayAct(given, what, where).allowed) expect(mayAct([...given, more], what, where).allowed).toBe(true);
        const wider = { ...where, stages: [...where.stages, another] };
        if (where.stages.length > 0 && mayAct(given, what, wider).allowed) expect(mayAct(given, what, where).allowed).toBe(true);
      }),
    );
  });
});

describe('an operator of pre-production', () => {
  const piet: Grant[] = [{ role: 'operator', environments: ['pre-production'] }];

  it('may act on pre-production, and not on production', () => {
    expect(allowed(piet, stage('pre-production', [PREPROD]))).toBe(true);
    expect(mayAct(piet, 'halt-rollout', on(stage('small', [SMALL])))).toEqual({
      allowed: false,
      reason: 'your control is limited to pre-production; small reaches prod-use1-a (production, small)',
    });
  });

  it('may not act on a stage that reaches both', () => {
    expect(allowed(piet, stage('all', [PREPROD, SMALL]))).toBe(false);
    expect(allowed(piet, stage('pre-production', [PREPROD]), stage('small', [SMALL]))).toBe(false);
  });

  it('may not act on source or build, nor on a stage that also deploys elsewhere', () => {
    expect(allowed(piet, stage('Build', []))).toBe(false);
    expect(allowed(piet, stage('pre-production', [PREPROD], false))).toBe(false);
    expect(mayAct(piet, 'approve', on())).toEqual({
      allowed: false,
      reason: 'your control is limited to pre-production, and router is not confined to that',
    });
  });
});

describe('scopes', () => {
  it('add up over grants, for the cells of one stage too', () => {
    const both: Grant[] = [
      { role: 'operator', environments: ['pre-production'] },
      { role: 'operator', waves: ['small'] },
    ];
    expect(allowed(both, stage('mixed', [PREPROD, SMALL]))).toBe(true);
    expect(allowed(both, stage('mixed', [PREPROD, LARGE]))).toBe(false);
  });

  it('of waves do not reach a cell of no wave', () => {
    expect(allowed([{ role: 'operator', waves: ['small'] }], stage('dev', [DEV]))).toBe(false);
    expect(allowed([{ role: 'operator', environments: ['developer'] }], stage('dev', [DEV]))).toBe(true);
  });

  it('of components reach every stage of those, and no other component', () => {
    const router: Grant[] = [{ role: 'operator', components: ['router'] }];
    expect(allowed(router, stage('Build', []), stage('small', [SMALL]))).toBe(true);
    expect(mayAct(router, 'halt-rollout', { component: 'api', stages: [stage('small', [SMALL])] })).toEqual({
      allowed: false,
      reason: 'your control is limited to router, not api',
    });
  });

  it('bind an admin as they bind an operator', () => {
    expect(allowed([{ role: 'admin', environments: ['pre-production'] }], stage('small', [SMALL]))).toBe(false);
    expect(allowed([{ role: 'admin' }], stage('Build', []))).toBe(true);
  });
});
