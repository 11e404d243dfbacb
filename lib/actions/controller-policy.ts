import { ARN_OF_STATES, type PlannedCall } from '#lib/domain/control/action.ts';

/** STS takes no longer one. */
export const POLICY_CHARACTERS = 2_048;

/**
 * The session policy for calls of one pipeline: these operations on this pipeline (its ARN, its stages and actions) and the
 * Step Functions executions behind its bakes, nothing else.
 */
export function controllerPolicy(calls: readonly PlannedCall[]): string {
  const pipelines = new Set<string>();
  const actions = new Set<string>();
  const executions = new Set<string>();
  for (const { service, operation, pipeline, input } of calls) {
    if (service === 'StepFunctions') executions.add(String(input.executionArn));
    else {
      pipelines.add(pipeline.arn);
      actions.add(`codepipeline:${operation}`);
    }
  }
  const statements = [
    ...(actions.size > 0
      ? [{ Effect: 'Allow', Action: [...actions].sort(), Resource: [...pipelines].flatMap((arn) => [arn, `${arn}/*`]) }]
      : []),
    ...(executions.size > 0 ? [{ Effect: 'Allow', Action: ['states:StopExecution'], Resource: [...executions] }] : []),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Where a call is made: the pipeline's account, or that of the Step Functions execution. */
export function placeOfCall({ service, pipeline, input }: PlannedCall): { accountId: string; region: string } {
  const [, region, accountId] = (service === 'StepFunctions' && ARN_OF_STATES.exec(String(input.executionArn))) || [];
  return region && accountId ? { accountId, region } : { accountId: pipeline.accountId, region: pipeline.region };
}

/** A person as STS takes them for session name and source identity: 2 to 64 of [A-Za-z0-9_+=,.@-]. */
export function personOfSession(person: { id: string; name: string; email: string | null }): string {
  const [name = ''] = [person.email, person.name, person.id]
    .flatMap((text) => (text ? [clean(text)] : []))
    .filter((text) => text.length >= 2);
  return name.slice(0, 64) || 'cellwatch-person';
}

function clean(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w+=,.@-]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
