import { createHash } from 'node:crypto';
import { AwsError } from '../../wire/aws-error.ts';

const GOOD_FOR_MS = 24 * 3_600_000;

/** Where the next page begins, of the same request of the same account. */
export interface Place {
  /** Of the stretches of time; 0 in lists without. */
  part: number;
  /** Of the groups within the stretch, or of the list. */
  item: number;
  /** Epoch ms of the first page: later pages tell what was known then, so that all of them add up. */
  now: number;
}

/** What a request of an account asks, its token aside. */
export function fingerprint(request: object, accountId: string): string {
  const { NextPageToken: _, ...asked } = request as { NextPageToken?: string };
  return createHash('sha256')
    .update(`${accountId} ${JSON.stringify(sorted(asked))}`)
    .digest('base64url')
    .slice(0, 16);
}

/** The same text for the same request, in whichever order a client writes its members. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

export function writePageToken({ part, item, now }: Place, request: object, accountId: string): string {
  return Buffer.from(`${part}/${item}/${now}/${fingerprint(request, accountId)}`).toString('base64url');
}

/** The beginning of a list without a token. @throws AwsError InvalidNextTokenException, RequestChangedException */
export function readPageToken(request: { NextPageToken?: string | undefined }, accountId: string, now: number): Place {
  const { NextPageToken: token } = request;
  if (token === undefined) return { part: 0, item: 0, now };
  const match = /^(\d{1,6})\/(\d{1,9})\/(\d{1,16})\/([\w-]{16})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (!match || Math.abs(now - Number(match[3])) > GOOD_FOR_MS) {
    throw new AwsError('InvalidNextTokenException', 'The pagination token is invalid. Try again without a pagination token.');
  }
  if (match[4] !== fingerprint(request, accountId)) {
    throw new AwsError(
      'RequestChangedException',
      'Your request parameters changed between pages. Try again with the old parameters or without a pagination token.',
    );
  }
  return { part: Number(match[1]), item: Number(match[2]), now: Number(match[3]) };
}
