import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { ActionRun } from '#lib/domain/release/facts.ts';
import { describeAlarmHistory } from '../alarms/describe-alarm-history.ts';
import { describeAlarms } from '../alarms/describe-alarms.ts';
import { describeStacks } from '../cloudformation/describe-stacks.ts';
import { batchGetBuilds } from '../codebuild/batch-get-builds.ts';
import { getPipeline } from '../codepipeline/get-pipeline.ts';
import { getPipelineState } from '../codepipeline/get-pipeline-state.ts';
import { listActionExecutions } from '../codepipeline/list-action-executions.ts';
import { listPipelineExecutions } from '../codepipeline/list-pipeline-executions.ts';
import { getAnomalies } from '../cost-explorer/get-anomalies.ts';
import { getCostAndUsage } from '../cost-explorer/get-cost-and-usage.ts';
import { describeImage } from '../ecr/describe-images.ts';
import { deleteMessages } from '../events/delete-messages.ts';
import { queueReader } from '../events/queue-reader.ts';
import { receiveMessages } from '../events/receive-messages.ts';
import { getMetricData } from '../metrics/get-metric-data.ts';
import { listAccounts } from '../organizations/list-accounts.ts';
import { readRegistry } from '../registry/read-registry.ts';
import { describeExecution } from '../step-functions/describe-execution.ts';
import { describeStateMachine } from '../step-functions/describe-state-machine.ts';
import { getExecutionHistory } from '../step-functions/get-execution-history.ts';
import { waitSeconds } from '../step-functions/wait-seconds.ts';

/** What there is to read in a simulated organization. */
export interface Places {
  /** Epoch ms. */
  now: number;
  cell: { name: string; accountId: string };
  pipeline: string;
  executionId: string;
  runs: readonly ActionRun[];
  image: { repository: string; tag: string };
  /** Of a message that was received from the queue of events. */
  receiptHandle: string;
}

interface Source {
  /** Whose account the answer is read from. */
  account: 'monitoring' | 'tooling' | 'cell' | 'management';
  read(aws: Aws, reader: Reader, places: Places): Promise<unknown>;
}

const MINUTE = 60_000;
const EVERYTHING = { by: 'account-service', kind: null, accounts: { except: [] }, tag: null, tagged: null, untagged: [] } as const;
const requests = { namespace: 'Cell', metric: 'Requests', statistic: 'Sum', unit: null, whenMissing: 'no-data' } as const;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const runOf = ({ runs }: Places, provider: string) => runs.find((run) => run.provider === provider && run.externalId !== null);

/** Every reading of AWS, by the operation whose answer it maps. */
export const everySource: Readonly<Record<string, Source>> = {
  GetObject: {
    account: 'monitoring',
    read: (aws) => readRegistry(aws, { kind: 's3', bucket: 'orbit-cellwatch', key: 'registry.json' }, null),
  },
  GetMetricData: {
    account: 'monitoring',
    read: (aws, reader, { now, cell }) => {
      const end = Math.floor(now / MINUTE) * MINUTE;
      const wanted = [{ cell: cell.name, accountId: cell.accountId, definition: { ...requests, dimensions: { Cell: '{cell}' } } }];
      return getMetricData(aws, reader, wanted, { start: end - 15 * MINUTE, end, periodSeconds: 60 });
    },
  },
  DescribeAlarms: { account: 'cell', read: describeAlarms },
  DescribeAlarmHistory: {
    account: 'cell',
    read: (aws, reader, { now }) => describeAlarmHistory(aws, reader, { since: now - 86_400_000 }),
  },
  DescribeStacks: { account: 'cell', read: describeStacks },
  GetPipeline: { account: 'tooling', read: (aws, reader, { pipeline }) => getPipeline(aws, reader, pipeline) },
  GetPipelineState: { account: 'tooling', read: (aws, reader, { pipeline }) => getPipelineState(aws, reader, pipeline) },
  ListPipelineExecutions: { account: 'tooling', read: (aws, reader, { pipeline }) => listPipelineExecutions(aws, reader, pipeline) },
  ListActionExecutions: {
    account: 'tooling',
    read: (aws, reader, { pipeline, executionId }) => listActionExecutions(aws, reader, pipeline, executionId),
  },
  BatchGetBuilds: {
    account: 'tooling',
    read: (aws, reader, places) => batchGetBuilds(aws, reader, [runOf(places, 'CodeBuild')?.externalId ?? 'router:1']),
  },
  DescribeExecution: {
    account: 'tooling',
    read: (aws, reader, places) => describeExecution(aws, reader, runOf(places, 'StepFunctions')?.externalId ?? BAKE),
  },
  GetExecutionHistory: {
    account: 'tooling',
    read: (aws, reader, places) => getExecutionHistory(aws, reader, runOf(places, 'StepFunctions')?.externalId ?? BAKE),
  },
  DescribeStateMachine: {
    account: 'tooling',
    read: async (aws, reader, places) => {
      const [place, , name] = (runOf(places, 'StepFunctions')?.externalId ?? BAKE).split(/:(execution):/);
      const machine = `${place}:stateMachine:${name?.split(':')[0]}`;
      return waitSeconds(await describeStateMachine(aws, reader, machine), { seconds: 60 });
    },
  },
  DescribeImages: {
    account: 'tooling',
    read: (aws, reader, { image }) => describeImage(aws, reader, { ...image, digest: null }),
  },
  GetCostAndUsage: {
    account: 'management',
    read: async (aws, reader, { now }) => {
      const window = { step: 'day', start: dayOf(now - 2 * 86_400_000), end: dayOf(now) } as const;
      const pages = [];
      for await (const page of getCostAndUsage(aws, reader, EVERYTHING, window)) pages.push(page);
      return pages;
    },
  },
  GetAnomalies: {
    account: 'management',
    read: (aws, reader, { now }) => getAnomalies(aws, reader, dayOf(now - 80 * 86_400_000), dayOf(now)),
  },
  ReceiveMessage: { account: 'monitoring', read: (aws) => receiveMessages(aws, queueReader(EVENTS, 'us-east-1'), EVENTS, 0) },
  DeleteMessageBatch: {
    account: 'monitoring',
    read: (aws, _reader, { receiptHandle }) => deleteMessages(aws, queueReader(EVENTS, 'us-east-1'), EVENTS, [receiptHandle]),
  },
  ListAccounts: { account: 'management', read: listAccounts },
};

const EVENTS = 'http://127.0.0.1/100000000002/cellwatch-events';
/** Where nothing tells of a bake. */
const BAKE = 'arn:aws:states:us-east-1:100000000003:execution:bake:none';
