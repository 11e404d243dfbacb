import { describe, expect, it } from 'vitest';
import { MINUTE } from '../series.ts';
import { findFleetEvidence } from './findings.ts';
import { cell, LAST, memory, registry, subject } from './fixture.ts';
import type { CellVerdict, EvidenceKind, Health } from './verdict.ts';

const AT = (LAST - 5) * MINUTE;
const verdict = (health: Health, kind: EvidenceKind = 'error-budget', since = AT): CellVerdict => ({
  health,
  since,
  evidence:
    health === 'healthy'
      ? []
      : [{ kind, health, text: 'errors 20.1 %', detail: '', signal: null, since, informs: kind === 'traffic-lost' }],
  memory: memory(),
  baselinePerMinute: 1_000,
});
const ROUTING = { name: 'routing layer', accountId: '100000000004', region: 'us-east-1', objectives: subject().objectives, signals: {} };

/** Eight cells, the first four in one Region and the others in another. */
function find(states: readonly CellVerdict[], shared: readonly [string, CellVerdict][] = []) {
  const cells = states.map((_, i) => cell(`c${i}`, { region: i < 4 ? 'eu-west-1' : 'us-east-1' }));
  return findFleetEvidence(registry(cells, { shared: [ROUTING] }), new Map(states.map((state, i) => [`c${i}`, state])), new Map(shared));
}
const well = verdict('healthy');
const fill = (sick: readonly CellVerdict[]) => [...sick, ...Array.from({ length: 8 - sick.length }, () => well)];

describe('findings', () => {
  it('raise half of the fleet that fell together, even where no cell alone is critical', () => {
    const fell = verdict('degraded', 'traffic-lost');
    expect(find(fill([fell, fell, fell, fell]))).toMatchObject([
      {
        kind: 'fleet-falling',
        health: 'critical',
        text: 'Traffic fell in 4 of 8 cells at 02:14: look at the routing layer.',
        cells: ['c0', 'c1', 'c2', 'c3'],
        since: AT,
      },
    ]);
  });

  it('raise half of a Region of at least four cells', () => {
    const [one] = find(fill([verdict('critical'), verdict('critical')]));
    expect(one).toMatchObject({ kind: 'region-falling', region: 'eu-west-1', cells: ['c0', 'c1'] });
    expect(one?.text).toBe('2 of 4 cells in eu-west-1 turned critical at 02:14: look at what they share there.');
    expect(find([verdict('critical'), verdict('critical'), well])).toEqual([]);
  });

  it('say nothing of cells that fell at different times', () => {
    expect(find(fill([verdict('critical'), verdict('critical', 'error-budget', AT + 6 * MINUTE)]))).toEqual([]);
    expect(find(fill([verdict('critical'), verdict('critical', 'error-budget', AT + 5 * MINUTE)]))).toHaveLength(1);
  });

  it('raise a sick shared item, but not one that waits for its first read', () => {
    expect(find(fill([]), [['routing layer', verdict('critical')]])).toMatchObject([
      { kind: 'shared-sick', health: 'critical', text: 'The routing layer is critical since 02:14: errors 20.1 %. All cells hang on it.' },
    ]);
    const waiting = { ...verdict('no-data', 'missing'), memory: memory({ lastMinute: -1 }) };
    expect(find(fill([]), [['routing layer', waiting]])).toEqual([]);
  });
});
