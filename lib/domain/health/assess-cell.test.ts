import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellFacts } from '../facts.ts';
import { SIGNALS } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import { assessFleet } from './assess-fleet.ts';
import { alarm, cell, facts, LAST, NOW, registry } from './fixture.ts';
import { badness } from './hysteresis.ts';
import type { CellVerdict, FleetVerdict, Health } from './verdict.ts';

const NAMES = ['own', 'b', 'c', 'd', 'e', 'f'];
const fleet = registry(NAMES.map((name) => cell(name)));

/** Judges the fleet as the minute `ago` minutes before the last had just been fetched, the other cells being well. */
function assess(own: CellFacts, previous: FleetVerdict | null = null, now = NOW, last = LAST): FleetVerdict {
  const all = new Map(NAMES.map((name) => [name, name === 'own' ? own : facts({}, { last })]));
  return assessFleet({ registry: fleet, facts: all, shared: new Map(), now, previous });
}
const ownOf = (verdict: FleetVerdict) => verdict.cells.get('own') as CellVerdict;

/** Latency by absolute minute: bad up to and with LAST, good after. `shift` moves the minute judged on. */
function recovering(shift: number, blank: readonly number[] = []): CellFacts {
  const last = LAST + shift;
  return facts(
    {
      latency: (ago) => (last - ago <= LAST && last - ago > LAST - 10 ? 900 : 200),
      saturation: (ago) => (blank.includes(last - ago - LAST) ? Number.NaN : 50),
    },
    { last },
  );
}

/** The verdict after refreshing at each of those shifts. */
function follow(shifts: readonly number[], blank: readonly number[] = []): Health[] {
  let previous: FleetVerdict | null = null;
  return shifts.map((shift) => {
    previous = assess(recovering(shift, blank), previous, NOW + shift * MINUTE, LAST + shift);
    return ownOf(previous).health;
  });
}

describe('hysteresis', () => {
  it('gets worse at once and better after three good minutes', () => {
    // At shift 1 four of five minutes are still slow (degraded), at 3 only two: good minutes against critical count from 1 on.
    expect(follow([0, 1, 2, 3])).toEqual(['critical', 'critical', 'critical', 'healthy']);
  });

  it('dates a change from one sickness to another at the moment it was judged', () => {
    const slow = (by: number) => facts({ latency: (ago) => (ago < 8 ? by : 200) });
    const degraded = assess(slow(500));
    const critical = assess(slow(900), degraded, NOW + 10_000);
    expect([ownOf(degraded).health, ownOf(critical).health]).toEqual(['degraded', 'critical']);
    expect(ownOf(critical).since).toBe(NOW + 10_000);
    expect(ownOf(degraded).since).toBeLessThan(NOW);
  });

  it('counts a minute once, however often it is judged', () => {
    expect(follow([0, 1, 1, 1, 1, 2, 2, 2])).not.toContain('healthy');
    expect(follow([0, 1, 1, 2, 2, 3, 3])).toEqual(['critical', 'critical', 'critical', 'critical', 'critical', 'healthy', 'healthy']);
  });

  it('counts each of several minutes between two assessments', () => {
    expect(follow([0, 3])).toEqual(['critical', 'healthy']);
    expect(follow([0, 2])).toEqual(['critical', 'critical']);
  });

  it('does not count a minute without data', () => {
    expect(follow([0, 1, 2, 3], [2])).toEqual(['critical', 'critical', 'critical', 'critical']);
    expect(follow([0, 1, 2, 3, 4, 5], [2])).toEqual(['critical', 'critical', 'critical', 'critical', 'critical', 'healthy']);
  });

  it('gets better although the newest minute is always seen before all of its points have come', () => {
    // Each minute is looked at half and then whole, and at last only half: as refreshes happen to fall.
    const looks = [0, 1, 2, 3, 4].map((shift) => ({ shift, blank: [shift] }));
    let previous: FleetVerdict | null = assess(recovering(0));
    const seen = looks.map(({ shift, blank }) => {
      previous = assess(recovering(shift, blank), previous, NOW + shift * MINUTE, LAST + shift);
      return ownOf(previous).health;
    });
    expect(seen).toEqual(['critical', 'critical', 'critical', 'critical', 'healthy']);
  });

  it('keeps the reason of a state that is still shown, marked as held', () => {
    const sick = assess(recovering(0));
    const after = ownOf(assess(recovering(2), sick, NOW + 2 * MINUTE, LAST + 2));
    expect(after.evidence[0]).toMatchObject({ kind: 'latency', health: 'critical', held: true });
    expect(after.since).toBe(ownOf(sick).since);
  });

  it('keeps a critical cell critical when its data is lost', () => {
    const sick = assess(recovering(0));
    const denied = recovering(1);
    const failure = { code: 'access-denied' as const, message: 'Denied.', accountId: null, region: null, since: NOW };
    denied.alarmRead = { observedAt: NOW, intervalMs: MINUTE, failure };
    expect(ownOf(assess(denied, sick, NOW + 20 * MINUTE, LAST + 20)).health).toBe('critical');
  });
});

