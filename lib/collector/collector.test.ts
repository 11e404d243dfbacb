import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '#lib/store/store.ts';
import { administratorKey } from '#simulator/iam/find-key.ts';
import { FleetBroadcast } from './fleet-broadcast.ts';
import { START, simulatedFleet } from './testing/simulated-fleet.ts';

const MINUTE = 60_000;
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function make(options: Parameters<typeof simulatedFleet>[0]) {
  const made = await simulatedFleet(options);
  ended.push(made.close);
  return made;
}

async function filled(cells: number) {
  const made = await make({ cells });
  await made.fill();
  return made;
}

describe('the registry', () => {
  it('stays in force when a new version is refused, visibly, and follows the next valid one', async () => {
    const { collector, registry, publishRegistry, view, source } = await filled(6);
    // Components name cells: without some, they would be refused first.
    const first = { ...registry(), components: [] };
    publishRegistry({ ...first, cells: [{ ...first.cells[0], wave: 'no such wave' }] });
    await collector.refreshRegistry();
    expect(view().cells).toHaveLength(6);
    expect(source('registry')).toMatchObject({ state: 'error', coverage: { ok: 0, of: 1 } });
    expect(source('registry')?.failures[0]?.message).toContain('cells[0].wave');
    await collector.refreshRegistry();
    expect(source('registry')?.state).toBe('error');
    // Components name the cells that their stages reach: without the cell, they would be refused.
    publishRegistry({ ...first, cells: first.cells.slice(1), components: [] });
    await collector.refreshRegistry();
    expect(view().cells.map((cell) => cell.name)).toEqual(first.cells.slice(1).map((cell: { name: string }) => cell.name));
    expect(source('registry')?.state).toBe('ok');
  });
});

describe('a trial without roles', () => {
  /** The cells of the given accounts alone, read with the first one's own key. */
  async function trial(...accountIds: [string, ...string[]]) {
    const folder = await mkdtemp(join(tmpdir(), 'trial-'));
    ended.push(() => rm(folder, { recursive: true }));
    const path = join(folder, 'registry.json');
    const made = await make({ cells: 6, credentials: administratorKey(accountIds[0]), location: { kind: 'file', path } });
    const { roles: _, shared: __, components: ___, organization, ...rest } = made.registry();
    const cells = rest.cells.filter((cell: { accountId: string }) => accountIds.includes(cell.accountId));
    const metrics = { ...rest.metrics, from: 'cell-accounts' };
    await writeFile(path, JSON.stringify({ ...rest, organization: { name: organization.name }, cells, components: [], metrics }));
    await made.fill();
    return { ...made, names: cells.map((cell: { name: string }) => cell.name) as string[] };
  }

  it('reads everything in a single account with the default credentials', async () => {
    const { view, collector, calls, names } = await trial('200000000001');
    expect(view().cells).toMatchObject([{ name: names[0], health: 'healthy' }]);
    expect(view().sources.map(({ id, state, coverage }) => [id, state, coverage])).toEqual([
      ['registry', 'ok', { ok: 1, of: 1 }],
      ['metrics', 'ok', { ok: 1, of: 1 }],
      ['alarms', 'ok', { ok: 1, of: 1 }],
    ]);
    expect(collector.book.cells.get(names[0] ?? '')?.alarms).toHaveLength(5);
    expect(await calls('AssumeRole')).toEqual([]);
    expect(await calls('GetCallerIdentity')).toMatchObject([{ count: 1 }]);
    const callers = new Set((await calls('GetMetricData')).map((row) => row.principalArn));
    expect([...callers]).toEqual(['arn:aws:iam::200000000001:user/administrator']);
  });

  it("never takes that account's alarms and metrics for those of another", async () => {
    const { cell, collector, source, names } = await trial('200000000001', '200000000002');
    expect(names.map((name) => cell(name)?.health)).toEqual(['healthy', 'no-data']);
    expect(collector.book.cells.get(names[1] ?? '')?.alarms).toEqual([]);
    for (const id of ['metrics', 'alarms']) {
      expect(source(id)?.failures).toMatchObject([{ accountId: '200000000002', code: 'access-denied' }]);
      expect(source(id)?.failures[0]?.message).toContain('the default credentials are of account 200000000001');
    }
  });
});

describe('the picture', () => {
  it('is told to subscribers as changes only, which resume by id', async () => {
    const { clock, collector, broadcast, world } = await filled(6);
    const first = broadcast.current()?.version ?? '';
    const events: { id: string | null; data: string }[] = [];
    broadcast.subscribe((event) => events.push(event));
    await collector.refreshAlarms();
    expect(JSON.parse(events[0]?.data ?? '{}')).toMatchObject({ previous: first, changed: [], removed: [] });
    world.incidents.start({
      cell: world.cells.find((cell) => cell.environment === 'production')?.name ?? '',
      kind: 'errors',
      severity: 1,
    });
    clock.time += 3 * MINUTE;
    await collector.refreshMetrics();
    expect(JSON.parse(events[1]?.data ?? '{}').changed.length).toBeGreaterThan(0);
    expect(broadcast.since(first)?.map((event) => event.id)).toEqual(events.map((event) => event.id));
    expect(broadcast.since(broadcast.current()?.version ?? '')).toEqual([]);
    expect(broadcast.since('other-1')).toBeNull();
  });

  it('comes back after a restart, marked as restored, and does not repeat changes of health', async () => {
    const { store, changes } = storeInMemory();
    const first = await make({ cells: 6, store });
    await first.fill();
    await first.collector.stop();
    const recorded = changes.length;
    expect(recorded).toBeGreaterThan(0);

    const second = await make({ cells: 6, store, broadcast: new FleetBroadcast('next'), at: START + 30_000 });
    await second.collector.restore();
    expect(second.view()).toMatchObject({ restored: true, version: 'next-1', observedAt: first.view().observedAt });
    expect(second.view().cells).toEqual(first.view().cells);
    expect(second.view().sources.every((source) => source.state === 'waiting')).toBe(true);
    await second.collector.refreshRegistry();
    await second.collector.refreshMetrics();
    expect(second.view().restored).toBe(true);
    await second.collector.refreshAlarms();
    expect(second.view().restored).toBe(false);
    expect(changes.length).toBe(recorded);
  });

  it('knows the pipelines of an earlier run where the registry can not be read, until it can', async () => {
    const { store } = storeInMemory();
    const first = await make({ cells: 6, store });
    await first.fill();
    await first.collector.stop();

    const second = await make({ cells: 6, store, broadcast: new FleetBroadcast('next') });
    const published = second.registry();
    second.publishRegistry({ version: 'none' });
    await second.collector.restore();
    await second.collector.refreshRegistry();
    expect(second.collector.registryKeeper.registry).toBeNull();
    expect(second.collector.keptRegistry).toMatchObject({ at: START, registry: { organization: { name: published.organization.name } } });
    expect(second.collector.pipelines.reads.length).toBe(published.components.length);
    second.publishRegistry(published);
    await second.collector.refreshRegistry();
    expect(second.collector.registryKeeper.registry).not.toBeNull();
    expect(second.collector.keptRegistry).toBeNull();
  });
});

function storeInMemory() {
  const changes: unknown[] = [];
  const kept = new Map<string, { at: number; body: Uint8Array }>();
  const store = {
    recordChanges: async (more: readonly unknown[]) => void changes.push(...more),
    saveSnapshot: async (key: string, at: number, body: Uint8Array) => void kept.set(key, { at, body }),
    lastSnapshot: async (key: string) => kept.get(key) ?? null,
    pauses: async () => [],
  } as unknown as Store;
  return { store, changes };
}
