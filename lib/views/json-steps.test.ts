import { expect, it } from 'vitest';
import { objectJsonSteps } from './json-steps.ts';

it.each([0, 1, 199, 200, 201, 1_000])('writes an object with a list of %i as JSON.stringify does', (length) => {
  const items = Array.from({ length }, (_, index) => ({ index, text: '"é\u2028' }));
  for (const rest of [{}, { a: 1, nested: { b: [null] } }]) {
    const pieces: string[] = [];
    for (const _ of objectJsonSteps(rest, 'items', items, (piece) => void pieces.push(piece)));
    expect(pieces.join('')).toBe(JSON.stringify({ ...rest, items }));
  }
});
