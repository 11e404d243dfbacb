import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '#lib/log.ts';
import { Loop } from './loop.ts';

const MINUTE = 60_000;
let runs: number;
let loop: Loop;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  runs = 0;
  loop = new Loop('test', MINUTE, async () => ({ throttled: false, any: true, run: ++runs }), createLog('error'));
});
afterEach(() => {
  loop.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('the pace of a loop', () => {
  it('may slow down: the next run waits for the longer interval since the last', async () => {
    loop.hasten();
    await pass(30_000);
    loop.pace(5 * MINUTE);
    await pass(4.4 * MINUTE);
    expect(runs).toBe(1);
    await pass(0.2 * MINUTE);
    expect(runs).toBe(2);
  });

  it('runs at once when it is sped up and due, and not before it is due', async () => {
    loop.pace(5 * MINUTE);
    loop.hasten();
    await pass(4 * MINUTE);
    loop.pace(MINUTE);
    await pass(1);
    expect(runs).toBe(2);
    await pass(30_000);
    loop.pace(5 * MINUTE);
    loop.pace(MINUTE);
    await pass(20_000);
    expect(runs).toBe(2);
    await pass(20_000);
    expect(runs).toBe(3);
  });

  it('does not start what was never started, nor what was stopped', async () => {
    loop.pace(1_000);
    await pass(MINUTE);
    expect(runs).toBe(0);
    loop.hasten();
    await pass(10);
    loop.stop();
    loop.pace(500);
    await pass(MINUTE);
    expect(runs).toBe(1);
  });
});
