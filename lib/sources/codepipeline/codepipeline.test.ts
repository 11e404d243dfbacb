import { describe, expect, it } from 'vitest';
import { stubbedAws } from '#lib/aws/testing/stubbed-aws.ts';
import type { ActionRun } from '#lib/domain/release/facts.ts';
import { getPipeline } from './get-pipeline.ts';
import { getPipelineState } from './get-pipeline-state.ts';
import { listActionExecutions } from './list-action-executions.ts';
import { listPipelineExecutions } from './list-pipeline-executions.ts';

const answering = (body: object) => stubbedAws(() => ({ body }));

describe('GetPipeline', () => {
  it('maps stages, the account of each role, and what AWS leaves out', async () => {
    const { aws, reader, requests } = await answering({
      metadata: { pipelineArn: 'arn:aws:codepipeline:us-east-1:100000000003:router', created: 1_763_000_000, updated: 1_764_000_000.5 },
      pipeline: {
        name: 'router',
        roleArn: 'arn:aws:iam::100000000003:role/service-role/pipeline',
        version: 7,
        executionMode: 'QUEUED',
        stages: [
          { name: 'Source', actions: [{ name: 'Repository' }] },
          {
            name: 'Deploy-small',
            actions: [
              {
                name: 'prod-use1-a',
                actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
                runOrder: 2,
                configuration: { ActionMode: 'CREATE_UPDATE', StackName: 'router' },
                roleArn: 'arn:aws:iam::200000000001:role/deploy/Deployer',
                region: 'eu-west-1',
              },
            ],
          },
        ],
      },
    });
    expect(await getPipeline(aws, reader, 'router')).toEqual({
      name: 'router',
      arn: 'arn:aws:codepipeline:us-east-1:100000000003:router',
      version: 7,
      mode: 'QUEUED',
      updatedAt: 1_764_000_000_500,
      stages: [
        {
          name: 'Source',
          actions: [{ name: 'Repository', category: '', provider: '', runOrder: 1, roleAccountId: null, region: null, configuration: {} }],
        },
        {
          name: 'Deploy-small',
          actions: [
            {
              name: 'prod-use1-a',
              category: 'Deploy',
              provider: 'CloudFormation',
              runOrder: 2,
              roleAccountId: '200000000001',
              region: 'eu-west-1',
              configuration: { ActionMode: 'CREATE_UPDATE', StackName: 'router' },
            },
          ],
        },
      ],
    });
    expect(requests[0]?.body).toEqual({ name: 'router' });
  });

  it('is no pipeline without stages', async () => {
    const { aws, reader } = await answering({ pipeline: { name: 'router' } });
    await expect(getPipeline(aws, reader, 'router')).rejects.toMatchObject({ code: 'invalid-response' });
  });

  it('says that a pipeline is not there', async () => {
    const { aws, reader } = await stubbedAws(() => ({
      status: 400,
      body: { __type: 'PipelineNotFoundException', message: 'Account 100000000003 does not have a pipeline with name router' },
    }));
    await expect(getPipeline(aws, reader, 'router')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('GetPipelineState', () => {
  it('maps doors, who waits, runs, approvals and conditions', async () => {
    const { aws, reader } = await answering({
      pipelineName: 'router',
      pipelineVersion: 7,
      stageStates: [
        {
          stageName: 'Release',
          inboundTransitionState: { enabled: true },
          latestExecution: { pipelineExecutionId: 'e-2', status: 'InProgress' },
          actionStates: [
            {
              actionName: 'Approve',
              latestExecution: {
                actionExecutionId: 'a-1',
                status: 'InProgress',
                token: 't-1',
                lastStatusChange: 1_764_000_060.5,
                externalExecutionUrl: 'https://review.example',
              },
            },
            {
              actionName: 'Check',
              latestExecution: { status: 'Failed', errorDetails: { code: 'JobFailed', message: 'no' }, percentComplete: 40 },
            },
            { actionName: 'New' },
            { actionName: 'Odd', latestExecution: { status: 'Daydreaming' } },
          ],
        },
        {
          stageName: 'Deploy-small',
          inboundExecutions: [
            { pipelineExecutionId: 'e-3', status: 'InProgress' },
            { pipelineExecutionId: 'e-4', status: 'InProgress' },
          ],
          inboundTransitionState: {
            enabled: false,
            lastChangedBy: 'arn:aws:sts::100000000003:assumed-role/CellwatchController/ines',
            lastChangedAt: 1_764_000_000,
            disabledReason: 'errors up in prod-use1-a',
          },
          latestExecution: { pipelineExecutionId: 'e-1', status: 'Skipped', type: 'ROLLBACK' },
          beforeEntryConditionState: {
            latestExecution: { status: 'Failed' },
            conditionStates: [
              {
                ruleStates: [
                  { ruleName: 'Quiet', latestExecution: { status: 'Succeeded' } },
                  { ruleName: 'NoAlarm', latestExecution: { status: 'Failed', summary: 'an alarm is red' } },
                ],
              },
            ],
          },
          onSuccessConditionState: { latestExecution: { status: 'Succeeded' } },
        },
        { stageName: 'Deploy-large', inboundExecution: { pipelineExecutionId: 'e-0', status: 'InProgress' } },
        {},
      ],
    });
    const { version, stages } = await getPipelineState(aws, reader, 'router');
    expect(version).toBe(7);
    expect(stages[0]).toMatchObject({
      name: 'Release',
      inbound: [],
      transition: { enabled: true, changedBy: null, changedAt: null, reason: null },
      latest: { executionId: 'e-2', status: 'InProgress', type: 'STANDARD' },
      conditions: [],
    });
    expect(stages[0]?.actions).toMatchObject([
      { name: 'Approve', token: 't-1', changedAt: 1_764_000_060_500, externalUrl: 'https://review.example', error: null },
      { name: 'Check', status: 'Failed', error: 'no', percent: 40 },
      { name: 'New', status: null, actionExecutionId: null },
      { name: 'Odd', status: 'InProgress' },
    ]);
    expect(stages[1]).toMatchObject({
      inbound: ['e-3', 'e-4'],
      transition: { enabled: false, changedAt: 1_764_000_000_000, reason: 'errors up in prod-use1-a' },
      latest: { executionId: 'e-1', status: 'Skipped', type: 'ROLLBACK' },
      conditions: [{ when: 'BEFORE_ENTRY', status: 'Failed', summary: 'NoAlarm: an alarm is red' }],
    });
    expect(stages[2]).toMatchObject({ inbound: ['e-0'], latest: null, actions: [] });
    expect(stages[3]).toMatchObject({ name: '', latest: null });
  });

  it('without stages is no pipeline at rest', async () => {
    const { aws, reader } = await answering({ pipelineName: 'router' });
    await expect(getPipelineState(aws, reader, 'router')).rejects.toMatchObject({ code: 'invalid-response' });
  });
});

describe('ListPipelineExecutions', () => {
  it('reads the message out of a plain summary and out of the JSON of a connection', async () => {
    const revision = (revisionSummary?: string) => ({ actionName: 'Repository', revisionId: '2f9c1d0', revisionSummary });
    const { aws, reader, requests } = await answering({
      pipelineExecutionSummaries: [
        {
          pipelineExecutionId: 'e-2',
          status: 'Stopping',
          startTime: 1_764_000_000.25,
          lastUpdateTime: 1_764_000_090,
          sourceRevisions: [
            revision('{"ProviderType":"GitHub","CommitMessage":"Route by shard\\n\\nand more"}'),
            revision('Route by shard'),
            revision('{not JSON}'),
            revision('{"ProviderType":"GitHub"}'),
            revision(),
            { actionName: 'Empty' },
          ],
          trigger: { triggerType: 'WebhookV2', triggerDetail: 'arn:aws:codestar-connections:us-east-1:1:connection/c' },
          stopTrigger: { reason: 'errors up' },
          executionMode: 'SUPERSEDED',
          executionType: 'STANDARD',
        },
        {
          pipelineExecutionId: 'e-1',
          status: 'Succeeded',
          executionType: 'ROLLBACK',
          rollbackMetadata: { rollbackTargetPipelineExecutionId: 'e-0' },
        },
        { status: 'Succeeded' },
      ],
      nextToken: 'older',
    });
    const [first, second, third] = await listPipelineExecutions(aws, reader, 'router', { succeededIn: 'Deploy-small' });
    expect(first?.revisions.map((one) => one.message)).toEqual([
      'Route by shard\n\nand more',
      'Route by shard',
      '{not JSON}',
      '{"ProviderType":"GitHub"}',
      null,
    ]);
    expect(first).toMatchObject({
      id: 'e-2',
      status: 'Stopping',
      startedAt: 1_764_000_000_250,
      stopReason: 'errors up',
      trigger: { type: 'WebhookV2' },
    });
    expect(second).toMatchObject({ type: 'ROLLBACK', rollbackTarget: 'e-0', startedAt: null, trigger: null, revisions: [] });
    expect(third).toBeUndefined();
    expect(requests.map((request) => request.body)).toEqual([
      { pipelineName: 'router', maxResults: 100, filter: { succeededInStage: { stageName: 'Deploy-small' } } },
    ]);
  });
});

describe('ListActionExecutions', () => {
  const detail = (id: string, status: string, more: object = {}) => ({
    pipelineExecutionId: 'e-1',
    actionExecutionId: id,
    stageName: 'Deploy-small',
    actionName: 'prod-use1-a',
    status,
    ...more,
  });

  it('maps a run with its input, its result and its output variables', async () => {
    const { aws, reader } = await answering({
      actionExecutionDetails: [
        detail('a-1', 'Failed', {
          pipelineVersion: 7,
          startTime: 1_764_000_000,
          lastUpdateTime: 1_764_000_060.75,
          updatedBy: 'arn:aws:sts::100000000003:assumed-role/pipeline/1',
          input: {
            actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
            configuration: { StackName: 'router' },
            roleArn: 'arn:aws:iam::200000000001:role/Deployer',
            region: 'eu-west-1',
          },
          output: {
            executionResult: {
              externalExecutionId: 'arn:aws:cloudformation:eu-west-1:200000000001:stack/router/1',
              externalExecutionSummary: 'Stack router is in UPDATE_ROLLBACK_COMPLETE',
              externalExecutionUrl: 'https://console.aws.amazon.com/cloudformation',
              errorDetails: { code: 'JobFailed', message: 'The stack was rolled back' },
            },
            outputVariables: { image: 'router:2f9c1' },
          },
        }),
        detail('a-2', 'Daydreaming'),
        { actionExecutionId: 'a-3' },
      ],
    });
    const [first, second, third] = await listActionExecutions(aws, reader, 'router', 'e-1');
    expect(first).toEqual({
      executionId: 'e-1',
      actionExecutionId: 'a-1',
      pipelineVersion: 7,
      stage: 'Deploy-small',
      action: 'prod-use1-a',
      category: 'Deploy',
      provider: 'CloudFormation',
      roleAccountId: '200000000001',
      region: 'eu-west-1',
      status: 'Failed',
      startedAt: 1_764_000_000_000,
      updatedAt: 1_764_000_060_750,
      updatedBy: 'arn:aws:sts::100000000003:assumed-role/pipeline/1',
      externalId: 'arn:aws:cloudformation:eu-west-1:200000000001:stack/router/1',
      externalUrl: 'https://console.aws.amazon.com/cloudformation',
      summary: 'Stack router is in UPDATE_ROLLBACK_COMPLETE',
      error: 'The stack was rolled back',
      outputs: { image: 'router:2f9c1' },
    });
    expect(second).toMatchObject({ status: 'InProgress', startedAt: null, roleAccountId: null, outputs: {} });
    expect(third).toBeUndefined();
  });

  it('follows pages only as far as there is news', async () => {
    const pages: Record<string, object> = {
      '': { actionExecutionDetails: [detail('a-4', 'InProgress'), detail('a-3', 'Succeeded')], nextToken: '2' },
      '2': { actionExecutionDetails: [detail('a-2', 'Succeeded')], nextToken: '3' },
      '3': { actionExecutionDetails: [detail('a-1', 'Succeeded')] },
    };
    const { aws, reader, requests } = await stubbedAws(({ body }) => ({ body: pages[body.nextToken ?? ''] }));
    const read = (known: readonly ActionRun[]) => listActionExecutions(aws, reader, 'router', 'e-1', known);
    const ids = (runs: readonly ActionRun[]) => runs.map((run) => run.actionExecutionId);
    const all = await read([]);
    expect(ids(all)).toEqual(['a-4', 'a-3', 'a-2', 'a-1']);
    expect(requests).toHaveLength(3);
    expect(ids(await read(all))).toEqual(ids(all));
    expect(requests).toHaveLength(4);
    // A run that was under way on the second page is looked up again.
    const older = all.map((run) => (run.actionExecutionId === 'a-2' ? { ...run, status: 'InProgress' as const } : run));
    expect((await read(older)).find((run) => run.actionExecutionId === 'a-2')?.status).toBe('Succeeded');
    expect(requests).toHaveLength(6);
  });

  it('does not call a part of the runs all of them', async () => {
    const { aws, reader } = await answering({ actionExecutionDetails: [detail('a-1', 'Succeeded')], nextToken: 'same' });
    await expect(listActionExecutions(aws, reader, 'router', 'e-1')).rejects.toMatchObject({ code: 'invalid-response' });
  });
});
