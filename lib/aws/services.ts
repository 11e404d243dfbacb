import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { ECRClient } from '@aws-sdk/client-ecr';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import { checkAnswers } from './check-answers.ts';
import type { Credentials } from './credentials.ts';

/** The services that are called in accounts, by the names that calls, the meter and failures use. */
const SERVICES = {
  CloudWatch: CloudWatchClient,
  CodePipeline: CodePipelineClient,
  StepFunctions: SFNClient,
  CloudFormation: CloudFormationClient,
  ECR: ECRClient,
  CodeBuild: CodeBuildClient,
  CostExplorer: CostExplorerClient,
  Organizations: OrganizationsClient,
  SQS: SQSClient,
} as const;

export type Service = keyof typeof SERVICES;
export type ClientOf<S extends Service> = InstanceType<(typeof SERVICES)[S]>;

/** What every client is made with. */
export interface ClientSettings {
  region: string;
  requestHandler: NodeHttpHandler;
  /** Reads the body of an answer. */
  streamCollector: typeof streamCollector;
  /** Tries of one call, the first included. */
  maxAttempts: number;
  endpoint?: string;
  credentials: Credentials | (() => Promise<Credentials>);
}

/** A client of a service. It costs about 0.1 ms and holds no sockets of its own: those are the handler's. */
export function createClient<S extends Service>(service: S, settings: ClientSettings): ClientOf<S> {
  const Client = SERVICES[service] as unknown as new (settings: ClientSettings) => ClientOf<S>;
  const client = new Client(settings);
  // Of all clients together the compiler can not make one type.
  const { middlewareStack } = client as { middlewareStack: { remove(name: string): boolean } };
  // It would copy every input and answer for a log that nobody reads: a quarter of what a large answer costs.
  middlewareStack.remove('loggerMiddleware');
  return checkAnswers(client);
}
