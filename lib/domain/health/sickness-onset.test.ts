import { describe, expect, it } from 'vitest';
import { MINUTE } from '../series.ts';
import { LAST } from './fixture.ts';
import { sicknessOnset } from './sickness-onset.ts';
import type { Evidence, Onset } from './verdict.ts';

const NOW = LAST * MINUTE;
const ago = (minutes: number) => NOW - minutes * MINUTE;
const evidence = (health: Evidence['health'], minutes: number, changes: Partial<Evidence> = {}): Evidence => ({
  ...{ kind: 'error-budget', health, text: '', detail: '', signal: 'errors', since: ago(minutes), informs: false },
  ...changes,
});
const critical = (minutes: number): Onset => ({ at: ago(minutes), worst: 'critical' });

describe('a sickness begins', () => {
  it('when its evidence did, and ends with health', () => {
    expect(sicknessOnset('critical', [evidence('critical', 4)], null, NOW)).toEqual(critical(4));
    expect(sicknessOnset('healthy', [], critical(4), NOW)).toBeNull();
  });

  it('with the degradation that led up to it, but not with an older story', () => {
    const led = sicknessOnset('degraded', [evidence('degraded', 9)], null, NOW);
    expect(sicknessOnset('critical', [evidence('critical', 1)], led, NOW)).toEqual(critical(9));
    const chronic: Onset = { at: ago(3_000), worst: 'degraded' };
    expect(sicknessOnset('critical', [evidence('critical', 1), evidence('degraded', 3_000)], chronic, NOW)).toEqual(critical(1));
  });

  it('once: on its way back, or falling back, it is the same one', () => {
    expect(sicknessOnset('degraded', [evidence('degraded', 0)], critical(40), NOW)).toEqual(critical(40));
    expect(sicknessOnset('critical', [evidence('critical', 2)], critical(40), NOW)).toEqual(critical(40));
  });

  it('earlier than was first seen, when other evidence tells so', () => {
    expect(sicknessOnset('critical', [evidence('critical', 2), evidence('critical', 5)], critical(2), NOW)).toEqual(critical(5));
  });

  it('never with what could not be read, or is only told', () => {
    const unread = evidence('no-data', 6, { kind: 'missing', unread: true });
    expect(sicknessOnset('no-data', [unread], null, NOW)).toBeNull();
    expect(sicknessOnset('no-data', [unread], critical(40), NOW)).toEqual(critical(40));
    expect(sicknessOnset('critical', [evidence('critical', 2), unread, evidence('degraded', 9, { informs: true })], null, NOW)).toEqual(
      critical(2),
    );
  });
});
