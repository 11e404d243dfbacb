import { EVENTS_QUEUE } from '../world/events/events-world.ts';
import { REGISTRY_BUCKET, type World } from '../world/types.ts';
import type { Principal } from './principal.ts';

/** The long-lived key of the app's own user in the monitoring account. */
export function appKey(world: World): { accessKeyId: string; secretAccessKey: string } {
  const accountId = world.organization.monitoringAccountId;
  return { accessKeyId: `AKIA${accountId}CWCH`, secretAccessKey: `simulator-${accountId}-cellwatch` };
}

/** The long-lived key of an account's administrator. */
export function administratorKey(accountId: string): { accessKeyId: string; secretAccessKey: string } {
  return { accessKeyId: `AKIA${accountId}ROOT`, secretAccessKey: `simulator-${accountId}-root` };
}

/** Who a long-lived key belongs to; null when nobody has it (a closed or suspended account's keys are gone). */
export function findKey(world: World, accessKeyId: string): { principal: Principal; secretAccessKey: string } | null {
  if (accessKeyId === appKey(world).accessKeyId) {
    return { secretAccessKey: appKey(world).secretAccessKey, principal: appUser(world.organization.monitoringAccountId) };
  }
  const accountId = /^AKIA(\d{12})ROOT$/.exec(accessKeyId)?.[1];
  if (accountId === undefined || world.accounts.get(accountId)?.state !== 'ACTIVE') return null;
  const principal: Principal = {
    accountId,
    arn: `arn:aws:iam::${accountId}:user/administrator`,
    userId: `AIDA${accountId}ROOT`,
    statements: [{ effect: 'Allow', actions: ['*'], resources: ['*'] }],
    sessionPolicy: null,
    session: null,
  };
  return { principal, secretAccessKey: administratorKey(accountId).secretAccessKey };
}

function appUser(accountId: string): Principal {
  return {
    accountId,
    arn: `arn:aws:iam::${accountId}:user/cellwatch`,
    userId: `AIDA${accountId}CWCH`,
    statements: [
      {
        effect: 'Allow',
        actions: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        resources: ['arn:aws:iam::*:role/Cellwatch*'],
      },
      { effect: 'Allow', actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${REGISTRY_BUCKET}/*`] },
      { effect: 'Allow', actions: ['sts:GetCallerIdentity'], resources: ['*'] },
      {
        effect: 'Allow',
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [`arn:aws:sqs:us-east-1:${accountId}:${EVENTS_QUEUE}`],
      },
    ],
    sessionPolicy: null,
    session: null,
  };
}
