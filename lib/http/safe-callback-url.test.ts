import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeCallbackUrl } from './safe-callback-url.ts';

const ORIGIN = 'https://cellwatch.example.com';

test.each([
  ['/cells/a?range=3h#x', `${ORIGIN}/cells/a?range=3h#x`],
  [`${ORIGIN}/costs`, `${ORIGIN}/costs`],
  ['https://evil.example/', `${ORIGIN}/`],
  ['//evil.example', `${ORIGIN}/`],
  ['/\\evil.example', `${ORIGIN}/`],
  ['\\\\evil.example', `${ORIGIN}/`],
  ['/%09/evil.example', `${ORIGIN}/%09/evil.example`],
  ['/\t/evil.example', `${ORIGIN}/`],
  ['https:evil.example', `${ORIGIN}/evil.example`],
  ['https://cellwatch.example.com@evil.example', `${ORIGIN}/`],
  ['https://cellwatch.example.com.evil.example', `${ORIGIN}/`],
  ['https://evil.example/https://cellwatch.example.com', `${ORIGIN}/`],
  ['https://a:b@cellwatch.example.com/', `${ORIGIN}/`],
  ['javascript:alert(1)', `${ORIGIN}/`],
  ['data:text/html,x', `${ORIGIN}/`],
  ['blob:https://cellwatch.example.com/x', `${ORIGIN}/`],
  ['/api/auth/signout', `${ORIGIN}/`],
  ['/x/../api/auth/signout', `${ORIGIN}/`],
  ['/%2e%2e/api/auth/signout', `${ORIGIN}/`],
  ['/sign-in', `${ORIGIN}/`],
  [null, `${ORIGIN}/`],
])('%s leads to %s', (wanted, to) => {
  expect(safeCallbackUrl(wanted, ORIGIN)).toBe(to);
});

test('no text leads elsewhere, read as an address or as a path', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      ...[
        '/',
        '\\',
        ':',
        '@',
        '.',
        '?',
        '#',
        '%2f',
        '%5c',
        '\t',
        '\n',
        '\0',
        ' ',
        'https',
        'http',
        'javascript',
        'evil.example',
        'a',
        '..',
      ],
    ),
    maxLength: 12,
  });
  fc.assert(
    fc.property(text, (wanted) => {
      const url = new URL(safeCallbackUrl(wanted, ORIGIN));
      expect(url.origin).toBe(ORIGIN);
      expect(url.username + url.password).toBe('');
      expect(new URL(url.pathname + url.search, ORIGIN).origin).toBe(ORIGIN);
      expect(url.pathname).not.toMatch(/^\/(api|sign-in)(\/|$)/);
    }),
    { numRuns: 2_000 },
  );
});
