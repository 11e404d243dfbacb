import type { Aws } from '#lib/aws/aws.ts';
import type { DocumentLocation } from '#lib/env.ts';
import type { DocumentRead } from '#lib/sources/documents/document-kind.ts';
import { readDocument } from '#lib/sources/documents/read-document.ts';

/**
 * Reads the registry document from where the environment says; null when it has not changed.
 * @param mark of the last read; null reads in any case.
 * @throws AwsFailure with words for a person
 */
export function readRegistry(aws: Aws, location: DocumentLocation, mark: string | null): Promise<DocumentRead> {
  return readDocument(aws, location, { noun: 'registry', variable: 'CELL_REGISTRY' }, mark);
}