const level = fc.constantFrom(0, 1, 20, 300);
const anyFacts = fc
  .record({
    errors: level,
    latency: fc.constantFrom(200, 500, 900),
    saturation: fc.constantFrom(50, 90, 99),
    requests: fc.constantFrom(10, 1_000),
    from: fc.integer({ min: 1, max: 90 }),
    alarms: fc.subarray(['queue', 'errors-critical']),
  })
  .map((drawn): (() => CellFacts) => {
    const after = (value: number, before: number) => (ago: number) => (ago < drawn.from ? value : before);
    return () => ({
      ...facts({
        errors: after(drawn.errors, 0),
        latency: after(drawn.latency, 200),
        saturation: after(drawn.saturation, 50),
        requests: after(drawn.requests, 1_000),
      }),
      alarms: drawn.alarms.map((name) => alarm(name)),
    });
  });

const blanks: ((made: CellFacts, signal: (typeof SIGNALS)[number]) => void)[] = [
  (made, signal) => {
    delete made.minutes[signal];
  },
  (made, signal) => {
    delete made.metricReads[signal];
  },
  (made, signal) => {
    made.metricReads[signal] = { observedAt: NOW - 4 * MINUTE, intervalMs: MINUTE, failure: null };
  },
  (made, signal) => {
    const failure = { code: 'throttled' as const, message: '', accountId: null, region: null, since: NOW };
    made.metricReads[signal] = { observedAt: NOW, intervalMs: MINUTE, failure };
  },
  (made) => {
    made.alarmRead = { observedAt: null, intervalMs: MINUTE, failure: null };
  },
  (made, signal) => {
    for (let i = LAST - 30; i <= LAST; i++) made.minutes[signal]?.set(i, Number.NaN);
  },
];

describe('for all facts', () => {
  it('blanking an expected signal or a read never yields healthy or degraded', () => {
    fc.assert(
      // Errors are zero without a point here, so that only their reads can be blank.
      fc.property(anyFacts, fc.constantFrom(...SIGNALS), fc.nat(blanks.length - 1), fc.boolean(), (make, signal, way, remembers) => {
        const previous = remembers ? assess(make(), null, NOW - 1) : null;
        const blanked = make();
        const points = way === 0 || way === 5;
        blanks[way]?.(blanked, points && signal === 'errors' ? 'requests' : signal);
        expect(['no-data', 'critical']).toContain(ownOf(assess(blanked, previous)).health);
      }),
    );
  });

  it('losing what was known never makes a cell look better than it was', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...SIGNALS), fc.nat(blanks.length - 1), (make, signal, way) => {
        const before = assess(make(), null, NOW - 1);
        const blanked = make();
        blanks[way]?.(blanked, signal);
        expect(badness(ownOf(assess(blanked, before)).health)).toBeGreaterThanOrEqual(badness(ownOf(before).health));
      }),
    );
  });

  it('judging the same facts twice gives the same verdict', () => {
    fc.assert(
      fc.property(anyFacts, (make) => {
        const first = assess(make());
        const second = assess(make(), first, NOW);
        expect(second.cells).toEqual(first.cells);
        expect(second.headline).toEqual(first.headline);
      }),
    );
  });

  it('whatever is not healthy has a reason of its own badness, worst first, and is never headlined as all healthy', () => {
    fc.assert(
      fc.property(anyFacts, (make) => {
        const verdict = assess(make());
        const own = ownOf(verdict);
        if (own.health === 'healthy') {
          expect(verdict.headline.lead).toBe('All 6 cells are healthy.');
        } else {
          expect(own.evidence[0]?.health).toBe(own.health);
          expect(verdict.headline.lead).toMatch(/^own is (degraded|critical)|^own gives no data/);
        }
      }),
    );
  });

  it('more alarms never make a cell look better', () => {
    fc.assert(
      fc.property(anyFacts, (make) => {
        const less = make();
        const more = { ...make(), alarms: [...less.alarms, alarm('another')] };
        expect(badness(ownOf(assess(more)).health)).toBeGreaterThanOrEqual(badness(ownOf(assess(less)).health));
      }),
    );
  });
});
