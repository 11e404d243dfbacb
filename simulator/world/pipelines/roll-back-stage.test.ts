import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, type PipelineBed, pipelineBed } from './testing/pipeline-bed.ts';

const STAGE = 'Deploy-small';
let bed: PipelineBed;
let target: string;
let present: string;
beforeEach(() => {
  bed = pipelineBed();
  const [last, before] = bed.pipeline().executions.toReversed();
  [present, target] = [last?.id ?? '', before?.id ?? ''];
});

const rollBack = (stage = STAGE, to = target) => bed.world.pipelines.rollBack(bed.pipeline(), stage, to, 'arn:ann');
const runs = (wave: string) => {
  const cells = bed.world.cells.filter((cell) => cell.wave === wave);
  return new Set(cells.map((cell) => bed.world.releases.deployments('router', cell.name).at(-1)?.commit.id));
};

describe('rolling back a stage', () => {
  test('is a new execution that runs the stage again with the old revision, its bake too, and nothing else', () => {
    const id = rollBack();
    expect(bed.execution(id)).toMatchObject({
      status: 'InProgress',
      rollbackTarget: target,
      revisionKnown: true,
      trigger: { type: 'ManualRollback', detail: 'arn:ann' },
      commit: bed.execution(target).commit,
    });
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
    expect(bed.execution(id).runs.map((run) => run.stage.name)).toEqual([STAGE]);
    expect(bed.world.releases.bakes()[0]).toMatchObject({ executionId: id, status: 'SUCCEEDED' });
    expect(runs('small')).toEqual(new Set([bed.execution(target).commit.id]));
    expect(runs('medium')).toEqual(new Set([bed.execution(present).commit.id]));
  });

  test('goes through a door that is closed', () => {
    bed.world.pipelines.disableTransition(bed.pipeline(), STAGE, 'halted', 'arn:ann');
    expect(bed.place(rollBack()).inside).toBe(STAGE);
  });

  test('keeps others waiting until it is done', () => {
    bed.world.pipelines.disableTransition(bed.pipeline(), STAGE, 'halted', 'arn:ann');
    const next = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
    bed.pass(HOUR);
    const id = rollBack();
    bed.world.pipelines.enableTransition(bed.pipeline(), STAGE, 'arn:ann');
    expect(bed.place(next).waiting).toBe(STAGE);
    bed.until(() => bed.execution(id).status === 'Succeeded');
    bed.until(() => bed.place(next).inside === STAGE);
  });

  test.each<[string, string, () => unknown]>([
    ['of the source stage', 'UnableToRollbackStageException', () => rollBack('Source')],
    ['of a stage that does not exist', 'StageNotFoundException', () => rollBack('Nowhere')],
    [
      'to an execution that does not exist',
      'PipelineExecutionNotFoundException',
      () => rollBack(STAGE, '00000000-0000-4000-a000-000000000000'),
    ],
    [
      'to a rollback',
      'UnableToRollbackStageException',
      () => {
        const id = rollBack();
        bed.pass(HOUR);
        return rollBack(STAGE, id);
      },
    ],
    [
      'while the stage runs',
      'UnableToRollbackStageException',
      () => {
        rollBack();
        return rollBack();
      },
    ],
    [
      'to an execution that did not succeed in the stage',
      'UnableToRollbackStageException',
      () => {
        const id = bed.world.releases.start({ component: 'router', quality: 'bad' }).id;
        bed.pass(HOUR);
        return rollBack(STAGE, id);
      },
    ],
    [
      'behind a change of the structure',
      'PipelineExecutionOutdatedException',
      () => {
        bed.world.pipelines.edit(bed.pipeline(), {});
        return rollBack();
      },
    ],
    [
      'in PARALLEL mode',
      'UnableToRollbackStageException',
      () => {
        bed.world.pipelines.edit(bed.pipeline(), { mode: 'PARALLEL' });
        return rollBack();
      },
    ],
  ])('%s is refused with %s', (_what, code, act) => {
    expect(act).toThrow(expect.objectContaining({ code }));
  });
});

describe('a stage that rolls back by itself', () => {
  test('does so when it fails, to the last execution that succeeded there', () => {
    const stages = bed.pipeline().stages.map(({ plan }) => ({ ...plan, ...(plan.wave ? { onFailure: 'ROLLBACK' as const } : {}) }));
    bed.world.pipelines.edit(bed.pipeline(), { stages });
    const good = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
    bed.pass(HOUR);
    const bad = bed.world.releases.start({ component: 'router', quality: 'bad' }).id;
    bed.until(() => bed.execution(bad).status === 'Failed');
    expect(bed.pipeline().executions.at(-1)).toMatchObject({
      rollbackTarget: good,
      trigger: { type: 'AutomatedRollback', detail: bad },
      status: 'InProgress',
    });
    bed.pass(HOUR);
    expect(bed.pipeline().executions.at(-1)?.status).toBe('Succeeded');
    expect(runs('pre-production')).toEqual(new Set([bed.execution(good).commit.id]));
  });
});
