import type { BuildPhase, BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import type { BuildWorld } from '../../world/release-types.ts';

/** When the phases before the build itself begin, ms after the start; the build takes all that is left. */
const BEGINS: readonly (readonly [BuildPhaseType, number])[] = [
  ['SUBMITTED', 0],
  ['QUEUED', 0],
  ['PROVISIONING', 200],
  ['DOWNLOAD_SOURCE', 2600],
  ['INSTALL', 3200],
  ['PRE_BUILD', 3400],
  ['BUILD', 4000],
];
const ENDS: readonly BuildPhaseType[] = ['POST_BUILD', 'UPLOAD_ARTIFACTS', 'FINALIZING'];
const FAILED_COMMAND = { statusCode: 'COMMAND_EXECUTION_ERROR', message: 'Error while executing command: npm test. Reason: exit status 1' };

/** The phases of a build up to now, in order; the last one is the present one. @param now epoch ms */
export function buildPhases({ startedAt, endedAt, status }: BuildWorld, now: number): BuildPhase[] {
  const until = endedAt ?? Infinity;
  const begins = BEGINS.map(([type, offset]) => ({ type, from: Math.min(startedAt + offset, until) }));
  const phases = begins
    .filter(({ from }) => from <= now || endedAt !== null)
    .map(({ type, from }, i): BuildPhase => {
      const to = begins[i + 1]?.from ?? until;
      if (endedAt === null && to > now) return { phaseType: type, startTime: new Date(from) };
      return ended(type, from, to, type === 'BUILD' ? outcome(status) : 'SUCCEEDED');
    });
  if (endedAt === null) return phases;
  for (const type of ENDS) phases.push(ended(type, endedAt, endedAt, 'SUCCEEDED'));
  return [...phases, { phaseType: 'COMPLETED', startTime: new Date(endedAt) }];
}

function outcome(status: BuildWorld['status']): StatusType {
  return status === 'IN_PROGRESS' ? 'SUCCEEDED' : status;
}

function ended(type: BuildPhaseType, from: number, to: number, status: StatusType): BuildPhase {
  return {
    phaseType: type,
    phaseStatus: status,
    startTime: new Date(from),
    endTime: new Date(to),
    durationInSeconds: Math.round((to - from) / 1000),
    contexts: status === 'FAILED' ? [FAILED_COMMAND] : undefined,
  };
}
