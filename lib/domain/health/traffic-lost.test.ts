import { describe, expect, it } from 'vitest';
import { MINUTE } from '../series.ts';
import { facts, LAST, reading, subject } from './fixture.ts';
import { toReading } from './reading.ts';
import { measureTraffic } from './traffic.ts';
import { judgeTrafficLost } from './traffic-lost.ts';

const fall = (to: number, minutes = 3, from = 1_000) => reading({ requests: (ago) => (ago < minutes ? to : from) });

describe('traffic lost', () => {
  it('is below 20 % of the baseline over 3 minutes', () => {
    expect(measureTraffic(fall(199), null)).toMatchObject({ lost: true, baseline: 1_000, onset: (LAST - 2) * MINUTE });
    expect(measureTraffic(fall(200), null).lost).toBe(false);
    expect(measureTraffic(fall(0, 2), null).lost).toBe(false);
  });

  it('widens the window until 50 requests are expected, and gives no verdict past 30 minutes', () => {
    expect(measureTraffic(fall(0, 9, 5), null).lost).toBe(true);
    expect(measureTraffic(fall(0, 7, 5), null).lost).toBe(false);
    expect(measureTraffic(fall(0, 30, 1), null)).toMatchObject({ lost: false, ratio: null });
  });

  it('takes the same minutes last week where they were lower: a habitual dip is no loss', () => {
    const dip = facts({ requests: (ago) => (ago < 3 ? 100 : 1_000) }, { hours: true });
    const hours = dip.hours.requests;
    for (let hour = 0; hour < 3; hour++) hours?.set(Math.floor((LAST - 10_080) / 60) - hour, 300 * 60);
    expect(measureTraffic(toReading(subject(), dip), null)).toMatchObject({ lost: false, baseline: 300 });
  });

  it('keeps the baseline of the onset, and clears on recovery alone', () => {
    const frozen = { onset: (LAST - 200) * MINUTE, perMinute: 1_000 };
    expect(measureTraffic(fall(40, 201), null).lost).toBe(false);
    expect(measureTraffic(fall(40, 201), frozen)).toMatchObject({ lost: true, onset: frozen.onset, baseline: 1_000 });
    expect(measureTraffic(fall(400, 3, 40), frozen).lost).toBe(true);
    expect(measureTraffic(fall(600, 3, 40), frozen).lost).toBe(false);
  });

  it('gives no verdict on a few minutes of history', () => {
    expect(measureTraffic(toReading(subject(), facts({ requests: (ago) => (ago < 3 ? 0 : 1_000) }, { minutes: 20 })), null)).toMatchObject({
      lost: false,
      baseline: null,
    });
  });

  it('votes when the peers kept above 70 % of theirs, and only informs when they fell too', () => {
    const fallen = fall(40);
    const traffic = measureTraffic(fallen, null);
    expect(judgeTrafficLost(fallen, traffic, { kept: 0.71 })).toMatchObject({
      health: 'critical',
      informs: false,
      text: 'traffic 4 % of usual',
    });
    expect(judgeTrafficLost(fallen, traffic, { kept: 0.7 })).toMatchObject({ informs: true });
    expect(judgeTrafficLost(fallen, traffic, { kept: null })).toMatchObject({ health: 'critical', informs: false });
  });

  it('says nothing of a cell out of service', () => {
    const drained = toReading(subject({ inService: false }), facts({ requests: (ago) => (ago < 5 ? 0 : 1_000) }));
    expect(judgeTrafficLost(drained, measureTraffic(drained, null), { kept: 1 })).toBeNull();
  });
});
