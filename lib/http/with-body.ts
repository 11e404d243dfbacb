import type { z } from 'zod';
import { problemResponse } from './problem.ts';
import { readBounded } from './read-bounded.ts';
import type { Signed } from './with-permission.ts';

/** More than any request here needs. */
const BODY_CHARACTERS = 65_536;
const FAULTS_TOLD = 10;

/**
 * Wraps the handler of a POST: it runs only for JSON that fits the schema and that a page of ours sent. A form of another site
 * can send neither the content type nor the header without asking first, and says where it comes from.
 */
export function withBody<T>(
  schema: z.ZodType<T>,
  handler: (request: Request, signed: Signed, body: T) => Response | Promise<Response>,
): (request: Request, signed: Signed) => Promise<Response> {
  return async (request, signed) => {
    const stranger = notOurs(request, new URL(signed.runtime.env.NEXTAUTH_URL).origin);
    if (stranger) return stranger;
    const text = await readBounded(request, BODY_CHARACTERS);
    if (text === null) return tooLarge();
    let given: unknown;
    try {
      given = JSON.parse(text);
    } catch {
      return problemResponse({ status: 400, code: 'not-json', title: 'Not JSON', detail: 'The body is not JSON.' });
    }
    const parsed = schema.safeParse(given);
    if (parsed.success) return handler(request, signed, parsed.data);
    const faults = parsed.error.issues.slice(0, FAULTS_TOLD).map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
    return problemResponse({
      status: 422,
      code: 'invalid-request',
      title: 'The request is not valid',
      detail: `${faults.join('. ')}.`,
      more: { faults },
    });
  };
}

function notOurs(request: Request, origin: string): Response | null {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return problemResponse({
      status: 415,
      code: 'json-only',
      title: 'JSON only',
      detail: `The content type is "${type ?? ''}"; it must be application/json.`,
    });
  }
  const from = request.headers.get('origin');
  if (from !== origin) {
    return problemResponse({
      status: 403,
      code: 'foreign-origin',
      title: 'Not from here',
      detail:
        from === null ? 'The request does not say where it comes from.' : `The request comes from ${from}, but Cellwatch is at ${origin}.`,
      fix: `Send "Origin: ${origin}", or set NEXTAUTH_URL to the address that people use.`,
    });
  }
  if (request.headers.get('x-cellwatch') === '1') return null;
  return problemResponse({
    status: 403,
    code: 'header-missing',
    title: 'A header is missing',
    detail: 'What changes something wants the header "X-Cellwatch: 1".',
  });
}

function tooLarge(): Response {
  return problemResponse({
    status: 413,
    code: 'too-large',
    title: 'Too large',
    detail: `The body is longer than ${BODY_CHARACTERS} characters.`,
  });
}
