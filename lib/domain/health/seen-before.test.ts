import { describe, expect, it } from 'vitest';
import type { CellFacts, ReadState } from '../facts.ts';
import { SIGNALS } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import { assessFleet } from './assess-fleet.ts';
import { cell, facts, LAST, NOW, registry } from './fixture.ts';
import type { CellVerdict, FleetVerdict } from './verdict.ts';

const fleet = registry([cell('own')]);
/** Latency is bad up to and with LAST, for `slowFor` minutes. */
const latency = (shift: number, slowFor: number) => (ago: number) => {
  const minute = LAST + shift - ago;
  return minute <= LAST && minute > LAST - slowFor ? 500 : 200;
};

/** The cell as it is judged at each of those minutes after LAST; those in `blind` can't be read. */
function follow(shifts: readonly number[], blind: readonly number[], slowFor = 0, spoil = failed): CellVerdict[] {
  let previous: FleetVerdict | null = null;
  let known = facts();
  return shifts.map((shift) => {
    const now = NOW + shift * MINUTE;
    if (blind.includes(shift)) known = spoil(known, now);
    else known = facts({ latency: latency(shift, slowFor) }, { last: LAST + shift });
    previous = assessFleet({ registry: fleet, facts: new Map([['own', known]]), shared: new Map(), now, previous });
    return previous.cells.get('own') as CellVerdict;
  });
}

function failed(known: CellFacts, since: number): CellFacts {
  const failure = { code: 'throttled' as const, message: 'AWS throttles', accountId: null, region: null, since };
  const metricReads = Object.fromEntries(SIGNALS.map((signal) => [signal, { ...(known.metricReads[signal] as ReadState), failure }]));
  return { ...known, metricReads };
}

const healths = (verdicts: readonly CellVerdict[]) => verdicts.map(({ health }) => health);

describe('a cell that could not be read', () => {
  it('is well again with the first read that finds it well', () => {
    expect(healths(follow([0, 1, 2, 3], [1, 2]))).toEqual(['healthy', 'no-data', 'no-data', 'healthy']);
  });

  it('is judged by its first whole read at once, although reads were late or failed from the start', () => {
    const late = (known: CellFacts) => known;
    expect(healths(follow([5, 6], [5], 0, late))).toEqual(['no-data', 'healthy']);
    expect(healths(follow([0, 1, 2], [0, 1]))).toEqual(['no-data', 'no-data', 'healthy']);
    expect(healths(follow([1, 2], [1], 7))).toEqual(['no-data', 'degraded']);
  });

  it('is well again at once when its reads were only late', () => {
    const late = (known: CellFacts) => known;
    expect(healths(follow([0, 5, 6], [5], 0, late))).toEqual(['healthy', 'no-data', 'healthy']);
  });

  it('stays sick until three good minutes have passed, counting those that were read afterwards', () => {
    // At shift 3 the last five minutes are still slow in three.
    const seen = follow([0, 1, 3, 4, 5], [1], 5);
    expect(healths(seen)).toEqual(['degraded', 'no-data', 'degraded', 'degraded', 'healthy']);
    expect(seen[3]?.evidence).toMatchObject([{ kind: 'latency', health: 'degraded', held: true }]);
  });

  it('does not remember as seen what it was while it truly gave no data', () => {
    const verdicts = follow([0, 1], [1], 0, (known, now) => {
      for (let minute = LAST - 30; minute <= LAST + 1; minute++)
        for (const signal of SIGNALS) known.minutes[signal]?.set(minute, Number.NaN);
      const read = { observedAt: now, intervalMs: MINUTE, failure: null };
      return { ...known, metricReads: Object.fromEntries(SIGNALS.map((signal) => [signal, read])), alarmRead: read };
    });
    expect(verdicts[1]?.health).not.toBe('healthy');
    expect(verdicts[1]?.memory.seen).toBeUndefined();
  });
});
