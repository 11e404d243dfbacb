import type { AuthOptions } from 'next-auth';
import NextAuth from 'next-auth';

/** What next-auth is asked, without anything of the framework around it. */
export interface AuthRequest {
  method: 'GET' | 'POST';
  /** ["signin", "oidc"], ["callback", "oidc"], ["csrf"]… */
  path: readonly string[];
  query: Readonly<Record<string, string>>;
  cookies: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: Readonly<Record<string, string>> | undefined;
}

type PagesHandler = (request: unknown, response: unknown, options: AuthOptions) => Promise<unknown>;

/**
 * Runs one action of next-auth through its request/response interface. Its App Router interface reads cookies from the
 * framework's request scope; this one takes what it is given, so that we can pass less than what came in, and test it.
 */
export async function runNextAuth(request: AuthRequest, options: AuthOptions): Promise<Response> {
  const headers = new Headers();
  let status = 200;
  let body: string | null = null;
  const response = {
    getHeader: () => headers.getSetCookie(),
    setHeader(name: string, value: string | readonly string[]) {
      headers.delete(name);
      for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
      return response;
    },
    status(code: number) {
      status = code;
      return response;
    },
    json(value: unknown) {
      headers.set('Content-Type', 'application/json');
      body = JSON.stringify(value);
    },
    send(value: unknown) {
      if (typeof value === 'string' || value === undefined) body = value ?? null;
      else response.json(value);
    },
    end() {},
  };
  const { path, query, ...rest } = request;
  await (NextAuth as unknown as PagesHandler)({ ...rest, query: { ...query, nextauth: path } }, response, options);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  return new Response(body, { status, headers });
}
