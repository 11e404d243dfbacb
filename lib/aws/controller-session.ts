import { AssumeRoleCommand, type AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { AwsFailure } from './classify-failure.ts';
import type { Credentials, ReaderRole } from './credentials.ts';

/** The controller role for one action: by whom, and for what alone. */
export interface ControllerSession {
  accountId: string;
  role: ReaderRole;
  /** Who acts, as CloudTrail is to tell: 2 to 64 of [A-Za-z0-9_+=,.@-]. Session name and source identity. */
  person: string;
  /** JSON, at most 2,048 characters. */
  policy: string;
  tags: Readonly<Record<string, string>>;
}

/** The shortest that STS gives: an action takes seconds. */
const SESSION_SECONDS = 900;

/** Assumes the controller role afresh. @throws AwsFailure */
export async function controllerCredentials(
  { accountId, role, person, policy, tags }: ControllerSession,
  send: (command: AssumeRoleCommand) => Promise<AssumeRoleCommandOutput>,
): Promise<Credentials> {
  const answer = await send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/${role.name}`,
      RoleSessionName: person,
      SourceIdentity: person,
      DurationSeconds: SESSION_SECONDS,
      Policy: policy,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      ...(role.externalId === null ? {} : { ExternalId: role.externalId.replaceAll('{accountId}', accountId) }),
    }),
  );
  const given = answer.Credentials;
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
    throw new AwsFailure('invalid-response', `STS gave no session for ${role.name} in account ${accountId}.`, {
      service: 'STS',
      operation: 'AssumeRole',
      accountId,
      region: null,
      role: role.name,
    });
  }
  return { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
}
