import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { BatchDeleteImageCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlBed, startControlBed } from './testing/control-bed.ts';

const COMPONENT = 'cache-engine';
const WAVE = 'Deploy-pre-production';
let bed: ControlBed;
/** Revisions that succeeded in the wave, newest first; the first is what runs. */
let revisions: string[];

beforeAll(async () => {
  bed = await startControlBed();
  await bed.openAll(COMPONENT);
  for (const what of ['Bake', 'Bake']) await bed.release(COMPONENT, 'Deploy-small', what);
  const running = await bed.release(COMPONENT, WAVE, 'Bake');
  await bed.admin.send(new StopPipelineExecutionCommand({ pipelineName: COMPONENT, pipelineExecutionId: running, abandon: true }));
  bed.advance(1);
  const all = await bed.executions(COMPONENT);
  revisions = all.flatMap(({ sourceRevisions }) => sourceRevisions?.[0]?.revisionId ?? []);
});
afterAll(() => bed.end());

const planned = () => bed.plan('roll-back', { component: COMPONENT, waves: ['pre-production'] });
const target = (plan: Awaited<ReturnType<typeof planned>>) => plan.moves[0]?.to;
const remove = (tag: string | undefined) =>
  bed
    .ecr(bed.administrator('100000000003'))
    .send(new BatchDeleteImageCommand({ repositoryName: COMPONENT, imageIds: [{ imageTag: tag }] }));

describe('a rollback of what is deployed as an image', () => {
  it('goes to the release before while its image is there', async () => {
    const plan = await planned();
    expect(target(plan)).toBe(revisions[1]?.slice(0, 5));
    expect(plan.warnings.join()).not.toContain('ECR');
  });

  it('says that nobody could look where ECR refuses, and goes on', async () => {
    await bed.sideDoor('POST', 'faults', { service: 'ECR', operation: 'DescribeImages', kind: 'deny', rate: 1 });
    const plan = await planned();
    await bed.clearFaults();
    expect(target(plan)).toBe(revisions[1]?.slice(0, 5));
    expect(plan.calls.map(({ operation }) => operation)).toContain('RollbackStage');
    expect(plan.warnings.join()).toMatch(/whether its image is still in ECR \(cache-engine, \w{7}\) could not be checked: .*denied/i);
  });

  it('passes over a release whose image was deleted, and says so', async () => {
    await remove(revisions[1]);
    const plan = await planned();
    expect(target(plan)).toBe(revisions[2]?.slice(0, 5));
    expect(plan.warnings[0]).toContain(`its image is gone from ECR (cache-engine, ${revisions[1]?.slice(0, 7)})`);
  });

  it('is refused the release that a person names when its image is gone', async () => {
    const executionId = (await bed.executions(COMPONENT))[1]?.pipelineExecutionId ?? '';
    const plan = await bed.plan('roll-back', { component: COMPONENT, waves: ['pre-production'], targetExecutionId: executionId });
    expect(plan.calls.filter(({ operation }) => operation === 'RollbackStage')).toEqual([]);
    expect(plan.impossible[0]?.reason).toMatch(/can't be deployed again: its image is gone from ECR/);
  });
});
