import type { Runtime } from '#lib/runtime-contract.ts';
import { problemResponse } from './problem.ts';

/** The answer while there is no picture yet: what is missing and what to do. */
export function notReady(runtime: Runtime): Response {
  const { problems } = runtime.readiness();
  const [first] = problems;
  return problemResponse({
    status: 503,
    code: first?.code ?? 'no-picture',
    title: first?.title ?? 'No picture yet',
    detail: first?.detail ?? 'Cellwatch has just started and is reading the cells for the first time.',
    fix: first ? first.fix : 'Ask again in a few seconds.',
    more: { problems },
    headers: { 'Retry-After': '2' },
  });
}
