import { describe, expect, it } from 'vitest';
import { facts, reading, subject } from './fixture.ts';
import { judgeOutOfLine } from './out-of-line.ts';
import { toReading } from './reading.ts';
import { WaveStatistics } from './wave-statistics.ts';

type Shape = Parameters<typeof reading>[0];
const judge = (shape: Shape, peers = 5) => {
  const own = reading(shape);
  const mates = Array.from({ length: peers }, (_, i) => toReading(subject({ name: `peer-${i}` }), facts({ latency: () => 200 + i })));
  return judgeOutOfLine(own, new WaveStatistics([own, ...mates]));
};

describe('out of line', () => {
  it('is degraded far from five peers of its wave for 5 minutes', () => {
    expect(judge({ latency: () => 364 })).toMatchObject([{ health: 'degraded', text: 'latency 1.8 × its wave', signal: 'latency' }]);
    expect(judge({ latency: () => 364 }, 4)).toEqual([]);
    expect(judge({ latency: (ago) => (ago === 3 ? 200 : 364) })).toEqual([]);
  });

  it('must be material', () => {
    expect(judge({ latency: () => 300 })).toEqual([]);
    expect(judge({ saturation: () => 64 })).toEqual([]);
    expect(judge({ saturation: () => 70 })).toMatchObject([{ text: 'saturation 20 points over its wave' }]);
    expect(judge({ errors: () => 4 })).toEqual([]);
    expect(judge({ errors: () => 6 })).toMatchObject([{ signal: 'errors', text: 'errors 0.6 %, its wave 0 %' }]);
  });

  it('looks at what is worse, never at what is better', () => {
    expect(judge({ latency: () => 20, saturation: () => 1 })).toEqual([]);
  });

  it('gives the same answer for a large wave, where statistics are shared', () => {
    expect(judge({ latency: () => 700 }, 60)).toMatchObject([{ signal: 'latency' }]);
    expect(judge({ latency: () => 240 }, 60)).toEqual([]);
  });
});
