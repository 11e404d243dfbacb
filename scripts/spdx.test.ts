import { expect, test } from 'vitest';
import { isAllowed } from './spdx.ts';

const allowed = new Set(['MIT', 'ISC', 'BSD-3-Clause']);

test.each([
  ['MIT', true],
  ['GPL-3.0-only', false],
  ['MIT OR GPL-3.0-only', true],
  ['MIT AND GPL-3.0-only', false],
  ['(MIT AND ISC) OR GPL-3.0-only', true],
  ['MIT AND (ISC OR GPL-3.0-only)', true],
  ['MIT AND ISC AND BSD-3-Clause', true],
  ['GPL-3.0-only OR MIT AND AGPL-3.0-only', false],
  ['MIT WITH something', false],
  ['(MIT', false],
  ['MIT)', false],
  ['MIT ISC', false],
  ['SEE LICENSE IN LICENSE', false],
  ['UNLICENSED', false],
  ['', false],
])('%j is allowed: %s', (expression, is) => {
  expect(isAllowed(expression, allowed)).toBe(is);
});
