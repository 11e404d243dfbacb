import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIRMATION_KEY, encodeConfirmation, type RegistryPair } from '#lib/domain/registry/registry-confirmation.ts';
import { openStore } from '#lib/store/open-store.ts';
import type { Store } from '#lib/store/store.ts';
import { simulatedFleet } from './testing/simulated-fleet.ts';

type Fleet = Awaited<ReturnType<typeof simulatedFleet>>;

let folder: string;
let store: Store;
let fleet: Fleet;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-held-'));
  store = await openStore({ DATA_DIR: folder });
  fleet = await simulatedFleet({ cells: 24, store });
  await fleet.fill();
});
afterEach(async () => {
  await fleet.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const names = (of = fleet) => of.view().cells.map(({ name }) => name);

/** Publishes the registry with so many of its cells, and reads it. */
async function publish(cells: number, of = fleet) {
  const document = of.registry();
  const kept = document.cells.slice(0, cells);
  const keptNames = new Set(kept.map(({ name }: { name: string }) => name));
  for (const component of document.components) {
    for (const [stage, of] of Object.entries<string[]>(component.stages ?? {})) {
      component.stages[stage] = of.filter((name) => keptNames.has(name));
    }
  }
  of.publishRegistry({ ...document, cells: kept });
  await of.collector.refreshRegistry();
}

const heldPair = (of = fleet): RegistryPair => {
  const { inForce = '', held = '' } = of.view().heldRegistry ?? {};
  return { inForce, held };
};

const confirm = (pair: RegistryPair) => {
  const by = { id: 'anna', name: 'Anna Admin', email: null };
  return store.saveSnapshot(CONFIRMATION_KEY, 1, encodeConfirmation({ ...pair, id: 'confirmation', by }));
};

describe('a registry that loses a few cells', () => {
  it('is in force at once', async () => {
    await publish(20);
    expect(names()).toHaveLength(20);
    expect(fleet.view().heldRegistry).toBeNull();
  });
});

describe('a registry that loses more than a fifth of the cells', () => {
  it('is held, and says so: the one in force stays, and is read on', async () => {
    await publish(3);
    expect(names()).toHaveLength(24);
    expect(fleet.view().heldRegistry).toMatchObject({ before: 24, after: 3, lost: 21, added: 0, inForceOfEarlierRun: false });
    expect(fleet.source('registry')).toMatchObject({
      state: 'error',
      failures: [{ code: 'held-back', message: expect.stringContaining('without 21 of 24 cells is held: the one in force stays') }],
    });
    expect(fleet.collector.keptRegistry).toBeNull();
    const before = fleet.view().observedAt;
    fleet.clock.time += 60_000;
    await fleet.collector.refreshRegistry();
    await fleet.collector.refreshMetrics();
    expect(fleet.view().observedAt > before).toBe(true);
    expect(fleet.view().heldRegistry).not.toBeNull();
    expect(fleet.source('registry')?.state).toBe('error');
  });

  it('is held no more when it is corrected', async () => {
    await publish(3);
    await publish(23);
    expect(names()).toHaveLength(23);
    expect(fleet.view().heldRegistry).toBeNull();
    expect(fleet.source('registry')?.state).toBe('ok');
  });

  it('waits since it was first read', async () => {
    await publish(3);
    const since = fleet.view().heldRegistry?.since;
    fleet.clock.time += 120_000;
    await publish(3);
    expect(fleet.view().heldRegistry?.since).toBe(since);
  });

  it('is in force once it was confirmed, and that is used up by it', async () => {
    const whole = fleet.registry();
    await publish(3);
    const pair = heldPair();
    await confirm(pair);
    await fleet.collector.refreshRegistry();
    expect(names()).toHaveLength(3);
    expect(fleet.view().heldRegistry).toBeNull();
    expect(fleet.source('registry')?.state).toBe('ok');
    expect(await store.lastSnapshot(CONFIRMATION_KEY)).toBeNull();
    fleet.publishRegistry(whole);
    await fleet.collector.refreshRegistry();
    await publish(3);
    expect(names()).toHaveLength(24);
    expect(heldPair()).toEqual({ inForce: expect.not.stringMatching(/^$/), held: pair.held });
  });

  it('is not in force by a confirmation of other documents, which falls away', async () => {
    await publish(3);
    await confirm({ ...heldPair(), inForce: 'f'.repeat(64) });
    await fleet.collector.refreshRegistry();
    expect(names()).toHaveLength(24);
    expect(await store.lastSnapshot(CONFIRMATION_KEY)).toBeNull();
  });

  it('is not in force by a confirmation from before it was another', async () => {
    await publish(3);
    const pair = heldPair();
    await confirm(pair);
    await publish(4);
    expect(names()).toHaveLength(24);
    await publish(3);
    expect(heldPair()).toEqual(pair);
    expect(names()).toHaveLength(24);
  });

  it('is held though all of its cells are new ones', async () => {
    const document = fleet.registry();
    for (const cell of document.cells) cell.name = `x-${cell.name}`;
    for (const component of document.components) delete component.stages;
    fleet.publishRegistry(document);
    await fleet.collector.refreshRegistry();
    expect(fleet.view().heldRegistry).toMatchObject({ lost: 24, added: 24 });
  });
});

describe('at a start', () => {
  /** A new run on the same store; its registry has so many cells. */
  async function restart(cells: number): Promise<Fleet> {
    const next = await simulatedFleet({ cells: 24, store });
    await next.collector.restore();
    await publish(cells, next);
    await next.collector.refreshMetrics();
    await next.collector.refreshAlarms();
    return next;
  }

  it('the cells of the run before are watched while a registry without them is held', async () => {
    const next = await restart(2);
    expect(next.view().cells).toHaveLength(24);
    expect(next.view().cells.every(({ health }) => health === 'no-data')).toBe(false);
    expect(next.view().heldRegistry).toMatchObject({ lost: 22, inForceOfEarlierRun: true });
    expect(next.source('registry')?.failures[0]?.message).toContain('the one of the run before this one stays');
    expect(next.collector.keptRegistry?.registry.cells).toHaveLength(24);
    // A replica that is handed it starts nothing either.
    fleet.collector.adoptRegistry(next.collector.registryKeeper);
    expect(fleet.collector.keptRegistry?.registry.cells).toHaveLength(24);
    await confirm(heldPair(next));
    await next.collector.refreshRegistry();
    expect(next.view().cells).toHaveLength(2);
    expect(next.collector.keptRegistry).toBeNull();
    await next.close();
  });

  it('and the run after that holds it too, since what was held is never kept', async () => {
    await (await restart(2)).close();
    const next = await restart(2);
    expect(next.view().heldRegistry).toMatchObject({ lost: 22 });
    await next.close();
  });

  it('a registry that lost a few is in force', async () => {
    const next = await restart(21);
    expect(next.view().cells).toHaveLength(21);
    expect(next.view().heldRegistry).toBeNull();
    expect(next.collector.keptRegistry).toBeNull();
    await next.close();
  });
});
