import { afterEach, describe, expect, it } from 'vitest';
import { type Money, parseMoney } from '#lib/domain/cost/money.ts';
import { simulatedFleet } from './testing/simulated-fleet.ts';

const MINUTE = 60_000;
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

/** A fleet at its pace: a step of a minute each, in which metrics are read when they are due. */
async function paced(options: { idleRefreshSeconds?: number; budget?: () => { limit: Money; spent: Money } }) {
  const made = await simulatedFleet({ cells: 6, ...options });
  ended.push(made.close);
  await made.fill();
  const { clock, collector } = made;
  let readAt = clock.time;
  return {
    ...made,
    /** Answers how often metrics were read. */
    async pass(minutes: number, each = () => {}): Promise<number> {
      let reads = 0;
      for (let minute = 0; minute < minutes; minute++) {
        clock.time += MINUTE;
        each();
        collector.decidePace();
        await collector.refreshAlarms();
        if (clock.time - readAt < collector.pace.metricsMs) continue;
        readAt = clock.time;
        reads++;
        await collector.refreshMetrics();
      }
      return reads;
    },
  };
}

describe('while nobody looks, nothing moves and nothing is sick', () => {
  it('metrics are read every five minutes, and no cell is grey or gaps for it', async () => {
    const { pass, view, collector, source } = await paced({ idleRefreshSeconds: 300 });
    const before = view().summary;
    expect(before).toMatchObject({ degraded: 0, critical: 0, noData: 0 });
    expect(await pass(40)).toBeLessThanOrEqual(9);
    expect(view().summary).toMatchObject({ degraded: 0, critical: 0, noData: 0 });
    expect(view().cells.every(({ health }) => health === 'healthy' || health === 'no-data')).toBe(true);
    expect(collector.book.metrics.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(source('metrics')).toMatchObject({ state: 'ok', note: 'every 5 minutes' });
  });

  it('and every minute from the moment on that somebody opens a page, until two minutes after the last', async () => {
    const { pass, collector } = await paced({ idleRefreshSeconds: 300 });
    await pass(10);
    expect(collector.pace.metricsMs).toBe(5 * MINUTE);
    expect(await pass(10, () => collector.noticed())).toBe(10);
    await pass(3);
    expect(collector.pace.metricsMs).toBe(5 * MINUTE);
  });
});

describe('while an event stream is open', () => {
  it('metrics are read as often as asked', async () => {
    const { pass, broadcast } = await paced({ idleRefreshSeconds: 300 });
    const leave = broadcast.subscribe(() => {});
    expect(await pass(10)).toBe(10);
    leave();
  });
});

describe('with a budget', () => {
  it('metrics are read less often before it is passed, visibly, and cells stay judged', async () => {
    const budget = () => ({ limit: parseMoney('6'), spent: parseMoney('1') });
    const { pass, view, collector, source } = await paced({ budget });
    await pass(60, () => collector.noticed());
    expect(collector.pace.metricsMs).toBeGreaterThan(MINUTE);
    expect(collector.pace.slowed[0]).toMatch(/^Metrics are read every .* instead of every minute, to stay within \$6 a month\.$/);
    expect(source('metrics')).toMatchObject({ state: 'ok', note: expect.stringContaining('to stay within the budget') });
    expect(view().summary).toMatchObject({ noData: 0 });
    expect(collector.book.metrics.flatMap(({ gaps }) => gaps)).toEqual([]);
  });
});
