import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { ECRClient } from '@aws-sdk/client-ecr';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { administratorKey, appKey } from '../iam/find-key.ts';
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../start-simulator.ts';

/** A key, perhaps a temporary one, as SDK clients take it. */
export interface Key {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A simulator on a free port, with a clock that tests turn, and clients for it. */
export interface TestBed extends RunningSimulator {
  /** Milliseconds by which the world's clock is ahead of the host's. */
  clock: { ahead: number; now(): number };
  app: Key;
  administrator(accountId: string): Key;
  /** The reader role, as the app assumes it. */
  assume(accountId: string, more?: Partial<AssumeRoleCommandInput>): Promise<Key>;
  cloudwatch(key: Key, region?: string): CloudWatchClient;
  sts(key: Key): STSClient;
  s3(key: Key, region?: string): S3Client;
  organizations(key: Key): OrganizationsClient;
  stepFunctions(key: Key, region?: string): SFNClient;
  cloudformation(key: Key, region?: string): CloudFormationClient;
  ecr(key: Key, region?: string): ECRClient;
  codebuild(key: Key, region?: string): CodeBuildClient;
  codepipeline(key: Key, region?: string): CodePipelineClient;
  costExplorer(key: Key, region?: string): CostExplorerClient;
  sqs(key: Key, region?: string): SQSClient;
  sideDoor(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

/** @param cells 24 unless told. Nothing is released but by the test itself. */
export async function startTestBed(cells = 24, more: Partial<SimulatorOptions> = {}): Promise<TestBed> {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const simulator = await startSimulator({ cells, seed: 1, clock, port: 0, quiet: true, ...more });
  const options = (credentials: Key, region: string) => ({ endpoint: simulator.url, region, credentials, maxAttempts: 1 });
  const sts = (key: Key) => new STSClient(options(key, 'us-east-1'));
  const app = appKey(simulator.world);
  return {
    ...simulator,
    clock,
    app,
    administrator: administratorKey,
    sts,
    cloudwatch: (key, region = 'us-east-1') => new CloudWatchClient(options(key, region)),
    s3: (key, region = 'us-east-1') => new S3Client({ ...options(key, region), forcePathStyle: true }),
    codepipeline: (key, region = 'us-east-1') => new CodePipelineClient(options(key, region)),
    organizations: (key) => new OrganizationsClient(options(key, 'us-east-1')),
    stepFunctions: (key, region = 'us-east-1') => new SFNClient(options(key, region)),
    cloudformation: (key, region = 'us-east-1') => new CloudFormationClient(options(key, region)),
    ecr: (key, region = 'us-east-1') => new ECRClient(options(key, region)),
    codebuild: (key, region = 'us-east-1') => new CodeBuildClient(options(key, region)),
    costExplorer: (key, region = 'us-east-1') => new CostExplorerClient(options(key, region)),
    sqs: (key, region = 'us-east-1') => new SQSClient(options(key, region)),
    async assume(accountId, more = {}) {
      const { Credentials: given } = await sts(app).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${accountId}:role/CellwatchReader`,
          RoleSessionName: 'test',
          ExternalId: `orbit-${accountId}`,
          ...more,
        }),
      );
      return {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        sessionToken: given?.SessionToken ?? '',
      };
    },
    async sideDoor(method, path, body) {
      const answer = await fetch(`${simulator.url}/_simulator/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

/** What a call failed with; a call that succeeds fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    const { name, message, $metadata } = error as { name: string; message: string; $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error(`The call was expected to fail, and answered ${JSON.stringify(answer)}`);
}
