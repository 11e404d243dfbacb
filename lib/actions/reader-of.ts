import type { Reader } from '#lib/aws/aws.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';

/** The reader role in an account and Region. */
export function readerOf({ roles }: Registry, { accountId, region }: { accountId: string; region: string }): Reader {
  return { accountId, region, role: roles.reader === null ? null : { name: roles.reader, externalId: roles.externalId } };
}
