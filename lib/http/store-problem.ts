import { problemResponse } from './problem.ts';

/** A store that can't be read, as a problem. @throws what is something else */
export function storeProblem(error: unknown): Response {
  if (!(error instanceof Error) || error.name !== 'StoreError') throw error;
  return problemResponse({
    status: 503,
    code: 'store-down',
    title: 'The store is down',
    detail: error.message,
    fix: 'Pausing and halting still work; what they do is kept in a journal until the store is back.',
    headers: { 'Retry-After': '5' },
  });
}
