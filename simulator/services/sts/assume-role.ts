import { createHash } from 'node:crypto';
import type { AssumeRoleRequest, AssumeRoleResponse, Tag } from '@aws-sdk/client-sts';
import { authorize } from '../../iam/authorize.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Principal } from '../../iam/principal.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/([\w+=,.@/-]{1,512})$/;
const MAX_POLICY = 2048;
const MAX_TAGS = 50;
const HOUR = 3600;

function constraint(value: string, member: string, rule: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

/** Temporary credentials for a role whose trust policy lets the caller in. */
export function assumeRole(request: AssumeRoleRequest, context: CallContext): AssumeRoleResponse {
  const { principal, world, now } = context;
  const roleArn = request.RoleArn ?? '';
  const sessionName = request.RoleSessionName ?? '';
  const seconds = request.DurationSeconds ?? HOUR;
  const statements = check(request, principal);
  const [, accountId = '', path = ''] = ROLE_ARN.exec(roleArn) ?? [];
  if (!accountId) throw new AwsError('ValidationError', `${roleArn} is invalid`);

  const denied = () => notAuthorized(principal, 'sts:AssumeRole', roleArn);
  permit(principal, 'sts:AssumeRole', roleArn);
  const account = world.accounts.get(accountId);
  const role = account?.state === 'ACTIVE' ? account.roles.get(path.split('/').at(-1) ?? '') : undefined;
  if (!role || role.arn !== roleArn) throw denied();
  if (!role.trustedAccountIds.includes(principal.accountId)) throw denied();
  if (role.externalId !== null && role.externalId !== request.ExternalId) throw denied();

  const inherited = principal.session?.sourceIdentity ?? null;
  const sourceIdentity = request.SourceIdentity ?? inherited;
  if (inherited !== null && sourceIdentity !== inherited) throw notAuthorized(principal, 'sts:SetSourceIdentity', roleArn);
  if (request.SourceIdentity !== undefined) permit(principal, 'sts:SetSourceIdentity', roleArn);
  const tags = (request.Tags ?? []).map((tag) => ({ key: tag.Key ?? '', value: tag.Value ?? '' }));
  if (tags.length > 0) permit(principal, 'sts:TagSession', roleArn);
  const transitive = request.TransitiveTagKeys ?? [];
  const handedOn = principal.session?.transitiveTags ?? [];

  const roleId = `AROA${createHash('sha256').update(role.arn).digest('hex').slice(0, 17).toUpperCase()}`;
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
  const expiresAt = Math.floor(now / 1000) * 1000 + seconds * 1000;
  const credentials = context.issueSession({
    expiresAt,
    principal: {
      accountId,
      arn,
      userId: `${roleId}:${sessionName}`,
      statements: role.statements,
      sessionPolicy: statements,
      session: {
        roleArn: role.arn,
        sourceIdentity,
        tags: [...handedOn, ...tags],
        transitiveTags: [...handedOn, ...tags.filter((tag) => transitive.includes(tag.key))],
      },
    },
  });
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: `${roleId}:${sessionName}`, Arn: arn },
    PackedPolicySize: request.Policy === undefined && tags.length === 0 ? undefined : packedSize(request.Policy ?? '', tags),
    SourceIdentity: sourceIdentity ?? undefined,
  };
}

/** The request's own rules, before anybody's permission. */
function check(request: AssumeRoleRequest, principal: Principal) {
  const name = request.RoleSessionName ?? '';
  if (!/^[\w+=,.@-]*$/.test(name))
    throw constraint(name, 'roleSessionName', 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
  if (name.length < 2) throw constraint(name, 'roleSessionName', 'Member must have length greater than or equal to 2');
  if (name.length > 64) throw constraint(name, 'roleSessionName', 'Member must have length less than or equal to 64');
  const seconds = request.DurationSeconds;
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 900)) {
    throw constraint(String(seconds), 'durationSeconds', 'Member must have value greater than or equal to 900');
  }
  if (seconds !== undefined && seconds > 12 * HOUR) {
    throw constraint(String(seconds), 'durationSeconds', 'Member must have value less than or equal to 43200');
  }
  if (seconds !== undefined && seconds > HOUR) {
    // The roles of the simulator have the default maximum of one hour, which is also the cap of role chaining.
    throw new AwsError(
      'ValidationError',
      principal.session
        ? 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
        : 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const external = request.ExternalId;
  if (external !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(external)) {
    throw constraint(external.slice(0, 80), 'externalId', 'Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*');
  }
  const source = request.SourceIdentity;
  if (source !== undefined && !/^[\w+=,.@-]{2,64}$/.test(source)) {
    throw constraint(source.slice(0, 80), 'sourceIdentity', 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
  }
  checkTags(request.Tags ?? []);
  if (request.Policy === undefined) return null;
  if (request.Policy.length > MAX_POLICY)
    throw constraint(`${request.Policy.slice(0, 40)}…`, 'policy', `Member must have length less than or equal to ${MAX_POLICY}`);
  return parsePolicy(request.Policy);
}

function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MAX_TAGS) throw constraint('tags', 'tags', `Member must have length less than or equal to ${MAX_TAGS}`);
  const seen = new Set<string>();
  for (const { Key: key = '', Value: value = '' } of tags) {
    if (key.length < 1 || key.length > 128) throw constraint(key.slice(0, 40), 'tags.member.key', 'Member must have length from 1 to 128');
    if (value.length > 256)
      throw constraint(`${value.slice(0, 40)}…`, 'tags.member.value', 'Member must have length less than or equal to 256');
    if (seen.has(key.toLowerCase()))
      throw new AwsError('InvalidParameterValue', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    seen.add(key.toLowerCase());
  }
}

function permit(principal: Principal, action: string, roleArn: string): void {
  try {
    authorize(principal, action, roleArn);
  } catch {
    throw notAuthorized(principal, action, roleArn);
  }
}

/** STS does not tell whether the role exists, nor what its trust policy lacks. */
function notAuthorized(principal: Principal, action: string, roleArn: string): AwsError {
  return new AwsError('AccessDenied', `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${roleArn}`, 403);
}

function packedSize(policy: string, tags: readonly { key: string; value: string }[]): number {
  const size = policy.length + tags.reduce((sum, tag) => sum + tag.key.length + tag.value.length, 0);
  return Math.max(1, Math.min(100, Math.ceil((size / MAX_POLICY) * 50)));
}
