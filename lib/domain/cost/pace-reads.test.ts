import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyNumber, parseMoney } from './money.ts';
import { type PaceAsk, paceReads } from './pace-reads.ts';

const MINUTE = 60_000;
/** The 16th of a month of 30 days: half of it is left. */
const NOW = Date.UTC(2026, 10, 16);
const LEFT = 15 * 86_400_000;
const money = (usd: number) => parseMoney(usd.toFixed(10));

/** 24 cells of four signals, 27 accounts with alarms. */
const ask = (changes: Partial<PaceAsk> = {}): PaceAsk => ({
  now: NOW,
  refreshMs: MINUTE,
  idleMs: 5 * MINUTE,
  idle: false,
  budget: null,
  spent: money(20),
  round: { metrics: money(0.00096), alarms: money(0.00027) },
  otherADay: money(0.1),
  ...changes,
});
const cost = ({ metricsMs, alarmsMs }: { metricsMs: number; alarmsMs: number }, { round, otherADay }: PaceAsk) =>
  (LEFT / metricsMs) * moneyNumber(round.metrics) + (LEFT / alarmsMs) * moneyNumber(round.alarms) + 15 * moneyNumber(otherADay);

describe('how often is read', () => {
  it('is as asked without a budget, and with one that is enough', () => {
    expect(paceReads(ask())).toEqual({ metricsMs: MINUTE, alarmsMs: MINUTE, slowed: [], note: null });
    expect(paceReads(ask({ budget: money(60) })).metricsMs).toBe(MINUTE);
  });

  it('is slower for metrics while nobody looks, and says so', () => {
    expect(paceReads(ask({ idle: true }))).toEqual({ metricsMs: 5 * MINUTE, alarmsMs: MINUTE, slowed: [], note: 'every 5 minutes' });
    expect(paceReads(ask({ idle: true, refreshMs: 10 * MINUTE })).metricsMs).toBe(10 * MINUTE);
  });

  it('slows metrics before the budget is passed, and alarms not yet', () => {
    const asked = ask({ budget: money(40) });
    const pace = paceReads(asked);
    expect(pace.metricsMs).toBeGreaterThan(MINUTE);
    expect(pace.alarmsMs).toBe(MINUTE);
    expect(pace.slowed).toEqual([
      expect.stringMatching(/^Metrics are read every [\d.]+ (seconds|minutes) instead of every minute, to stay within \$40 a month\.$/),
    ]);
    expect(20 + cost(pace, asked)).toBeLessThan(40);
  });

  it('slows alarms last, and says when even that is not enough', () => {
    const tight = ask({ budget: money(24) });
    const pace = paceReads(tight);
    expect([pace.metricsMs, pace.slowed.length]).toEqual([60 * MINUTE, 2]);
    expect(pace.alarmsMs).toBeGreaterThan(MINUTE);
    const passed = paceReads(ask({ budget: money(19) }));
    expect([passed.metricsMs, passed.alarmsMs]).toEqual([60 * MINUTE, 10 * MINUTE]);
    expect(passed.slowed.at(-1)).toBe('Even so $19 a month will be passed: nothing is read less often than this.');
  });

  it('does not pass the budget unless it says so, and never reads more often than asked', () => {
    fc.assert(
      fc.property(
        fc.record({
          budget: fc.double({ min: 0.01, max: 500, noNaN: true }),
          spent: fc.double({ min: 0, max: 500, noNaN: true }),
          idle: fc.boolean(),
        }),
        ({ budget, spent, idle }) => {
          const asked = ask({ budget: money(budget), spent: money(spent), idle });
          const pace = paceReads(asked);
          expect(pace.metricsMs).toBeGreaterThanOrEqual(MINUTE);
          expect(pace.alarmsMs).toBeGreaterThanOrEqual(MINUTE);
          if (!pace.slowed.some((sentence) => sentence.startsWith('Even so')))
            expect(spent + cost(pace, asked)).toBeLessThanOrEqual(budget);
        },
      ),
    );
  });
});
