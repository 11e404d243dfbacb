import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainedText, readKept } from '#lib/domain/audit/audit-chain.ts';
import { sha256 } from '../append-entries.ts';
import { openStore } from '../open-store.ts';
import { auditEntry } from '../testing/control-contract.ts';
import { verifyAudit } from '../verify-audit.ts';
import { readSqlite } from './read-sqlite.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-audit-'));
  const store = await openStore({ DATA_DIR: folder });
  await store.appendAudit(Array.from({ length: 5 }, (_, i) => auditEntry(`e${i + 1}`, { at: i })));
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As somebody with the file in hand. */
function tamper(statements: string): void {
  const database = new DatabaseSync(join(folder, 'cellwatch.db'));
  database.exec(statements);
  database.close();
}

const TRIGGERS = ['entry_no_update', 'entry_no_delete', 'entry_follows', 'head_forward', 'head_no_delete', 'head_one'];
const disarm = TRIGGERS.map((name) => `DROP TRIGGER audit_${name};`).join(' ');

/** Writes the whole chain anew with one entry changed, hashes and end included. */
function forge(): void {
  const database = new DatabaseSync(join(folder, 'cellwatch.db'));
  database.exec(disarm);
  let previous = '0'.repeat(64);
  for (const row of database.prepare('SELECT seq, body, hash FROM audit_entry ORDER BY seq').all()) {
    const kept = readKept({ text: String(row.body), hash: String(row.hash) });
    if (!kept) throw new Error('unreadable');
    const { hash: _, seq, previous: __, ...entry } = kept;
    const body = chainedText({ ...entry, text: seq === 2 ? 'nothing happened' : entry.text }, seq, previous);
    previous = sha256(body);
    database.prepare('UPDATE audit_entry SET body = ?, hash = ? WHERE seq = ?').run(body, previous, seq);
  }
  database.prepare('UPDATE audit_head SET hash = ?').run(previous);
  database.close();
}

const verify = async (...anchor: Parameters<typeof verifyAudit> extends [unknown, ...infer Rest] ? Rest : never) => {
  const store = readSqlite(folder);
  const result = await verifyAudit(store, ...anchor);
  await store.close();
  return result;
};

describe('the database refuses', () => {
  it.each([
    ['to change an entry', "UPDATE audit_entry SET body = '{}' WHERE seq = 2"],
    ['to remove an entry', 'DELETE FROM audit_entry WHERE seq = 5'],
    ['to remove all', 'DELETE FROM audit_entry'],
    ['to replace an entry by its place', "INSERT OR REPLACE INTO audit_entry VALUES (2, 'z', 1, 'v', null, '', '', '', '{}', 'h')"],
    ['to replace an entry by its id', "INSERT OR REPLACE INTO audit_entry VALUES (6, 'e2', 1, 'v', null, '', '', '', '{}', 'h')"],
    ['an entry that leaves a gap', "INSERT INTO audit_entry VALUES (7, 'z', 1, 'v', null, '', '', '', '{}', 'h')"],
    ['to move the end back', 'UPDATE audit_head SET count = 4'],
    ['to say another end', "UPDATE audit_head SET hash = 'x'"],
    ['to remove the end', 'DELETE FROM audit_head'],
    ['a second end', "INSERT INTO audit_head VALUES ('other', 0, 'x')"],
  ])('%s', async (_what, statement) => {
    expect(() => tamper(statement)).toThrow(/append-only/);
    expect(await verify()).toMatchObject({ ok: true, head: { count: 5 } });
  });
});

describe('whoever gets past that is found out', () => {
  it.each([
    ['a changed text', "UPDATE audit_entry SET body = replace(body, 'Halt', 'Hail') WHERE seq = 2", 2, 'altered'],
    ['a changed column', "UPDATE audit_entry SET person = 'somebody else' WHERE seq = 3", 3, 'altered'],
    ['a changed hash', "UPDATE audit_entry SET hash = 'x' WHERE seq = 4", 4, 'altered'],
    ['a removed entry', 'DELETE FROM audit_entry WHERE seq = 3', 3, 'missing'],
    ['the first one removed', 'DELETE FROM audit_entry WHERE seq = 1', 1, 'missing'],
    ['a cut-off end', 'DELETE FROM audit_entry WHERE seq > 3', 4, 'missing'],
    ['everything removed', 'DELETE FROM audit_entry', 1, 'missing'],
    [
      'a removed entry with the rest moved up',
      'DELETE FROM audit_entry WHERE seq = 3; UPDATE audit_entry SET seq = seq - 1 WHERE seq > 3',
      3,
      'altered',
    ],
    [
      'two entries exchanged',
      'UPDATE audit_entry SET seq = 100 WHERE seq = 2; UPDATE audit_entry SET seq = 2 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = 100',
      2,
      'altered',
    ],
    ['the end cut off and its record too', 'DELETE FROM audit_entry WHERE seq > 3; UPDATE audit_head SET count = 3', 3, 'altered'],
    ['the record of the end removed', 'DELETE FROM audit_head', 5, 'altered'],
    [
      'an entry added at the end',
      "INSERT INTO audit_entry SELECT 6, 'z', at, verb, action_id, person, components, cells, body, 'h' FROM audit_entry WHERE seq = 5",
      6,
      'altered',
    ],
  ] as const)('by %s', async (_what, statements, seq, what) => {
    tamper(`${disarm} ${statements}`);
    expect(await verify()).toMatchObject({ ok: false, fault: { seq, what } });
  });

  it('by a chain written anew, where a head was kept elsewhere', async () => {
    const before = await verify();
    if (!before.ok) throw new Error('not intact before');
    forge();
    expect((await verify()).ok).toBe(true);
    expect(await verify(before.head)).toMatchObject({ ok: false, fault: { seq: 5, what: 'altered' } });
    tamper('DELETE FROM audit_entry WHERE seq > 3; UPDATE audit_head SET count = 3, hash = (SELECT hash FROM audit_entry WHERE seq = 3)');
    expect(await verify(before.head)).toMatchObject({ ok: false, fault: { seq: 4, what: 'missing' } });
  });
});

describe('npm run audit:verify', () => {
  const run = (...options: string[]) => {
    const script = fileURLToPath(new URL('../../../scripts/verify-audit.ts', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  it('says that it is intact, also while Cellwatch has the store', async () => {
    const store = await openStore({ DATA_DIR: folder });
    await store.appendAudit([auditEntry('e6')]);
    expect(run('--data-dir', folder)).toEqual({ status: 0, output: expect.stringMatching(/intact: 6 entries, head 6:[0-9a-f]{64}\n$/) });
    await store.close();
  });

  it('names the first entry that is not, by an exit code too', () => {
    tamper(`${disarm} DELETE FROM audit_entry WHERE seq = 4`);
    expect(run('--data-dir', folder)).toEqual({
      status: 1,
      output: 'The audit log is NOT intact (missing): entry 4 is missing: after 3 comes 5.\n',
    });
  });

  it('says what it can not read', () => {
    expect(run('--data-dir', join(folder, 'none'))).toEqual({ status: 2, output: expect.stringContaining('There is no store') });
    expect(run('--data-dir', folder, '--head', 'x')).toEqual({ status: 2, output: expect.stringContaining('expected COUNT:HASH') });
  });
});
