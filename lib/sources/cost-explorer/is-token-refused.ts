import { AwsFailure } from '#lib/aws/classify-failure.ts';

const REFUSED: ReadonlySet<unknown> = new Set(['InvalidNextTokenException', 'RequestChangedException']);

/** Cost Explorer does not go on with a report: its token is older than 24 hours, or the question has changed. */
export function isTokenRefused(error: unknown): error is AwsFailure {
  return error instanceof AwsFailure && REFUSED.has((error.cause as { name?: unknown } | undefined)?.name);
}
