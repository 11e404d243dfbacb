import { nearestName } from './nearest-name.ts';
import { problemResponse } from './problem.ts';

/** 404 for a cell, with the nearest name where one is near enough to be meant. */
export function noSuchCell(name: string, names: readonly string[]): Response {
  const asked = name.slice(0, 100);
  const nearest = nearestName(asked, names);
  return problemResponse({
    status: 404,
    code: 'no-such-cell',
    title: 'No such cell',
    detail: `The registry has no cell named "${asked}".`,
    ...(nearest === null
      ? { fix: 'See /api/fleet for the names of all cells.' }
      : { fix: `Did you mean "${nearest}"?`, more: { didYouMean: nearest } }),
  });
}
