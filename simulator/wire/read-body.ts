import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';

/** All bytes of a request. @throws AwsError RequestEntityTooLarge; the rest of the body is then left unread */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new AwsError('RequestEntityTooLarge', `The request is larger than ${maxBytes} bytes`, 413);
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += (chunk as Buffer).length;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk as Buffer);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}
