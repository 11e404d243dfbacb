import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { collectText } from './collect-text.ts';
import { type DocumentRead, REGISTRY_BYTES_AT_MOST } from './read-registry.ts';

/** Reads a file; null when its content is what it was. @throws AwsFailure */
export async function readFileDocument(path: string, mark: string | null): Promise<DocumentRead> {
  const target = { service: 'file', operation: 'read', accountId: null, region: null, role: null };
  try {
    const text = await collectText(createReadStream(path), REGISTRY_BYTES_AT_MOST, target);
    const found = createHash('sha256').update(text).digest('hex');
    return found === mark ? null : { text, mark: found };
  } catch (error) {
    if (error instanceof AwsFailure) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const told =
      code === 'ENOENT'
        ? `There is no registry at ${path}: check CELL_REGISTRY.`
        : `The registry at ${path} can't be read (${code ?? String(error)}).`;
    throw new AwsFailure(code === 'ENOENT' ? 'not-found' : code === 'EACCES' ? 'access-denied' : 'unreachable', told, target, {
      cause: error,
    });
  }
}
