import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { AwsFailure } from './classify-failure.ts';

/** A role by which Cellwatch acts in an account. */
export interface AccountRole {
  name: string;
  /** Template; `{accountId}` stands for the account. Null: none is presented. */
  externalId: string | null;
}

/** The role that a registry names for a purpose; null where it names none: the keys of the environment are used. */
export function namedRole({ roles }: Pick<Registry, 'roles'>, purpose: 'reader' | 'costs'): AccountRole | null {
  const name = roles[purpose];
  return name === null ? null : { name, externalId: roles.externalId };
}

/** What AssumeRole is told of a role in an account. */
export function roleToAssume(accountId: string, role: AccountRole): Pick<AssumeRoleCommandInput, 'RoleArn' | 'ExternalId'> {
  return {
    RoleArn: `arn:aws:iam::${accountId}:role/${role.name}`,
    ...(role.externalId === null ? {} : { ExternalId: role.externalId.replaceAll('{accountId}', accountId) }),
  };
}

/** The keys of a session that STS gave. @throws AwsFailure when it gave none */
export function sessionKeys({ Credentials: given }: AssumeRoleCommandOutput, accountId: string, role: AccountRole) {
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
