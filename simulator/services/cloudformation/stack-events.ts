import type { ResourceStatus, StackEvent, StackStatus } from '@aws-sdk/client-cloudformation';
import type { DeploymentWorld } from '../../world/release-types.ts';
import type { StackWorld } from './find-stacks.ts';

const TYPES = { stack: 'AWS::CloudFormation::Stack', TaskDefinition: 'AWS::ECS::TaskDefinition', Service: 'AWS::ECS::Service' } as const;
/** How long a task definition takes, ms; the service takes the rest of the deployment. */
const DEFINED_MS = 2000;

/** Who the event is about: the stack or one of its resources. */
type Subject = keyof typeof TYPES;

/** What happened to a stack up to now, oldest first, of the deployments that are remembered. @param now epoch ms */
export function stackEvents(stack: StackWorld, now: number): StackEvent[] {
  const events: StackEvent[] = [];
  stack.deployments.forEach((deployment, i) => {
    const first = i === 0 && deployment.startedAt === stack.createdAt;
    addDeployment(events, stack, deployment, first ? 'CREATE' : 'UPDATE', now);
  });
  return events;
}

function addDeployment(events: StackEvent[], stack: StackWorld, deployment: DeploymentWorld, verb: 'CREATE' | 'UPDATE', now: number): void {
  const { startedAt, endedAt, commit } = deployment;
  const until = endedAt ?? now;
  const add = (subject: Subject, at: number, status: ResourceStatus | StackStatus, reason?: string) => {
    if (at > until) return;
    const name = subject === 'stack' ? stack.name : subject;
    events.push({
      StackId: stack.id,
      EventId: `${name}-${status}-${new Date(at).toISOString()}`,
      StackName: stack.name,
      LogicalResourceId: name,
      PhysicalResourceId: subject === 'stack' ? stack.id : physicalId(subject, stack, commit.id),
      ResourceType: TYPES[subject],
      Timestamp: new Date(at),
      // A stack's own states are among them too, though the SDK's type leaves them out.
      ResourceStatus: status as ResourceStatus,
      ResourceStatusReason: reason,
      ClientRequestToken: deployment.actionExecutionId ?? undefined,
    });
  };
  const definedAt = Math.min(startedAt + DEFINED_MS, endedAt ?? Infinity);
  add('stack', startedAt, `${verb}_IN_PROGRESS`, 'User Initiated');
  add('TaskDefinition', startedAt, `${verb}_IN_PROGRESS`);
  add('TaskDefinition', definedAt, `${verb}_COMPLETE`);
  add('Service', definedAt, `${verb}_IN_PROGRESS`);
  if (endedAt === null) return;
  if (deployment.status === 'succeeded') {
    add('Service', endedAt, `${verb}_COMPLETE`);
    if (verb === 'UPDATE') add('stack', endedAt, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    add('stack', endedAt, `${verb}_COMPLETE`);
    return;
  }
  const failed = `The following resource(s) failed to ${verb.toLowerCase()}: [Service]. `;
  add('Service', endedAt, `${verb}_FAILED`, 'Resource handler returned message: "ECS Deployment Circuit Breaker was triggered"');
  if (verb === 'CREATE') {
    add('stack', endedAt, 'ROLLBACK_IN_PROGRESS', `${failed}Rollback requested by user.`);
    add('stack', endedAt, 'ROLLBACK_COMPLETE');
    return;
  }
  add('stack', endedAt, 'UPDATE_ROLLBACK_IN_PROGRESS', failed);
  add('Service', endedAt, 'UPDATE_COMPLETE');
  add('stack', endedAt, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  add('stack', endedAt, 'UPDATE_ROLLBACK_COMPLETE');
}

function physicalId(subject: 'TaskDefinition' | 'Service', stack: StackWorld, revision: string): string {
  const [, , , region, accountId] = stack.id.split(':');
  const resource = subject === 'Service' ? `service/${stack.cell}/${stack.name}` : `task-definition/${stack.name}:${revision.slice(0, 7)}`;
  return `arn:aws:ecs:${region}:${accountId}:${resource}`;
}
