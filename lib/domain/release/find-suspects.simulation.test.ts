import { describe, expect, it } from 'vitest';
import { findSuspects } from './find-suspects.ts';
import { type Kind, makeScenario, type Scenario } from './testing/scenario.ts';

const SCENARIOS = 300;
/** A person looks about so many minutes after the first cell is seen as sick. */
const LOOKED_AT = 10;

function scenarios(kind: Kind, pace: number): Scenario[] {
  const made: Scenario[] = [];
  for (let seed = 1; made.length < SCENARIOS; seed++) {
    const scenario = makeScenario(kind, seed, pace);
    if (scenario) made.push(scenario);
  }
  return made;
}

function look(scenario: Scenario, after: number) {
  const picture = scenario.at(Math.ceil(scenario.seen) + after);
  return { picture, suspects: findSuspects({ registry: scenario.registry, ...picture }) };
}

const share = (of: readonly Scenario[], holds: (scenario: Scenario) => boolean) => of.filter(holds).length / of.length;

// The demo's pipelines run ten times as fast as its metrics.
describe.each([1, 10])('suspects in random fleets, releases at pace %i', (pace) => {
  it('are right for at least 95 of 100 bad releases: each cell that one made sick names it', () => {
    const bad = scenarios('bad', pace);
    const named = (scenario: Scenario) => {
      const { picture, suspects } = look(scenario, LOOKED_AT);
      const sick = [...scenario.its].filter((name) => picture.cells.get(name)?.health !== 'healthy');
      return sick.map((name) => suspects.get(name)?.executionId);
    };
    expect(share(bad, (one) => named(one).every((id) => id === one.focus.executionId))).toBeGreaterThanOrEqual(0.95);
    expect(share(bad, (one) => named(one).some((id) => id !== undefined && id !== one.focus.executionId))).toBeLessThanOrEqual(0.04);
  });

  it('are named in at most 4 of 40 where chance struck a cell with a harmless release, now or in the minutes before', () => {
    const ever = share(scenarios('harmless', pace), (one) =>
      [0, 1, 2, 4, 7, LOOKED_AT].some((after) => look(one, after).suspects.size > 0),
    );
    expect(ever).toBeLessThanOrEqual(0.1);
  });

  it('are never named where no release was within half an hour', () => {
    for (const scenario of scenarios('untouched', pace)) {
      for (const after of [0, 5, LOOKED_AT, 60]) expect(look(scenario, after).suspects.size).toBe(0);
    }
  });
});
