import type { CallContext } from '../../wire/service.ts';
import { invalidParameter } from './ecr-errors.ts';

const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

/** What names a repository in a request. */
export interface RepositoryRequest {
  registryId?: string | undefined;
  repositoryName: string | undefined;
}

/** The ARN of a repository, whether there is one or not. @throws AwsError InvalidParameterException */
export function repositoryArn({ registryId, repositoryName: name = '' }: RepositoryRequest, context: CallContext): string {
  if (registryId !== undefined && !/^\d{12}$/.test(registryId)) {
    throw invalidParameter('registryId', "must satisfy regular expression '[0-9]{12}'");
  }
  if (name.length < 2) throw invalidParameter('repositoryName', 'must have length greater than or equal to 2');
  if (name.length > 256) throw invalidParameter('repositoryName', 'must have length less than or equal to 256');
  if (!NAME.test(name)) throw invalidParameter('repositoryName', `must satisfy regular expression '${NAME.source.slice(1, -1)}'`);
  return `arn:aws:ecr:${context.region}:${registryId ?? context.accountId}:repository/${name}`;
}

/** The component whose images a repository of the caller's account and Region holds; null when there is no such repository. */
export function findRepository(name: string, { world, accountId, region }: CallContext): string | null {
  const component = world.releases
    .components()
    .find((one) => one.name === name && one.kind === 'kubernetes' && one.accountId === accountId && one.region === region);
  return component?.name ?? null;
}
