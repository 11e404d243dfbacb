import { RequestError, readProblem } from './read-problem.ts';

/**
 * GET of a JSON route. `no-cache` lets the browser send the ETag it has and take a 304 by itself.
 * @throws RequestError
 */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { signal, cache: 'no-cache', credentials: 'same-origin', headers: { Accept: 'application/json' } });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new RequestError(0, 'offline', 'The server does not answer.', null, { cause });
  }
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as T;
}
