import { describe, expect, it } from 'vitest';
import type { Grant } from './access.ts';
import { behindGlass, glassBroken, inForce, withoutSecondPerson } from './in-force.ts';
import { mayAct } from './may-act.ts';
import { groupsThatWouldGive, permits } from './permits.ts';

const VIEWER: Grant = { role: 'viewer' };
const GLASS: Grant = { role: 'admin', waves: ['small'], breakGlass: true };
const PAIR: Grant = { role: 'operator', approvals: 2 };

describe('a role behind glass', () => {
  it('gives nothing, neither reading nor control', () => {
    expect(inForce([VIEWER, GLASS])).toEqual([VIEWER]);
    expect(permits([VIEWER, GLASS], 'control')).toBe(false);
    expect(permits([{ role: 'viewer', breakGlass: true }], 'read:health')).toBe(false);
    expect(mayAct([{ role: 'admin', breakGlass: true }], 'halt-all', { component: 'router', stages: [] }).allowed).toBe(false);
    expect(groupsThatWouldGive({ rules: [{ group: 'sre', role: 'operator', breakGlass: true }] }, 'control')).toEqual([]);
  });

  it('gives all of it, within its scope and without a second person, once the glass is broken', () => {
    expect(glassBroken([VIEWER, PAIR, GLASS])).toEqual([VIEWER, { role: 'operator' }, { role: 'admin', waves: ['small'] }]);
    expect(permits(glassBroken([VIEWER, GLASS]), 'control')).toBe(true);
  });

  it('is the only one that can be taken', () => {
    expect(behindGlass([VIEWER, PAIR, GLASS])).toEqual([GLASS]);
  });
});

it('a grant that wants a second person counts for nothing where one acts alone', () => {
  expect(withoutSecondPerson([VIEWER, PAIR, GLASS, { role: 'operator', approvals: 1 }])).toEqual([
    VIEWER,
    { role: 'operator', approvals: 1 },
  ]);
});
