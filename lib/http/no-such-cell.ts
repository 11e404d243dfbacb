import { closest, distance } from 'fastest-levenshtein';
import { problemResponse } from './problem.ts';

/** 404 for a cell, with the nearest name where one is near enough to be meant. */
export function noSuchCell(name: string, names: readonly string[]): Response {
  const asked = name.slice(0, 100);
  const nearest = names.length > 0 ? closest(asked.toLowerCase(), names) : null;
  const near = nearest !== null && distance(asked.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(asked.length / 3));
  return problemResponse({
    status: 404,
    code: 'no-such-cell',
    title: 'No such cell',
    detail: `The registry has no cell named "${asked}".`,
    ...(near
      ? { fix: `Did you mean "${nearest}"?`, more: { didYouMean: nearest } }
      : { fix: 'See /api/fleet for the names of all cells.' }),
  });
}
