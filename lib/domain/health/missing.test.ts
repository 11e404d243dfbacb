import { describe, expect, it } from 'vitest';
import { MINUTE } from '../series.ts';
import { facts, LAST, NOW, readAt, SIGNAL_DEFINITIONS, subject } from './fixture.ts';
import { judgeMissing } from './missing.ts';
import { toReading } from './reading.ts';

type Made = ReturnType<typeof facts>;
const judge = (made: Made, now = NOW, changes = {}) => judgeMissing(toReading(subject(changes), made), now);
const gone = (minutes: number) => (ago: number) => (ago < minutes ? Number.NaN : 100);

describe('missing', () => {
  it('is no data when an expected signal has no point in the last five minutes before the fetch', () => {
    expect(judge(facts({ saturation: gone(4) }))).toBeNull();
    expect(judge(facts({ saturation: gone(5) }))?.evidence).toMatchObject({
      health: 'no-data',
      text: 'no saturation 5 min',
      signal: 'saturation',
    });
  });

  it('counts from the fetch, not from now', () => {
    expect(judge(facts(), NOW + 2 * MINUTE)).toBeNull();
  });

  it('is no data when the read is denied, throttled or older than three of its intervals', () => {
    for (const code of ['access-denied', 'throttled'] as const) {
      const made = facts();
      const failure = { code, message: 'The reader role was denied.', accountId: null, region: null, since: NOW - 6 * MINUTE };
      made.metricReads = Object.fromEntries(Object.keys(made.metricReads).map((key) => [key, readAt(NOW - 6 * MINUTE, { failure })]));
      expect(judge(made)?.evidence).toMatchObject({
        health: 'no-data',
        text: code === 'throttled' ? 'no data 6 min · throttled' : 'no data 6 min · access denied',
      });
    }
    expect(judge(facts(), NOW + 3 * MINUTE)).toBeNull();
    expect(judge(facts(), NOW + 3 * MINUTE + 1)?.evidence).toMatchObject({ health: 'no-data' });
  });

  it('holds for the alarms too, and for what was never read', () => {
    const made = { ...facts(), alarmRead: readAt(null) };
    expect(judge(made)).toMatchObject({ waiting: true, evidence: { text: 'waiting for first data' } });
    expect(judge(made, NOW, { alarmsExpected: false })).toBeNull();
  });

  it('takes no errors points for zero errors, but not when requests is gone too', () => {
    expect(judge(facts({ errors: gone(60) }))).toBeNull();
    expect(judge(facts({ errors: gone(6), requests: gone(6) }))?.evidence.text).toBe('no requests 6 min');
  });

  it('expects latency only where there were requests', () => {
    const quiet = facts({ latency: gone(20), requests: (ago) => (ago < 20 ? 0 : 1_000) });
    expect(judge(quiet)).toBeNull();
    expect(judge(facts({ latency: gone(20) }))?.evidence.text).toBe('no latency 20 min');
    const strict = { signals: { ...SIGNAL_DEFINITIONS, latency: { ...SIGNAL_DEFINITIONS.latency, whenMissing: 'no-data' } } };
    expect(judge(quiet, NOW, strict)?.evidence.text).toBe('no latency 20 min');
  });

  it('does not expect a signal that the organization does not have', () => {
    const { saturation: _, ...signals } = SIGNAL_DEFINITIONS;
    expect(judge(facts({ saturation: () => Number.NaN }), NOW, { signals })).toBeNull();
  });

  it('tells since when', () => {
    expect(judge(facts({ requests: gone(7) }))?.evidence.since).toBe((LAST - 6) * MINUTE);
  });
});
