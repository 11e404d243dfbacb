import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, type PipelineBed, pipelineBed, SECOND } from './testing/pipeline-bed.ts';

let bed: PipelineBed;
beforeEach(() => {
  bed = pipelineBed();
});

const WAVES = ['pre-production', 'small', 'medium', 'large'];
const start = (component = 'router') => bed.world.releases.start({ component, quality: 'good' }).id;

describe('a release', () => {
  test('goes through source, build, release and the waves, one after the other', () => {
    const id = start();
    bed.pass(HOUR);
    const { runs, status } = bed.execution(id);
    expect(status).toBe('Succeeded');
    expect(runs.map((run) => run.stage.name)).toEqual(['Source', 'Build', 'Release', ...WAVES.map((wave) => `Deploy-${wave}`)]);
    for (const [i, run] of runs.entries()) expect(run.startedAt).toBe(i === 0 ? bed.now() - HOUR : runs[i - 1]?.updatedAt);
  });

  test('reaches the cells of a wave side by side, then bakes for the wave’s minutes at the pace', () => {
    const id = start();
    bed.pass(HOUR);
    for (const [wave, bakeMinutes] of [
      ['pre-production', 60],
      ['small', 30],
      ['large', 30],
    ] as const) {
      const run = bed.execution(id).runs.find(({ stage }) => stage.wave === wave);
      const deploys = run?.actions.filter(({ plan }) => plan.runOrder === 1) ?? [];
      const bake = run?.actions.find(({ plan }) => plan.name === 'Bake');
      const cells = bed.world.cells.filter((cell) => cell.wave === wave);
      expect(deploys.map(({ plan }) => plan.name)).toEqual(cells.map((cell) => `Deploy-${cell.name}`));
      expect(deploys.map(({ plan }) => [plan.roleArn, plan.region])).toEqual(
        cells.map((cell) => [`arn:aws:iam::${cell.accountId}:role/pipeline-deploy`, cell.region]),
      );
      expect(new Set(deploys.map(({ startedAt }) => startedAt))).toEqual(new Set([run?.startedAt]));
      expect(new Set(deploys.map(({ updatedAt }) => updatedAt)).size).toBeGreaterThan(1);
      expect(bake?.startedAt).toBe(Math.max(...deploys.map(({ updatedAt }) => updatedAt)));
      expect((bake?.updatedAt ?? 0) - (bake?.startedAt ?? 0)).toBe((bakeMinutes * MINUTE) / 10);
      expect(bake?.bake).toMatchObject({ status: 'SUCCEEDED', wave, component: 'router', lastsMs: (bakeMinutes * MINUTE) / 10 });
      expect(bake?.bake?.alarms.map(({ name }) => name)).toEqual(cells.flatMap(({ name }) => [`${name}-errors-critical`, `${name}-page`]));
    }
  });

  test('is what runs in each cell from the end of its deployment on', () => {
    const id = start();
    const cell = bed.world.cells[0]?.name ?? '';
    const before = bed.world.releases.deployments('router', cell);
    bed.until(() => bed.world.releases.deployments('router', cell).length > before.length);
    expect(bed.world.releases.deployments('router', cell).at(-1)).toMatchObject({ executionId: id, status: 'running', endedAt: null });
    bed.pass(MINUTE);
    const last = bed.world.releases.deployments('router', cell).at(-1);
    expect(last).toMatchObject({ executionId: id, status: 'succeeded', commit: bed.execution(id).commit });
    expect(last?.externalId).toMatch(/^arn:aws:cloudformation:[a-z0-9-]+:\d{12}:stack\/router\/[0-9a-f-]{36}$/);
  });

  test('is built, and a Kubernetes component’s image pushed', () => {
    const id = start('cache-engine');
    bed.pass(10 * SECOND);
    expect(bed.world.releases.builds()[0]).toMatchObject({
      component: 'cache-engine',
      executionId: id,
      status: 'IN_PROGRESS',
      endedAt: null,
    });
    const before = bed.world.releases.images('cache-engine');
    bed.pass(MINUTE);
    expect(bed.world.releases.builds()[0]).toMatchObject({ executionId: id, status: 'SUCCEEDED', project: 'cache-engine-build' });
    const images = bed.world.releases.images('cache-engine');
    expect(images).toHaveLength(before.length + 1);
    expect(images[0]).toMatchObject({
      tag: bed.execution(id, 'cache-engine').commit.id,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(bed.world.releases.images('router')).toEqual([]);
  });

  test('comes out the same whether somebody looks at every moment or once after hours', () => {
    const watched = start();
    for (let i = 0; i < 900; i++) bed.pass(4 * SECOND);
    const other = pipelineBed();
    const unseen = other.world.releases.start({ component: 'router', quality: 'good' }).id;
    other.pass(HOUR);
    const times = (from: PipelineBed, id: string) =>
      from
        .execution(id)
        .runs.flatMap((run) => run.actions.map(({ plan, startedAt, updatedAt, n }) => [plan.name, startedAt, updatedAt, n]));
    expect(unseen).toBe(watched);
    expect(times(other, unseen)).toEqual(times(bed, watched));
    expect(other.world.releases.bakes()).toEqual(bed.world.releases.bakes());
  });

  test.each([1, 10, 100])('takes the time of its pace (%i)', (pace) => {
    bed = pipelineBed({ pace, leastBakeMs: 0 });
    const id = start();
    bed.pass((6 * HOUR) / pace);
    const { startedAt, updatedAt, status } = bed.execution(id);
    expect(status).toBe('Succeeded');
    const hours = ((updatedAt - startedAt) * pace) / HOUR;
    expect(hours).toBeGreaterThan(2.6);
    expect(hours).toBeLessThan(3.4);
  });

  test('of a Kubernetes component is brought by a function, whose role tells no cell', () => {
    const plans = bed.stage('Deploy-small', 'cache-engine').plan.actions.filter(({ runOrder }) => runOrder === 1);
    expect(plans.length).toBeGreaterThan(3);
    for (const { category, provider, roleArn, region } of plans)
      expect([category, provider, roleArn, region]).toEqual(['Invoke', 'Lambda', null, null]);
  });
});

test('the side door refuses what there is not', () => {
  const { releases } = bed.world;
  expect(() => releases.start({ component: 'ruter', quality: 'good' })).toThrow('There is no component "ruter"');
  expect(() => releases.start({ component: 'router', quality: 'bad', severity: 2 })).toThrow(RangeError);
  expect(() => releases.start({ component: 'router', quality: 'bad', wave: 'huge' })).toThrow('There is no wave "huge"');
});
