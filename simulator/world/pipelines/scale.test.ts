import { describe, expect, test } from 'vitest';
import { planCells } from '../plan-cells.ts';
import { planComponents } from './plan-components.ts';
import { cellsOf, hidesItsCells, planStages } from './plan-stages.ts';
import { HOUR, lastIn, pipelineBed } from './testing/pipeline-bed.ts';

describe.each([1, 12, 24, 60, 200, 450, 600, 1000, 10_000, 20_000])('for %i cells', (count) => {
  const cells = planCells(count, 1);
  const inWaves = cells.filter((cell) => cell.wave !== null);

  test.each(planComponents(5, 'large').slice(0, 4))('$name keeps AWS’s quotas, and deploys to each cell of a wave once', (component) => {
    const stages = planStages(component, cells);
    expect(stages.length).toBeLessThanOrEqual(50);
    for (const { actions } of stages) expect(actions.length).toBeLessThanOrEqual(50);
    expect(stages.reduce((sum, { actions }) => sum + actions.length, 0)).toBeLessThanOrEqual(500);
    expect(new Set(stages.map(({ name }) => name)).size).toBe(stages.length);
    const names = stages.flatMap(({ name, actions }) => [name, ...actions.map((action) => action.name)]);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9.@_-]{1,100}$/);
    expect(stages.flatMap((stage) => cellsOf(stage).map(({ name }) => name))).toEqual(inWaves.map(({ name }) => name));
    for (const stage of stages) for (const cell of cellsOf(stage)) expect(cell.wave).toBe(stage.wave);
  });

  test('tells the cells of a stage by the roles of its actions wherever it can', () => {
    const [router, cache] = planComponents(5, null);
    if (!router || !cache) throw new Error('There are no components');
    const waves = planStages(router, cells).filter(({ wave }) => wave !== null);
    expect(waves.filter(hidesItsCells).length).toBe(count > 440 ? waves.length : count >= 100 ? 1 : 0);
    expect(planStages(cache, cells).filter(hidesItsCells).length).toBeGreaterThan(0);
  });
});

test('components have names of their own, however many there are', () => {
  for (const count of [5, 40, 1000]) {
    const components = planComponents(count, 'large');
    expect(components).toHaveLength(count);
    expect(new Set(components.map(({ name }) => name)).size).toBe(count);
    expect(components.at(-1)?.kind).toBe('pipelines');
  }
});

test('10,000 cells start with their history in little time and room, and a day goes by quickly', () => {
  const before = process.memoryUsage().heapUsed;
  const begun = performance.now();
  const bed = pipelineBed({ cells: 10_000, quiet: false });
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(400e6);
  const jump = performance.now();
  bed.pass(24 * HOUR);
  expect(performance.now() - jump).toBeLessThan(15_000);
  expect(bed.world.releases.list().some(({ startedAt, status }) => status === 'Succeeded' && startedAt > bed.now() - 12 * HOUR)).toBe(true);
}, 40_000);

test('what is long over is forgotten, but never what runs in a cell or what a stage can go back to', () => {
  const bed = pipelineBed({ quiet: false, pace: 100, components: 5 });
  bed.world.pipelines.disableTransition(bed.pipeline(), 'Deploy-large', 'hold', 'arn:ann');
  const held = lastIn(bed, 'Deploy-large');
  bed.pass(48 * HOUR);
  const { executions } = bed.pipeline();
  expect(executions.length).toBeLessThanOrEqual(125);
  expect(executions.length).toBeGreaterThanOrEqual(100);
  for (const cell of bed.world.cells.filter(({ wave }) => wave === 'large')) {
    expect(bed.world.releases.deployments('router', cell.name).at(-1)?.executionId).toBe(held);
  }
  expect(executions.some(({ id }) => id === held)).toBe(true);
});
