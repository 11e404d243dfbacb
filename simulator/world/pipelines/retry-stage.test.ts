import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, type PipelineBed, pipelineBed, SECOND } from './testing/pipeline-bed.ts';

const STAGE = 'Deploy-pre-production';
let bed: PipelineBed;
let id: string;
beforeEach(() => {
  bed = pipelineBed();
  id = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
  bed.until(() => bed.stage(STAGE).latest.get('Bake')?.run.execution.id === id);
  const [bake] = bed.world.releases.bakes();
  bed.world.releases.stopBake(bake?.executionArn ?? '', null, null);
});

const retry = (mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS', stage = STAGE) => bed.world.pipelines.retry(bed.pipeline(), stage, id, mode);
const attempts = () => {
  const counts: Record<string, number> = {};
  for (const { plan } of bed.stage(STAGE).run?.actions ?? []) counts[plan.name] = (counts[plan.name] ?? 0) + 1;
  return counts;
};

describe('trying a stage again', () => {
  test('runs what failed, in the same execution, and goes on from there', () => {
    expect(bed.execution(id).status).toBe('Failed');
    retry('FAILED_ACTIONS');
    expect(bed.execution(id).status).toBe('InProgress');
    expect(bed.stage(STAGE).run).toMatchObject({ status: 'InProgress', retries: 1 });
    bed.pass(HOUR);
    expect(attempts()).toMatchObject({ Bake: 2, 'Deploy-pre-apne1-a': 1 });
    expect(bed.execution(id).status).toBe('Succeeded');
  });

  test('runs all of it when it is told to', () => {
    retry('ALL_ACTIONS');
    bed.pass(HOUR);
    expect(new Set(Object.values(attempts()))).toEqual(new Set([2]));
    expect(bed.execution(id).status).toBe('Succeeded');
  });

  test('goes on with what was stopped', () => {
    retry('ALL_ACTIONS');
    bed.pass(2 * SECOND);
    bed.world.pipelines.stop(bed.pipeline(), id, true, null);
    bed.pass(2 * SECOND);
    expect(bed.execution(id).status).toBe('Stopped');
    retry('FAILED_ACTIONS');
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
    expect(attempts()['Deploy-pre-apne1-a']).toBe(3);
  });

  test.each([
    ['while it runs', 'ConflictException', () => retry('FAILED_ACTIONS')],
    [
      'after a later execution has entered',
      'NotLatestPipelineExecutionException',
      () => {
        bed.world.releases.start({ component: 'router', quality: 'good' });
        bed.pass(HOUR);
      },
    ],
    ['after it has succeeded', 'StageNotRetryableException', () => [retry('FAILED_ACTIONS'), bed.pass(HOUR)]],
    ['after the structure has changed', 'StageNotRetryableException', () => bed.world.pipelines.edit(bed.pipeline(), {})],
  ])('%s is refused with %s', (_when, code, before) => {
    before();
    expect(() => retry('FAILED_ACTIONS')).toThrow(expect.objectContaining({ code }));
  });

  test('of another stage, or of one that does not exist, is refused', () => {
    expect(() => retry('FAILED_ACTIONS', 'Deploy-small')).toThrow(expect.objectContaining({ code: 'NotLatestPipelineExecutionException' }));
    expect(() => retry('FAILED_ACTIONS', 'Nowhere')).toThrow(expect.objectContaining({ code: 'StageNotFoundException' }));
  });
});
