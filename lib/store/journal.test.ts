import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Journal, type JournalLine } from './journal.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { auditEntry, storedAction } from './testing/control-contract.ts';
import { verifyAudit } from './verify-audit.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-journal-'));
  store = await openStore({ DATA_DIR: folder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const path = () => join(folder, 'journal/actions.jsonl');
const line = (id: string, more: Partial<JournalLine> = {}): JournalLine => ({
  stored: null,
  entries: [auditEntry(id)],
  pauses: [],
  ...more,
});
const ids = async () => (await store.searchAudit({}, null, 100)).map(({ id }) => id);

it('is on the disk when it is kept, and merged in order after a restart', async () => {
  const journal = new Journal(folder);
  journal.append(line('a', { stored: storedAction('act-1') }));
  journal.append(line('b', { stored: storedAction('act-1', 'k', { state: 'done', finishedAt: 5 }) }));
  const restarted = new Journal(folder);
  expect(restarted.empty).toBe(false);
  expect(await restarted.mergeInto(store)).toBe(2);
  expect(await ids()).toEqual(['b', 'a']);
  expect((await store.findAction('act-1'))?.action.state).toBe('done');
  expect(restarted.empty).toBe(true);
  expect(existsSync(path())).toBe(false);
  expect(new Journal(folder).empty).toBe(true);
  expect((await verifyAudit(store)).ok).toBe(true);
});

it('is merged once, although the merge was cut short', async () => {
  const journal = new Journal(folder);
  for (const id of ['a', 'b', 'c']) journal.append(line(id));
  let left = 2;
  const failing: Store = {
    ...store,
    appendAudit: (entries) => (left-- > 0 ? store.appendAudit(entries) : Promise.reject(new Error('down again'))),
  };
  await expect(journal.mergeInto(failing)).rejects.toThrow('down again');
  expect(journal.empty).toBe(false);
  await new Journal(folder).mergeInto(store);
  expect(await ids()).toEqual(['c', 'b', 'a']);
});

it('leaves out a last line that a crash cut short, and keeps what comes after it', async () => {
  new Journal(folder).append(line('a'));
  appendFileSync(path(), '{"stored":null,"entr');
  const restarted = new Journal(folder);
  restarted.append(line('b'));
  const again = new Journal(folder);
  expect(again.damaged).toBeNull();
  await again.mergeInto(store);
  expect(await ids()).toEqual(['b', 'a']);
});

it('keeps a copy when a line in its midst can not be read, and merges the others', async () => {
  const journal = new Journal(folder);
  for (const id of ['a', 'b', 'c']) journal.append(line(id));
  const spoilt = readFileSync(path(), 'utf8').replace('{"stored":null,"entries":[{"id":"b"', '#'.repeat(30));
  writeFileSync(path(), spoilt);
  const again = new Journal(folder);
  await again.mergeInto(store);
  expect(await ids()).toEqual(['c', 'a']);
  expect(readFileSync(again.damaged ?? '', 'utf8')).toBe(spoilt);
});

it('that can not be read at all is told with its path', () => {
  mkdirSync(path(), { recursive: true });
  expect(() => new Journal(folder)).toThrow(/^The journal .*actions\.jsonl can't be read \(EISDIR/);
});

it('finds room on a full disk, and leaves no half line behind', async () => {
  let room = false;
  const ballast = join(folder, 'journal/ballast');
  const journal = new Journal(folder, (file, text) => {
    room = !existsSync(ballast);
    writeSync(file, room ? text : text.slice(0, 10));
    if (!room) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  journal.append(line('a'));
  expect(room).toBe(true);
  expect(readFileSync(path(), 'utf8')).toBe(`${JSON.stringify(line('a'))}\n`);
  await journal.mergeInto(store);
  expect(existsSync(ballast)).toBe(true);
});

it('says so when it can not be kept', () => {
  const journal = new Journal(folder, () => {
    throw new Error('broken disk');
  });
  expect(() => journal.append(line('a'))).toThrow('broken disk');
  expect(journal.empty).toBe(true);
});
