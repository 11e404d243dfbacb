import { describe, expect, it } from 'vitest';
import { facts, NOW, readAt, subject } from './fixture.ts';
import { toReading } from './reading.ts';
import { measureTraffic } from './traffic.ts';
import { judgeWentSilent } from './went-silent.ts';

const silent = (minutes: number, usual = 1_000) => {
  const gone = (ago: number) => (ago < minutes ? Number.NaN : usual);
  return facts({ requests: gone, errors: gone, latency: gone, saturation: gone });
};
const judge = (made: ReturnType<typeof facts>, peers = { count: 4, reporting: 4 }, changes = {}) => {
  const reading = toReading(subject(changes), made);
  return judgeWentSilent(reading, measureTraffic(reading, null), peers, NOW);
};

describe('went silent', () => {
  it('is critical when a busy cell stops reporting anything while its peers report', () => {
    expect(judge(silent(5))).toMatchObject({ health: 'critical', text: 'went silent' });
    expect(judge(silent(4))).toBeNull();
  });

  it('gives no verdict when the peers are silent too, or when there is none', () => {
    expect(judge(silent(5), { count: 4, reporting: 1 })).toBeNull();
    expect(judge(silent(5), { count: 0, reporting: 0 })).toBeNull();
  });

  it('gives no verdict when a read failed, when one signal still reports, or when the cell was idle', () => {
    const failed = silent(5);
    failed.metricReads.errors = readAt(NOW, { failure: { code: 'timeout', message: '', accountId: null, region: null, since: NOW } });
    expect(judge(failed)).toBeNull();
    const gone = (ago: number) => (ago < 5 ? Number.NaN : 1_000);
    expect(judge(facts({ requests: gone, errors: gone, latency: gone }))).toBeNull();
    expect(judge(silent(5, 9))).toBeNull();
  });

  it('says nothing of a cell out of service', () => {
    expect(judge(silent(5), { count: 4, reporting: 4 }, { inService: false })).toBeNull();
  });
});
