import { RequestError, readProblem } from './read-problem.ts';

/**
 * POST of a JSON route of ours. The header of our own tells the server that it was no form of another site.
 * @throws RequestError with the whole problem in `more`; code `offline` when no answer came
 */
export async function postJson<T>(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      signal: signal ?? null,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Cellwatch': '1', ...headers },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new RequestError(0, 'offline', 'The server does not answer.', null, { cause });
  }
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as T;
}
