import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFileDocument } from './read-file-document.ts';

const KIND = { noun: 'registry', variable: 'CELL_REGISTRY' };
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-document-'));
  writeFileSync(at('registry.json'), '{}');
  symlinkSync('registry.json', at('link.json'));
  mkdirSync(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file is read, through a link too, and not read again while it is the same', async () => {
  const read = await readFileDocument(at('link.json'), KIND, null);
  expect(read?.text).toBe('{}');
  expect(await readFileDocument(at('registry.json'), KIND, read?.mark ?? null)).toBeNull();
});

test.each(['folder', 'pipe'])('a %s is refused, and waited for by nobody', async (name) => {
  await expect(readFileDocument(at(name), KIND, null)).rejects.toThrow(`The registry at ${at(name)} is no file: check CELL_REGISTRY.`);
});

test('a device that never ends is refused', async () => {
  await expect(readFileDocument('/dev/zero', KIND, null)).rejects.toThrow('is no file');
});

test('more than a document has is not read to its end', async () => {
  writeFileSync(at('large.json'), 'x'.repeat(6 * 1024 * 1024));
  await expect(readFileDocument(at('large.json'), KIND, null)).rejects.toThrow('The registry is larger than 5 MB');
});
