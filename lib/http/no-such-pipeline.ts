import { nearestName } from './nearest-name.ts';
import { problemResponse } from './problem.ts';

/** 404 for a pipeline, with the nearest name where one is near enough to be meant. */
export function noSuchPipeline(name: string, names: readonly string[]): Response {
  const asked = name.slice(0, 100);
  const nearest = nearestName(asked, names);
  return problemResponse({
    status: 404,
    code: 'no-such-pipeline',
    title: 'No such pipeline',
    detail: `No component of the registry has a pipeline named "${asked}".`,
    ...(nearest === null
      ? { fix: 'See /api/rollouts for the names of all pipelines.' }
      : { fix: `Did you mean "${nearest}"?`, more: { didYouMean: nearest } }),
  });
}
