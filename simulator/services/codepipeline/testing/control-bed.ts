import {
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { expect } from 'vitest';
import { startTestBed, type TestBed } from '../../../clients/test-bed.ts';

export const TOOLING = '100000000003';
export const ANN = `arn:aws:sts::${TOOLING}:assumed-role/CellwatchController/ann`;
export const MINUTE = 60_000;
export const NOWHERE = '00000000-0000-4000-a000-000000000000';
/** A release at pace 10 is through by then, and no session has ended. */
export const RELEASE = 30 * MINUTE;

/** For tests: a simulator, the controller's client, and what an administrator sees. */
export async function startControlBed() {
  const bed: TestBed = await startTestBed();
  const role = { RoleArn: `arn:aws:iam::${TOOLING}:role/CellwatchController`, RoleSessionName: 'ann', SourceIdentity: 'ann' };
  const client: CodePipelineClient = bed.codepipeline(await bed.assume(TOOLING, role));
  const administrator = bed.codepipeline(bed.administrator(TOOLING));
  return {
    bed,
    client,
    administrator,
    async stage(stageName: string, name = 'router') {
      const { stageStates } = await administrator.send(new GetPipelineStateCommand({ name }));
      return stageStates?.find((entry) => entry.stageName === stageName);
    },
    async execution(pipelineExecutionId: string | undefined, pipelineName = 'router') {
      return (await administrator.send(new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }))).pipelineExecution;
    },
    async executions(pipelineName = 'router') {
      return (await administrator.send(new ListPipelineExecutionsCommand({ pipelineName }))).pipelineExecutionSummaries ?? [];
    },
    async start(more: object = {}): Promise<string> {
      return (await client.send(new StartPipelineExecutionCommand({ name: 'router', ...more }))).pipelineExecutionId ?? '';
    },
    pass(ms: number): void {
      bed.clock.ahead += ms;
    },
  };
}

/** What a refused call fails with. */
export const refused = (name: string, message = '') => ({ name, message: expect.stringContaining(message), status: 400 });
