import { expect, test } from 'vitest';
import { parseRegistry } from './parse-registry.ts';

const registry = (cell: object, organization: object = {}) =>
  JSON.stringify({
    version: 1,
    organization: { name: 'Orbit', ...organization },
    metrics: { signals: { requests: { namespace: 'Cell', metric: 'Requests', statistic: 'Sum' } } },
    waves: [{ name: 'small' }],
    cells: [{ name: 'a', accountId: '200000000001', region: 'us-east-1', environment: 'production', wave: 'small', ...cell }],
  });

test('a web address is taken', () => {
  expect(
    parseRegistry(registry({ runbook: 'https://runbooks.orbit.example/a' }, { accessPortal: 'https://orbit.awsapps.com/start' })).ok,
  ).toBe(true);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'ftp://a.example/',
  'vbscript:x',
  '//a.example',
  'a.example',
  '',
])('a runbook or an access portal at %j is refused', (address) => {
  expect(parseRegistry(registry({ runbook: address })).ok).toBe(false);
  expect(parseRegistry(registry({}, { accessPortal: address })).ok).toBe(false);
});

test.each(['us-east-1.evil.example', 'us-east-1@evil.example', 'x#', '../..', '169.254.169.254'])(
  'a Region is one of AWS, for it becomes part of a host: not %j',
  (region) => {
    expect(parseRegistry(registry({ region })).ok).toBe(false);
  },
);
