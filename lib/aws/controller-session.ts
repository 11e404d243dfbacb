import { AssumeRoleCommand, type AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { type AccountRole, roleToAssume, sessionKeys } from './assumed-role.ts';
import type { Credentials } from './credentials.ts';

/** The controller role for one action: by whom, and for what alone. */
export interface ControllerSession {
  accountId: string;
  role: AccountRole;
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
      ...roleToAssume(accountId, role),
      RoleSessionName: person,
      SourceIdentity: person,
      DurationSeconds: SESSION_SECONDS,
      Policy: policy,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  return sessionKeys(answer, accountId, role);
}
