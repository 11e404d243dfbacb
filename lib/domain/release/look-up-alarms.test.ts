import { describe, expect, it } from 'vitest';
import type { Alarm, CellFacts } from '../facts.ts';
import { alarm, facts, NOW } from '../health/fixture.ts';
import { alarmLookup } from './look-up-alarms.ts';

const watched = (name: string, accountId: string | null = null) => ({ name, accountId, region: null });
const withAlarms = (...alarms: Alarm[]): CellFacts => ({ ...facts({}, { minutes: 1 }), alarms });
const lookUp = (cell: CellFacts, ...alarms: ReturnType<typeof watched>[]) => alarmLookup(new Map([['a', cell]]), NOW)(alarms, ['a']);

describe('alarms that a bake watches', () => {
  it('are red, quiet or unknown', () => {
    const cell = withAlarms(alarm('red'), alarm('ok', { state: 'OK' }), alarm('new', { state: 'INSUFFICIENT_DATA' }));
    expect(lookUp(cell, watched('red'), watched('ok'), watched('new'), watched('gone'))).toEqual([true, false, null, null]);
  });

  it('are those of the account that the bake names', () => {
    const cell = withAlarms(alarm('x'));
    expect(lookUp(cell, watched('x', '200000000001'), watched('x', '200000000002'))).toEqual([true, null]);
  });

  it('are never quiet without a fresh read of the whole', () => {
    const cell = withAlarms(alarm('x', { state: 'OK', evaluation: 'PARTIAL_DATA' }), alarm('y', { state: 'OK' }));
    expect(lookUp(cell, watched('x'))).toEqual([null]);
    const old = { ...cell, alarmRead: { observedAt: NOW - 200_000, intervalMs: 60_000, failure: null } };
    expect(lookUp(old, watched('y'))).toEqual([null]);
    expect(lookUp({ ...old, alarms: [alarm('y')] }, watched('y'))).toEqual([null]);
  });

  it('of cells that are not asked for do not count', () => {
    expect(alarmLookup(new Map([['a', withAlarms(alarm('x'))]]), NOW)([watched('x')], ['b'])).toEqual([null]);
  });
});
