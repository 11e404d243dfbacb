import fc from 'fast-check';
import { expect, test } from 'vitest';
import { negotiateEncoding } from './negotiate-encoding.ts';

test.each([
  [null, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['x-gzip', 'gzip'],
  ['GZIP;Q=0.5', 'gzip'],
  ['br;q=0.5, gzip;q=1.0', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['br;q=0, *', 'gzip'],
  ['*', 'br'],
  ['identity', 'identity'],
  ['identity;q=1, gzip;q=0.5', 'identity'],
  ['deflate', 'identity'],
  ['identity;q=0', 'identity'],
  ['br;q=0.001', 'br'],
])('Accept-Encoding %s gives %s', (header, expected) => {
  expect(negotiateEncoding(header)).toBe(expected);
});

test('never chooses what the viewer refuses', () => {
  const part = fc.tuple(fc.constantFrom('br', 'gzip'), fc.constantFrom('', ';q=0', ';q=0.3', ';q=1', '; q=0.0'));
  fc.assert(
    fc.property(fc.uniqueArray(part, { selector: ([name]) => name }), (parts) => {
      const chosen = negotiateEncoding(parts.map(([name, q]) => `${name}${q}`).join(', '));
      if (chosen === 'identity') return;
      const given = parts.find(([name]) => name === chosen);
      expect(given).toBeDefined();
      expect(given?.[1]).not.toMatch(/q=0(\.0)?$/);
    }),
  );
});
