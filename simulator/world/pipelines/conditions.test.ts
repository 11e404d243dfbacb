import { beforeEach, describe, expect, test } from 'vitest';
import type { ConditionPlan, StagePlan } from './pipeline-types.ts';
import { HOUR, MINUTE, type PipelineBed, pipelineBed } from './testing/pipeline-bed.ts';

const STAGE = 'Deploy-small';
const TOOLING = '100000000003';
const CALM: ConditionPlan = {
  result: 'FAIL',
  rules: [{ name: 'No-freeze', provider: 'CloudWatchAlarm', alarmName: 'freeze', waitMinutes: 10 }],
};
let bed: PipelineBed;

beforeEach(() => {
  bed = pipelineBed();
  bed.world.alarms.put(TOOLING, 'us-east-1', {
    ...{
      name: 'freeze',
      description: null,
      kind: 'metric',
      actionsEnabled: true,
      okActions: [],
      alarmActions: [],
      insufficientDataActions: [],
    },
    metric: {
      ...{
        key: { namespace: 'Orbit', name: 'Freeze', dimensions: [] },
        accountId: null,
        statistic: 'Maximum',
        extendedStatistic: null,
        unit: null,
      },
      ...{ periodSeconds: 86_400, evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 0, comparisonOperator: 'GreaterThanThreshold' },
      treatMissingData: 'ignore',
    },
    composite: null,
  });
});

function begin(conditions: Partial<StagePlan>): string {
  const stages = bed.pipeline().stages.map(({ plan }) => (plan.name === STAGE ? { ...plan, ...conditions } : plan));
  bed.world.pipelines.edit(bed.pipeline(), { stages });
  return bed.world.releases.start({ component: 'router', quality: 'good' }).id;
}
const freeze = (state: 'ALARM' | 'OK') => bed.world.alarms.setState(TOOLING, 'us-east-1', 'freeze', state, 'a test', null);
const conditions = () => bed.stage(STAGE).run?.conditions;
const override = (id: string, type: 'BEFORE_ENTRY' | 'ON_SUCCESS') => bed.world.pipelines.override(bed.pipeline(), STAGE, id, type);

describe('a condition before entry', () => {
  test('is looked at for its time, with the stage locked, and then lets in', () => {
    const id = begin({ beforeEntry: CALM });
    bed.until(() => bed.place(id).inside === STAGE);
    expect(conditions()?.beforeEntry).toMatchObject({ status: 'InProgress', rules: [{ name: 'No-freeze', status: 'InProgress' }] });
    expect(bed.stage(STAGE).run?.actions).toEqual([]);
    const since = bed.now();
    bed.until(() => (bed.stage(STAGE).run?.actions.length ?? 0) > 0);
    expect(bed.now() - since).toBeGreaterThan(MINUTE - 5_000);
    expect(conditions()?.beforeEntry?.status).toBe('Succeeded');
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
  });

  test('that is not met fails stage and execution; overriding lets in all the same', () => {
    freeze('ALARM');
    const id = begin({ beforeEntry: CALM });
    bed.until(() => bed.execution(id).status === 'Failed');
    expect(conditions()?.beforeEntry).toMatchObject({ status: 'Failed', summary: 'Alarm freeze is in ALARM.' });
    override(id, 'BEFORE_ENTRY');
    expect(conditions()?.beforeEntry?.status).toBe('Overridden');
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
  });

  test('can be overridden while it is looked at', () => {
    const id = begin({ beforeEntry: CALM });
    bed.until(() => bed.place(id).inside === STAGE);
    override(id, 'BEFORE_ENTRY');
    expect(bed.stage(STAGE).run?.actions.length).toBeGreaterThan(0);
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
    expect(bed.execution(id).runs.filter((run) => run.stage.name === STAGE)).toHaveLength(1);
    expect(new Set(bed.execution(id).runs.flatMap((run) => run.actions.map(({ plan }) => plan))).size).toBe(
      bed.execution(id).runs.flatMap((run) => run.actions).length,
    );
  });

  test('may skip the stage', () => {
    freeze('ALARM');
    const id = begin({ beforeEntry: { ...CALM, result: 'SKIP' } });
    bed.pass(HOUR);
    expect(bed.execution(id)).toMatchObject({ status: 'Succeeded' });
    expect(bed.execution(id).runs.find((run) => run.stage.name === STAGE)?.status).toBe('Skipped');
  });
});

describe('a condition on success', () => {
  test('that is not met fails the stage; overriding goes on to the next', () => {
    freeze('ALARM');
    const id = begin({ onSuccess: CALM });
    bed.until(() => bed.execution(id).status === 'Failed');
    expect(bed.stage(STAGE).run?.actions.every(({ status }) => status === 'Succeeded')).toBe(true);
    override(id, 'ON_SUCCESS');
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
    expect(bed.execution(id).runs.map((run) => run.stage.name)).toContain('Deploy-large');
  });
});

test('what has no condition to override is refused', () => {
  const id = begin({ beforeEntry: CALM });
  bed.pass(HOUR);
  expect(() => override(id, 'BEFORE_ENTRY')).toThrow(expect.objectContaining({ code: 'ConditionNotOverridableException' }));
  expect(() => override(id, 'ON_SUCCESS')).toThrow(expect.objectContaining({ code: 'ConditionNotOverridableException' }));
  expect(() => override('00000000-0000-4000-a000-000000000000', 'ON_SUCCESS')).toThrow(
    expect.objectContaining({ code: 'NotLatestPipelineExecutionException' }),
  );
});
