import { QueryClient } from '@tanstack/react-query';
import { RequestError } from './read-problem.ts';

/** A cache of our own settings: one per request on the server, one per page in the browser. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        refetchOnWindowFocus: false,
        // What the server refused it refuses again; what it could not do yet (503) or did not hear is asked again.
        retry: (count, error) => (error instanceof RequestError && error.status > 0 && error.status < 500 ? false : count < 30),
        retryDelay: (count) => Math.min(5_000, 500 * 2 ** count),
      },
    },
  });
}
