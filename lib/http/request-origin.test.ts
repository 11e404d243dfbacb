import { expect, test } from 'vitest';
import { requestOrigin } from './request-origin.ts';

const of = (forwarded: string | null, TRUSTED_PROXIES?: string) =>
  requestOrigin(new Request('http://x', { headers: forwarded === null ? {} : { 'x-forwarded-for': forwarded } }), { TRUSTED_PROXIES })
    .address;

test.each([
  [null, undefined, null],
  ['192.0.2.1', undefined, '192.0.2.1'],
  ['6.6.6.6, 192.0.2.1', undefined, '192.0.2.1'],
  ['6.6.6.6, 192.0.2.1, 10.0.0.1', '10.0.0.0/8', '192.0.2.1'],
  ['192.0.2.1, ::ffff:10.0.0.1, fd00::1', '10.0.0.0/8, fd00::/8', '192.0.2.1'],
  ['10.0.0.2, 10.0.0.1', '10.0.0.0/8', '10.0.0.2'],
  ['192.0.2.1, garbage', '10.0.0.0/8', 'garbage'],
  ['192.0.2.1', 'nonsense, 10.0.0.0/99', '192.0.2.1'],
  ['x'.repeat(500), undefined, 'x'.repeat(64)],
])('of %j behind %j is %j', (forwarded, proxies, address) => {
  expect(of(forwarded, proxies)).toBe(address);
});
