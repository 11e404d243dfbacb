import { problemResponse } from './problem.ts';

export function noSuchRoute(request: Request): Response {
  return problemResponse({
    status: 404,
    code: 'not-found',
    title: 'No such address',
    detail: `There is nothing at ${new URL(request.url).pathname}.`,
  });
}
