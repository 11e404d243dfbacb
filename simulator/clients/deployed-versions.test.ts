import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import { ListPipelineExecutionsCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CellWorld } from '../world/types.ts';
import { MINUTE, type ReleaseBed, SECOND, startReleaseBed, TOOLING } from './release-bed.ts';

let bed: ReleaseBed;
beforeEach(async () => {
  bed = await startReleaseBed();
});
afterEach(() => bed.close());

describe('stacks', { timeout: 120_000 }, () => {
  it('show an update under way, which goes on when its action is given up', async () => {
    const { id, revision } = await bed.release('router', 'good');
    const [cell] = bed.cellsOf('pre-production');
    if (!cell) throw new Error('The world has no cell before production');
    const before = await bed.stackOf(cell, 'router');
    const during = await bed.until(
      async () => {
        const stack = await bed.stackOf(cell, 'router');
        return stack.StackStatus === 'UPDATE_IN_PROGRESS' && stack;
      },
      10 * MINUTE,
      SECOND,
    );
    expect(during.revision).toBe(before.revision);
    await bed.pipelines.send(
      new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: id, abandon: true, reason: 'halted' }),
    );
    const stage = await bed.settled('router', 'Deploy-pre-production', id, 'Stopped');
    expect(stage.action(`Deploy-${cell.name}`)?.status).toBe('Abandoned');
    expect((await bed.stackOf(cell, 'router')).StackStatus).toBe('UPDATE_IN_PROGRESS');
    const after = await bed.until(async () => {
      const stack = await bed.stackOf(cell, 'router');
      return stack.StackStatus === 'UPDATE_COMPLETE' && stack;
    });
    expect(after.revision).toBe(revision);
    const { StackEvents: events = [] } = await bed
      .cloudformation(bed.administrator(cell.accountId), cell.region)
      .send(new DescribeStackEventsCommand({ StackName: 'router' }));
    expect(events[0]).toMatchObject({ ResourceStatus: 'UPDATE_COMPLETE', ResourceType: 'AWS::CloudFormation::Stack' });
  });

  it('agree with the pipelines in every cell but the one that somebody changed by hand', async () => {
    const strangers: string[] = [];
    for (const component of ['router', 'auth', 'topics']) {
      const intended = new Map<string, string | undefined>();
      const { pipelineExecutionSummaries: summaries = [] } = await bed.pipelines.send(
        new ListPipelineExecutionsCommand({ pipelineName: component }),
      );
      for (const summary of summaries.toReversed()) {
        for (const run of await bed.runs(component, summary.pipelineExecutionId ?? '')) {
          if (run.status !== 'Succeeded' || run.input?.actionTypeId?.category !== 'Deploy') continue;
          intended.set((run.actionName ?? '').replace('Deploy-', ''), summary.sourceRevisions?.[0]?.revisionId);
        }
      }
      expect(intended.size).toBeGreaterThan(8);
      for (const [name, revision] of intended) {
        const cell = bed.world.cells.find((entry) => entry.name === name) as CellWorld;
        if ((await bed.stackOf(cell, component)).revision !== revision) strangers.push(`${component} in ${name}`);
      }
    }
    const production = bed.world.cells.find((cell) => cell.environment === 'production' && cell.state === 'in-service');
    expect(strangers).toEqual([`auth in ${production?.name}`]);
  });

  it('and builds that broke are told', async () => {
    const { pipelineExecutionSummaries: summaries = [] } = await bed.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: 'cache-engine' }),
    );
    const broken = summaries.find((summary) => summary.status === 'Failed');
    const run = (await bed.runs('cache-engine', broken?.pipelineExecutionId ?? '')).find((detail) => detail.stageName === 'Build');
    expect(run?.status).toBe('Failed');
    const id = run?.output?.executionResult?.externalExecutionId ?? '';
    const { builds } = await bed.codebuild(bed.administrator(TOOLING)).send(new BatchGetBuildsCommand({ ids: [id] }));
    expect(builds).toMatchObject([{ buildStatus: 'FAILED', initiator: 'codepipeline/cache-engine' }]);
    expect(builds?.[0]?.phases?.find((phase) => phase.phaseStatus === 'FAILED')?.phaseType).toBe('BUILD');
    // What did not build was not pushed.
    const missing = bed
      .ecr(bed.administrator(TOOLING))
      .send(
        new DescribeImagesCommand({ repositoryName: 'cache-engine', imageIds: [{ imageTag: broken?.sourceRevisions?.[0]?.revisionId }] }),
      );
    await expect(missing).rejects.toThrow(/does not exist within the repository/);
  });
});
