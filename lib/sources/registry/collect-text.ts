import { AwsFailure, type CallTarget } from '#lib/aws/classify-failure.ts';

/** Reads a stream of bytes as UTF-8 up to a size. @throws AwsFailure when there is more. */
export async function collectText(stream: AsyncIterable<Uint8Array>, bytesAtMost: number, target: CallTarget): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > bytesAtMost) {
      throw new AwsFailure(
        'invalid-response',
        `The registry is larger than ${bytesAtMost / 1024 / 1024} MB: is this the right file?`,
        target,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
