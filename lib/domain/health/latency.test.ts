import { describe, expect, it } from 'vitest';
import { reading } from './fixture.ts';
import { judgeLatency } from './latency.ts';

const slow = (minutes: readonly number[], ms = 512) => reading({ latency: (ago) => (minutes.includes(ago) ? ms : 200) });

describe('latency', () => {
  it('is degraded over the objective in 3 of the last 5 minutes, not in 2', () => {
    expect(judgeLatency(slow([0, 2, 4]))).toMatchObject({ health: 'degraded', text: 'latency 512 ms, objective 400' });
    expect(judgeLatency(slow([0, 4]))).toBeNull();
    expect(judgeLatency(slow([3, 4, 5, 6]))).toBeNull();
    expect(judgeLatency(slow([0, 1, 2, 3, 4], 400))).toBeNull();
  });

  it('is critical over twice the objective in all 5 minutes, not in 4', () => {
    expect(judgeLatency(slow([0, 1, 2, 3, 4], 801))?.health).toBe('critical');
    expect(judgeLatency(slow([0, 1, 2, 3, 4], 800))?.health).toBe('degraded');
    expect(judgeLatency(slow([0, 1, 2, 3], 900))?.health).toBe('degraded');
  });

  it('leaves out minutes with fewer than 100 requests', () => {
    const shape = (requests: number) =>
      reading({ requests: (ago) => (ago < 3 ? requests : 1_000), latency: (ago) => (ago < 5 ? 900 : 200) });
    expect(judgeLatency(shape(99))).toBeNull();
    expect(judgeLatency(shape(100))?.health).toBe('critical');
  });
});
