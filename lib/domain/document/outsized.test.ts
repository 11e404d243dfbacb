import { expect, test } from 'vitest';
import { parseAccessPolicy } from '../access/parse-access-policy.ts';
import { parseRegistry } from '../registry/parse-registry.ts';
import { faultText } from './fault.ts';

const HEAD = '"version":1,"organization":{"name":"o"},"waves":[{"name":"w"}]';
const BYTES = 5 * 1024 * 1024 - 1;
/** As many units between head and tail as a document may have bytes. */
const filled = (head: string, unit: string, tail: string) =>
  head + unit.repeat(Math.floor((BYTES - head.length - tail.length) / unit.length)) + tail;
const members = (count: number) => Array.from({ length: count }, (_, i) => `"k${i}":""`).join(',');

const cells = Array.from({ length: 10_000 }, (_, i) => ({
  name: `prod-use1-${i}`,
  region: 'us-east-1',
  accountId: '200000000001',
  environment: 'production',
  wave: 'w',
}));
const components = Array.from({ length: 15 }, (_, i) => ({
  name: `c${i}`,
  pipeline: { name: 'p', accountId: '200000000001', region: 'us-east-1' },
  stages: { deploy: Array.from({ length: 9_000 }, (__, j) => `prod-use2-${j}`) },
}));

const DOCUMENTS: Record<string, [text: string, fault: string]> = {
  'millions of entries': [filled(`{${HEAD},"cells":[`, '0,', '0]}'), 'cells: has more than 10000 entries'],
  'millions of entries in an entry': [
    filled(`{${HEAD},"cells":[{"name":"a","dns":[`, '0,', '0]}]}'),
    'cells[0].dns: has more than 10000 entries',
  ],
  'millions of members': [`{"rules":1,${members(100_000)}}`, 'has more than 10000 members'],
  'millions of values in all': [
    `{${HEAD},"cells":[${Array.from({ length: 60 }, () => `{"dns":[${'0,'.repeat(9_000)}0]}`).join()}]}`,
    'has more than 500000 values',
  ],
  'lists in lists': [filled('', '[', ''), 'The registry is nested too deeply to be one'],
  'objects in objects': [`${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`, 'The registry is nested too deeply to be one'],
  'brackets in a text': [
    JSON.stringify({ version: '[{'.repeat(1_000_000) }),
    'version: "[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{… is not 1',
  ],
  'a list of cells that were all renamed, for each of 15 components': [
    JSON.stringify({ version: 1, organization: { name: 'o' }, waves: [{ name: 'w' }], cells, components }),
    'components[0].stages.deploy[0]: "prod-use2-0" is not a cell; did you mean "prod-use1-0"?',
  ],
};

test.each(Object.entries(DOCUMENTS))('%s are refused, and cost a moment', (_, [text, fault]) => {
  const started = process.cpuUsage();
  const parsed = text.startsWith('{"rules"') ? parseAccessPolicy(text) : parseRegistry(text);
  const { user, system } = process.cpuUsage(started);
  expect(parsed.ok ? [] : parsed.faults.map(faultText)).toContain(fault);
  // Mostly JSON.parse's, of 5 MB; before there were bounds, some took minutes and one ended in a stack overflow.
  expect((user + system) / 1_000).toBeLessThan(3_000);
});
