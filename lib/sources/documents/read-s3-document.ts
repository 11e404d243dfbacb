import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { collectText } from './collect-text.ts';
import type { DocumentKind, DocumentRead } from './document-kind.ts';

/** GetObject with If-None-Match; null when the object has not changed. @throws AwsFailure */
export async function readS3Document(
  aws: Aws,
  location: { bucket: string; key: string },
  kind: DocumentKind,
  mark: string | null,
): Promise<DocumentRead> {
  const where = `s3://${location.bucket}/${location.key}`;
  try {
    const answer = await aws.s3('GetObject', async (client, options) => {
      const found = await client.send(
        new GetObjectCommand({ Bucket: location.bucket, Key: location.key, ...(mark === null ? {} : { IfNoneMatch: mark }) }),
        options,
      );
      const target = { service: 'S3', operation: 'GetObject', accountId: null, region: null, role: null };
      const text = await collectText(found.Body as Readable, kind, target);
      return { $metadata: found.$metadata, text, mark: found.ETag ?? '' };
    });
    return { text: answer.text, mark: answer.mark };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    const status = (error.cause as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
    if (status === 304) return null;
    if (error.code === 'not-found') {
      throw new AwsFailure('not-found', `There is no ${kind.noun} at ${where}: check ${kind.variable}.`, error.target, { cause: error });
    }
    throw error;
  }
}
