import { AwsError } from '../wire/aws-error.ts';

/** One page of a list; the token is the place where the next one begins, opaque to the caller. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  size: number,
  invalidToken: () => AwsError = () => new AwsError('InvalidNextToken', 'The NextToken is invalid.'),
): { items: T[]; next: string | undefined } {
  const start = token === undefined ? 0 : readToken(token, invalidToken);
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? writeToken(end) : undefined };
}

/** A place in a list as an opaque token. */
export function writeToken(place: number): string {
  return Buffer.from(`place:${place}`).toString('base64url');
}

/** @throws what `invalidToken` makes */
export function readToken(token: string, invalidToken: () => AwsError): number {
  const match = /^place:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (!match) throw invalidToken();
  return Number(match[1]);
}
