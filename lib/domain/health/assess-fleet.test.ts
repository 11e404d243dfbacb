import { describe, expect, it } from 'vitest';
import type { CellFacts } from '../facts.ts';
import { MINUTE } from '../series.ts';
import { assessFleet, assessFleetSteps } from './assess-fleet.ts';
import { cell, facts, LAST, NOW, registry } from './fixture.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const fleet = registry(NAMES.map((name) => cell(name, { region: name < 'e' ? 'eu-west-1' : 'us-east-1' })));
const assess = (changes: Record<string, CellFacts>) =>
  assessFleet({
    registry: fleet,
    facts: new Map(NAMES.map((name) => [name, changes[name] ?? facts()])),
    shared: new Map(),
    now: NOW,
    previous: null,
  });

describe('assessFleet', () => {
  it('finds a well fleet healthy', () => {
    const verdict = assess({});
    expect(verdict.summary).toEqual({ healthy: 8, degraded: 0, critical: 0, noData: 0, outOfService: 0, trafficAtRisk: 0 });
    expect(verdict.headline.lead).toBe('All 8 cells are healthy.');
    expect(verdict.findings).toEqual([]);
  });

  it('finds a cell that burns its error budget critical, since the errors began, and says so', () => {
    const verdict = assess({ c: facts({ errors: (ago) => (ago < 5 ? 201 : 0) }) });
    const sick = verdict.cells.get('c');
    expect(sick).toMatchObject({ health: 'critical', since: (LAST - 4) * MINUTE });
    expect(sick?.evidence[0]).toMatchObject({ kind: 'error-budget', text: 'errors 20.1 %' });
    expect(verdict.headline).toMatchObject({ health: 'critical', lead: 'c is critical since 02:15', rest: ': errors 20.1 %.', cell: 'c' });
    expect(verdict.headline.detail).toBe('12.5 % of customer traffic at risk.');
  });

  it('judges lost traffic critical in one cell, and raises one finding when half of the fleet falls', () => {
    const lost = facts({ requests: (ago) => (ago < 5 ? 20 : 1_000) });
    const one = assess({ b: lost });
    expect(one.cells.get('b')).toMatchObject({ health: 'critical', since: (LAST - 4) * MINUTE });
    expect(one.cells.get('b')?.evidence[0]?.text).toBe('traffic 2 % of usual');
    expect(one.findings).toEqual([]);

    const most = assess(Object.fromEntries(NAMES.slice(0, 6).map((name) => [name, lost])));
    expect(most.cells.get('b')?.evidence[0]).toMatchObject({ kind: 'traffic-lost', informs: true });
    expect(most.findings).toHaveLength(1);
    expect(most.findings[0]).toMatchObject({ kind: 'fleet-falling', cells: NAMES.slice(0, 6) });
    expect(most.findings[0]?.text).toBe('Traffic fell in 6 of 8 cells at 02:15: look at what all cells share.');
    expect(most.headline.lead).toBe(most.findings[0]?.text);
  });

  it('judges a busy cell that fell silent among reporting peers critical', () => {
    const gone = (ago: number) => (ago < 6 ? Number.NaN : 1_000);
    const verdict = assess({ d: facts({ requests: gone, errors: gone, latency: gone, saturation: gone }) });
    expect(verdict.cells.get('d')).toMatchObject({ health: 'critical' });
    expect(verdict.cells.get('d')?.evidence.map((one) => one.kind)).toContain('went-silent');
    expect(verdict.cells.get('d')?.evidence[0]?.kind).toBe('went-silent');
  });

  it('waits for a fleet that was never read, and takes what is read first at once', () => {
    const waiting = assessFleet({ registry: fleet, facts: new Map(), shared: new Map(), now: NOW, previous: null });
    expect(waiting.headline.lead).toBe('Waiting for first data from 8 cells.');
    expect(waiting.summary.noData).toBe(8);
    const read = assessFleet({
      registry: fleet,
      facts: new Map(NAMES.map((name) => [name, facts({}, { minutes: 4 })])),
      shared: new Map(),
      now: NOW,
      previous: waiting,
    });
    expect(read.summary.healthy).toBe(8);
  });
});

describe('assessFleetSteps', () => {
  it('comes to the same verdict in many small steps', () => {
    const given = {
      registry: fleet,
      facts: new Map(NAMES.map((name) => [name, facts(name === 'c' ? { errors: (ago) => (ago < 5 ? 201 : 0) } : {})])),
      shared: new Map(),
      now: NOW,
      previous: null,
    };
    const steps = assessFleetSteps(given);
    let count = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) count++;
    expect(count).toBeGreaterThan(2 * NAMES.length);
    expect(step.value).toEqual(assessFleet(given));
  });
});
