import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Reader } from '#lib/aws/aws.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';

/** The reader role in an account and Region. */
export function readerOf(registry: Registry, { accountId, region }: { accountId: string; region: string }): Reader {
  return { accountId, region, role: namedRole(registry, 'reader') };
}
