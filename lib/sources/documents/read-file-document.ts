import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { collectText } from './collect-text.ts';
import type { DocumentKind, DocumentRead } from './document-kind.ts';

/** Reads a file; null when its content is what it was. @throws AwsFailure */
export async function readFileDocument(path: string, kind: DocumentKind, mark: string | null): Promise<DocumentRead> {
  const target = { service: 'file', operation: 'read', accountId: null, region: null, role: null };
  try {
    // A pipe or a device may never end, or never begin.
    if (!(await stat(path)).isFile()) {
      throw new AwsFailure('unreachable', `The ${kind.noun} at ${path} is no file: check ${kind.variable}.`, target);
    }
    const text = await collectText(createReadStream(path), kind, target);
    const found = createHash('sha256').update(text).digest('hex');
    return found === mark ? null : { text, mark: found };
  } catch (error) {
    if (error instanceof AwsFailure) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const told =
      code === 'ENOENT'
        ? `There is no ${kind.noun} at ${path}: check ${kind.variable}.`
        : `The ${kind.noun} at ${path} can't be read (${code ?? String(error)}).`;
    throw new AwsFailure(code === 'ENOENT' ? 'not-found' : code === 'EACCES' ? 'access-denied' : 'unreachable', told, target, {
      cause: error,
    });
  }
}
