import type { BatchGetBuildsInput, BatchGetBuildsOutput, Build } from '@aws-sdk/client-codebuild';
import { authorize } from '../../iam/authorize.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import type { BuildWorld } from '../../world/release-types.ts';
import { buildPhases } from './build-phases.ts';

const MAX_IDS = 100;

/** Builds by their ids or ARNs; permission is asked on each one's project. */
export function batchGetBuilds(request: BatchGetBuildsInput, context: CallContext): BatchGetBuildsOutput {
  const ids = request.ids ?? [];
  if (ids.length === 0) throw invalidInput('The input build ID list cannot be empty.');
  if (ids.length > MAX_IDS) throw invalidInput(`Invalid number of build IDs: ${ids.length}. At most ${MAX_IDS} are allowed.`);
  const asked = ids.map((id) => ({ id, ...parse(id, context) }));
  for (const project of new Set(asked.map((one) => one.project))) {
    authorize(context.principal, 'codebuild:BatchGetBuilds', projectArn(project, context));
  }
  const known = new Map(ownBuilds(context).map((build) => [build.id, build]));
  const found = new Set(asked.flatMap(({ buildId }) => known.get(buildId) ?? []));
  return {
    builds: [...found].map((build) => toWire(build, context)),
    buildsNotFound: asked.filter(({ buildId }) => !known.has(buildId)).map(({ id }) => id),
  };
}

/** The builds of the caller's account and Region: those of the components whose pipelines are there. */
function ownBuilds({ world, accountId, region }: CallContext): BuildWorld[] {
  const here = new Set(
    world.releases
      .components()
      .filter((one) => one.accountId === accountId && one.region === region)
      .map((one) => one.name),
  );
  return world.releases.builds().filter((build) => here.has(build.component));
}

/** @throws AwsError InvalidInputException for what is neither PROJECT:ID nor an ARN of the caller's account and Region */
function parse(id: string, { accountId, region }: CallContext): { project: string; buildId: string } {
  const [, idRegion, idAccount, inArn] = /^arn:aws:codebuild:([^:]*):(\d{12}):build\/(.+)$/s.exec(id) ?? [];
  const buildId = inArn ?? id;
  const project = /^([A-Za-z0-9][A-Za-z0-9_-]{1,254}):[A-Za-z0-9-]{1,64}$/.exec(buildId)?.[1];
  const elsewhere = inArn !== undefined && (idRegion !== region || idAccount !== accountId);
  if (project === undefined || elsewhere) throw invalidInput(`Invalid build ID: ${id.slice(0, 256)}`);
  return { project, buildId };
}

function projectArn(project: string, { accountId, region }: CallContext): string {
  return `arn:aws:codebuild:${region}:${accountId}:project/${project}`;
}

function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

function toWire(build: BuildWorld, { accountId, region, now }: CallContext): Build {
  const { project, component, commit } = build;
  const stream = build.id.split(':')[1] ?? '';
  const group = `/aws/codebuild/${project}`;
  const phases = buildPhases(build, now);
  const bucket = `codepipeline-${region}-${accountId}`;
  // The console wants the log group's slashes encoded twice, the percent signs as dollars.
  const place = `log-group/${group.replaceAll('/', '$252F')}/log-events/${stream}`;
  return {
    id: build.id,
    arn: `arn:aws:codebuild:${region}:${accountId}:build/${build.id}`,
    startTime: new Date(build.startedAt),
    endTime: build.endedAt === null ? undefined : new Date(build.endedAt),
    currentPhase: phases.at(-1)?.phaseType,
    buildStatus: build.status,
    sourceVersion: `arn:aws:s3:::${bucket}/${component}/Source/${commit.id.slice(0, 7)}.zip`,
    resolvedSourceVersion: commit.id,
    projectName: project,
    phases,
    source: { type: 'CODEPIPELINE', insecureSsl: false },
    artifacts: { location: `arn:aws:s3:::${bucket}/${component}/Build/${stream}`, encryptionDisabled: false },
    cache: { type: 'NO_CACHE' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables: [],
      privilegedMode: true,
    },
    serviceRole: `arn:aws:iam::${accountId}:role/codebuild`,
    logs: {
      groupName: group,
      streamName: stream,
      deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/${place}`,
      cloudWatchLogsArn: `arn:aws:logs:${region}:${accountId}:log-group:${group}:log-stream:${stream}`,
    },
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    buildComplete: build.endedAt !== null,
    initiator: `codepipeline/${component}`,
    encryptionKey: `arn:aws:kms:${region}:${accountId}:alias/aws/s3`,
  };
}
