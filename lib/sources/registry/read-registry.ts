import type { Aws } from '#lib/aws/aws.ts';
import type { DocumentLocation } from '#lib/env.ts';
import { readFileDocument } from './read-file-document.ts';
import { readS3Document } from './read-s3-document.ts';

/** A registry larger than this is refused while it is read. */
export const REGISTRY_BYTES_AT_MOST = 5 * 1024 * 1024;

/** The registry's text with a mark to ask "changed since?" by, or null when it has not changed. */
export type DocumentRead = { text: string; mark: string } | null;

/**
 * Reads the registry document from where the environment says.
 * @param mark of the last read; null reads in any case.
 * @throws AwsFailure with words for a person
 */
export function readRegistry(aws: Aws, location: DocumentLocation, mark: string | null): Promise<DocumentRead> {
  return location.kind === 's3' ? readS3Document(aws, location, mark) : readFileDocument(location.path, mark);
}
