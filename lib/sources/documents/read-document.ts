import type { Aws } from '#lib/aws/aws.ts';
import type { DocumentLocation } from '#lib/env.ts';
import type { DocumentKind, DocumentRead } from './document-kind.ts';
import { readFileDocument } from './read-file-document.ts';
import { readS3Document } from './read-s3-document.ts';

/**
 * Reads a document from where the environment says.
 * @param mark of the last read; null reads in any case.
 * @throws AwsFailure with words for a person
 */
export function readDocument(aws: Aws, location: DocumentLocation, kind: DocumentKind, mark: string | null): Promise<DocumentRead> {
  return location.kind === 's3' ? readS3Document(aws, location, kind, mark) : readFileDocument(location.path, kind, mark);
}
