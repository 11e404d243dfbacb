import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NameIndex, stands } from './find-mentioned.ts';

it.each([
  ['deploy-alpha', ['alpha'], ['alpha']],
  ['deploy-alphabet', ['alpha'], []],
  ['prod-use1-a,prod-use1-b', ['prod-use1-a', 'prod-use1', 'prod-use1-c'], ['prod-use1-a', 'prod-use1']],
  ['{"accounts":["200000000001","2000000000012"]}', ['200000000001', '200000000002'], ['200000000001']],
  ['_alpha', ['alpha', '_alpha'], ['alpha', '_alpha']],
])('in "%s" of %j stand %j', (text, names, found) => {
  expect([...new NameIndex(names).mentionedIn(text)].sort()).toEqual([...found].sort());
});

it('finds what looking for each name by itself finds', () => {
  const text = fc.stringMatching(/^[ab1\-_ ]{0,12}$/);
  fc.assert(
    fc.property(fc.uniqueArray(text, { maxLength: 6 }), text, (all, words) => {
      const names = all.filter((name) => name !== '');
      expect([...new NameIndex(names).mentionedIn(words)].sort()).toEqual(names.filter((name) => stands(name, words)).sort());
    }),
    { numRuns: 500 },
  );
});
