/** What went wrong, for a person and for a program (RFC 9457). */
export interface Problem {
  status: number;
  /** Stable, kebab-case, for programs. */
  code: string;
  /** A few words. */
  title: string;
  /** What is, in whole sentences. */
  detail: string;
  /** What to do about it, where that is known. */
  fix?: string;
  /** More members for programs, such as the groups that would give a permission. */
  more?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
}

/** The answer of a route that can't do what it was asked. */
export function problemResponse(problem: Problem): Response {
  const { status, code, title, detail, fix, more, headers } = problem;
  const body = { type: 'about:blank', status, code, title, detail, ...(fix === undefined ? {} : { fix }), ...more };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}
