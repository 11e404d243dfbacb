import { BatchGetBuildsCommand, type Build as BuildAnswer } from '@aws-sdk/client-codebuild';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Priority } from '#lib/aws/queue.ts';

/** AWS's limit of builds in one call. */
const BUILDS_PER_CALL = 100;

/** One build of CodeBuild. */
export interface Build {
  id: string;
  /** SUCCEEDED, FAILED, FAULT, TIMED_OUT, IN_PROGRESS, STOPPED. */
  status: string;
  /** Of a build that failed: the phase and what went wrong there; null when CodeBuild tells none. */
  failure: string | null;
  logsUrl: string | null;
}

/** Builds by their ids; one that CodeBuild does not know is left out. @throws AwsFailure */
export async function batchGetBuilds(aws: Aws, reader: Reader, ids: readonly string[], priority: Priority = 'read'): Promise<Build[]> {
  if (ids.length > BUILDS_PER_CALL) throw new RangeError(`${ids.length} builds do not fit one BatchGetBuilds call`);
  const call = { service: 'CodeBuild', operation: 'BatchGetBuilds', limits: { concurrency: 2, perSecond: 4 }, priority } as const;
  const answer = await aws.call(reader, call, (client, options) => client.send(new BatchGetBuildsCommand({ ids: [...ids] }), options));
  return (answer.builds ?? []).flatMap((build) => toBuild(build) ?? []);
}

function toBuild(build: BuildAnswer): Build | null {
  if (!build.id) return null;
  const failed = (build.phases ?? []).find((phase) => phase.phaseStatus !== undefined && FAILED.has(phase.phaseStatus));
  const told = failed?.contexts?.map((context) => context.message ?? context.statusCode).find((message) => message);
  return {
    id: build.id,
    status: build.buildStatus ?? '',
    failure: failed ? [failed.phaseType, told].filter((part) => part).join(': ') || null : null,
    logsUrl: build.logs?.deepLink ?? null,
  };
}

const FAILED = new Set<string>(['FAILED', 'FAULT', 'TIMED_OUT']);
