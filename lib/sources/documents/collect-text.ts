import { AwsFailure, type CallTarget } from '#lib/aws/classify-failure.ts';
import { DOCUMENT_BYTES_AT_MOST } from '#lib/domain/document/read-json-object.ts';
import type { DocumentKind } from './document-kind.ts';

/** Reads a stream of bytes as UTF-8 up to the largest size of a document. @throws AwsFailure when there is more. */
export async function collectText(stream: AsyncIterable<Uint8Array>, kind: DocumentKind, target: CallTarget): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > DOCUMENT_BYTES_AT_MOST) {
      throw new AwsFailure(
        'invalid-response',
        `The ${kind.noun} is larger than ${DOCUMENT_BYTES_AT_MOST / 1024 / 1024} MB: is this the right file?`,
        target,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
