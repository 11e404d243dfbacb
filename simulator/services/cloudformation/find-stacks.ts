import type { StackStatus } from '@aws-sdk/client-cloudformation';
import type { CallContext } from '../../wire/service.ts';
import type { DeploymentWorld } from '../../world/release-types.ts';

/** The stack of a component in a cell, as its deployments made it. */
export interface StackWorld {
  id: string;
  name: string;
  component: string;
  cell: string;
  createdAt: number;
  /** Start of the newest update; null when there was none since the creation. */
  updatedAt: number | null;
  status: StackStatus;
  /** Of the last deployment that succeeded: what the stack runs. */
  revision: string;
  /** Remembered ones, oldest first; never empty. */
  deployments: readonly DeploymentWorld[];
}

const HOUR = 3_600_000;

/** The stacks of the caller's account and Region, in order of components; of one component when it is named. */
export function findStacks({ world, accountId, region }: CallContext, only?: string): StackWorld[] {
  const cells = world.cells.filter((cell) => cell.accountId === accountId && cell.region === region && cell.cloud === 'aws');
  if (cells.length === 0) return [];
  const openedAt = (world.accounts.get(accountId)?.joinedAt ?? 0) + HOUR;
  const components = world.releases
    .components()
    .filter(({ name, kind }) => kind === 'cloudformation' && (only === undefined || name === only));
  return components.flatMap(({ name }) =>
    cells.flatMap((cell) => toStack(name, cell.name, world.releases.deployments(name, cell.name), openedAt) ?? []),
  );
}

/** By name or id, of the caller's account and Region; null when there is none. */
export function findStack(nameOrId: string, context: CallContext): StackWorld | null {
  const name = nameIn(nameOrId) ?? nameOrId;
  const component = /^StackSet-(.+)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(name)?.[1] ?? name;
  return findStacks(context, component).find((stack) => stack.name === nameOrId || stack.id === nameOrId) ?? null;
}

/** The stack's name in its ARN. */
function nameIn(arn: string): string | undefined {
  return /^arn:[^/]*:stack\/([^/]+)\//.exec(arn)?.[1];
}

function toStack(name: string, cell: string, deployments: readonly DeploymentWorld[], openedAt: number): StackWorld | null {
  const [oldest, newest] = [deployments[0], deployments.at(-1)];
  if (!oldest || !newest) return null;
  const running = deployments.findLast((one) => one.status === 'succeeded');
  // A stack is as old as its cell's account: only deployments since a while ago are remembered.
  const createdAt = running ? Math.min(openedAt, oldest.startedAt) : oldest.startedAt;
  const updatedAt = newest.startedAt > createdAt ? newest.startedAt : null;
  return {
    id: newest.externalId,
    name: nameIn(newest.externalId) ?? name,
    component: name,
    cell,
    createdAt,
    updatedAt,
    status: statusOf(newest, running !== undefined, updatedAt === null),
    revision: (running ?? newest).commit.id,
    deployments,
  };
}

/**
 * @param ranBefore whether a deployment has succeeded: then there is something to go back to
 * @param isCreation whether the newest deployment made the stack
 */
function statusOf({ status }: DeploymentWorld, ranBefore: boolean, isCreation: boolean): StackStatus {
  switch (status) {
    case 'running':
      return ranBefore ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS';
    case 'succeeded':
      return isCreation ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    case 'failed':
      return ranBefore ? 'UPDATE_ROLLBACK_COMPLETE' : 'ROLLBACK_COMPLETE';
  }
}
