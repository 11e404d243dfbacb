import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '#lib/log.ts';
import { Journal } from '#lib/store/journal.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type Store, StoreError } from '#lib/store/store.ts';
import { auditEntry, storedAction } from '#lib/store/testing/control-contract.ts';
import { verifyAudit } from '#lib/store/verify-audit.ts';
import { Ledger } from './ledger.ts';

let folder: string;
let store: Store;
let down: boolean;
let full: boolean;
let logged: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-ledger-'));
  store = await openStore({ DATA_DIR: folder });
  down = false;
  full = false;
  logged = [];
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function make(): { ledger: Ledger; journal: Journal } {
  const refuse = <T>(work: () => Promise<T>) => (down ? Promise.reject(new StoreError('unavailable', 'down')) : work());
  const breakable: Store = {
    ...store,
    appendAudit: (entries) => refuse(() => store.appendAudit(entries)),
    recordIntent: (...given) => refuse(() => store.recordIntent(...given)),
    recordProgress: (...given) => refuse(() => store.recordProgress(...given)),
  };
  const journal = new Journal(folder, (file, text) => {
    if (full) throw new Error('the disk is full');
    writeSync(file, text);
  });
  const log = createLog('warn', (line) => void logged.push(line));
  return { ledger: new Ledger(breakable, journal, log), journal };
}

const intent = (ledger: Ledger, id: string, mayJournal: boolean) =>
  ledger.recordIntent(storedAction(id), [auditEntry(`${id}-intent`)], [], mayJournal);
const ids = async () => (await store.searchAudit({}, null, 100)).map(({ id }) => id).reverse();

describe('while the store is down', () => {
  it('an intent to stop is journaled, one to start refused', async () => {
    const { ledger, journal } = make();
    down = true;
    expect(await intent(ledger, 'act-1', true)).toEqual({ kind: 'journaled' });
    await expect(intent(ledger, 'act-2', false)).rejects.toThrow('down');
    down = false;
    await ledger.stop();
    expect(journal.empty).toBe(false);
    const later = make();
    await later.ledger.start();
    await later.ledger.stop();
    expect(await ids()).toEqual(['act-1-intent']);
    expect(await store.findAction('act-2')).toBeNull();
    expect((await store.findAction('act-1'))?.action.journaled).toBe(true);
  });

  it('what was done is journaled, in its order, and merged once before what comes after it', async () => {
    const { ledger } = make();
    await intent(ledger, 'act-1', false);
    down = true;
    const stored = storedAction('act-1');
    const acting = ledger.recordProgress({ ...stored, action: { ...stored.action, state: 'acting' } }, [auditEntry('sent')]);
    await ledger.recordProgress({ ...stored, action: { ...stored.action, state: 'done', finishedAt: 9 } }, [auditEntry('ended')]);
    await acting;
    down = false;
    const later = make();
    await later.ledger.appendAudit([auditEntry('after')]);
    expect(await ids()).toEqual(['act-1-intent', 'sent', 'ended', 'after']);
    expect((await store.findAction('act-1'))?.action.state).toBe('done');
    expect((await verifyAudit(store)).ok).toBe(true);
  });

  it('and the journal too, what stops is done all the same: it is kept in memory and in the log of the server', async () => {
    const { ledger } = make();
    down = true;
    full = true;
    expect(await intent(ledger, 'act-1', true)).toEqual({ kind: 'journaled' });
    expect(logged.join('')).toContain('act-1-intent');
    down = false;
    const until = performance.now() + 10_000;
    while ((await ids()).length === 0 && performance.now() < until) {
      await ledger.appendAudit([]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await ids()).toEqual(['act-1-intent']);
    expect(await store.findAction('act-1')).not.toBeNull();
  });
});
