import { beforeEach, describe, expect, test } from 'vitest';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '../types.ts';
import { HOUR, MINUTE, type PipelineBed, pipelineBed, versionOf } from './testing/pipeline-bed.ts';

let bed: PipelineBed;
beforeEach(() => {
  bed = pipelineBed();
});
const start = (component: string) => bed.world.releases.start({ component, quality: 'good' }).id;

describe('editing a pipeline', () => {
  test('counts its version up, keeps the old structure, and cancels what is under way', () => {
    const inside = start('router');
    bed.until(() => bed.place(inside).inside === 'Deploy-small');
    bed.world.pipelines.disableTransition(bed.pipeline(), 'Build', 'hold', 'arn:ann');
    const behind = start('router');
    bed.pass(10_000);
    bed.world.pipelines.edit(bed.pipeline(), {
      stages: bed
        .pipeline()
        .stages.slice(0, -1)
        .map(({ plan }) => plan),
    });
    expect(versionOf(bed.pipeline())).toBe(2);
    expect(bed.pipeline().structures.map(({ stages }) => stages.length)).toEqual([7, 6]);
    expect([inside, behind].map((id) => bed.execution(id).status)).toEqual(['Cancelled', 'Cancelled']);
    expect(bed.stage('Deploy-small').run?.status).toBe('Cancelled');
    expect(bed.stage('Build').inbound).toEqual([]);
    expect(bed.stage('Build').transition).toMatchObject({ enabled: false, reason: 'hold' });
    expect(() => bed.stage('Deploy-large')).toThrow();
  });

  test('lets the deployments that were under way reach their cells', () => {
    const id = start('router');
    bed.until(() => bed.place(id).inside === 'Deploy-small');
    bed.world.pipelines.edit(bed.pipeline(), {});
    bed.pass(MINUTE);
    const small = bed.world.cells.filter((cell) => cell.wave === 'small');
    for (const cell of small) {
      expect(bed.world.releases.deployments('router', cell.name).at(-1)).toMatchObject({ executionId: id, status: 'succeeded' });
    }
    bed.pass(HOUR);
    expect(bed.world.releases.bakes()[0]?.executionId).toBe(id);
    expect(bed.execution(id).runs.at(-1)?.stage.name).toBe('Deploy-small');
  });
});

describe('the pipeline of pipelines', () => {
  test('brings a cell that was missed into the pipeline, and leaves the others alone', () => {
    const missed = bed.world.cells.findLast((cell) => cell.wave !== null)?.name ?? '';
    const others = ['router', 'cache-engine', 'auth'];
    start('pipelines');
    bed.until(() => versionOf(bed.pipeline('topics')) === 2);
    expect(bed.stage('Deploy-large', 'topics').plan.actions.map(({ name }) => name)).toContain(`Deploy-${missed}`);
    expect(others.map((name) => versionOf(bed.pipeline(name)))).toEqual([1, 1, 1]);
    expect(bed.world.releases.deployments('topics', missed)).toEqual([]);
    start('topics');
    bed.pass(HOUR);
    expect(bed.world.releases.deployments('topics', missed)).toHaveLength(1);
  });

  test('runs in the tooling account alone', () => {
    const { stages } = bed.pipeline('pipelines');
    expect(stages.map(({ plan }) => plan.name)).toEqual(['Source', 'Build', 'Deploy-tooling']);
    expect(stages.flatMap(({ plan }) => plan.actions.map(({ roleArn }) => roleArn))).toEqual([null, null, null]);
    for (const cell of bed.world.cells) expect(bed.world.releases.deployments('pipelines', cell.name)).toEqual([]);
  });

  test('publishes the registry again where that names the cells of stages', () => {
    const grouped = pipelineBed({ cells: 600 });
    const missed = grouped.world.cells.findLast((cell) => cell.wave !== null)?.name ?? '';
    const named = () => {
      const body = grouped.world.buckets.get(REGISTRY_BUCKET)?.objects.get(REGISTRY_KEY)?.body;
      const registry = JSON.parse(new TextDecoder().decode(body)) as { components: { name: string; stages?: Record<string, string[]> }[] };
      return Object.values(registry.components.find(({ name }) => name === 'topics')?.stages ?? {}).flat();
    };
    expect(named()).not.toContain(missed);
    grouped.world.releases.start({ component: 'pipelines', quality: 'good' });
    grouped.pass(10 * MINUTE);
    expect(named()).toContain(missed);
  });
});
