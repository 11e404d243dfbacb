import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '#lib/store/sqlite/open-sqlite.ts';
import { auditEntry } from '#lib/store/testing/control-contract.ts';
import { verifyAudit } from '#lib/store/verify-audit.ts';
import { type ControlBed, startControlBed } from './testing/control-bed.ts';

const DISK = { full: 'PRAGMA max_page_count = 1', wide: 'PRAGMA max_page_count = 1000000' };
const PAUSE = { component: 'router', waves: ['large'] };

let database: DatabaseSync;
let bed: ControlBed;
beforeAll(async () => {
  const given = (opened: DatabaseSync) => {
    database = opened;
  };
  bed = await startControlBed({ open: (folder) => openSqlite(folder, given) });
});
afterAll(() => bed.end());

/** Entries until a new page is needed: what a page has room for is still written on a full disk. */
async function fillPages() {
  database.exec(DISK.full);
  const padding = auditEntry('padding', { text: 'x'.repeat(500) });
  for (let i = 0; i < 500; i++) {
    const written = await bed.app.store.appendAudit([{ ...padding, id: `padding-${i}` }]).then(
      () => true,
      () => false,
    );
    if (!written) return;
  }
  throw new Error('the disk did not fill');
}

describe('on a full disk', () => {
  it('what starts something is refused with the reason, what stops goes on, and all is recorded when there is room', async () => {
    await fillPages();
    const pause = await bed.begin('pause-wave', PAUSE);
    const paused = await bed.ended(pause.id);
    expect(paused).toMatchObject({ state: 'done', journaled: true });
    expect((await bed.stageOf('router', 'Deploy-large'))?.inboundTransitionState?.enabled).toBe(false);
    await expect(bed.begin('resume-wave', PAUSE)).rejects.toMatchObject({
      code: 'not-recorded',
      fix: expect.stringMatching(/^The disk of .* is full: .*Pausing and halting still work\.$/),
    });
    expect(bed.app.journal.empty).toBe(false);

    database.exec(DISK.wide);
    await bed.until(() => bed.app.journal.empty, 'the journal to be merged');
    const log = await bed.app.store.searchAudit({ actionId: pause.id }, null, 50);
    expect(log.map(({ kind }) => kind).reverse()).toEqual(['intent', 'call', 'call', 'result']);
    expect((await verifyAudit(bed.app.store)).ok).toBe(true);
    expect((await bed.ended((await bed.begin('resume-wave', PAUSE)).id)).state).toBe('done');
  }, 60_000);
});
