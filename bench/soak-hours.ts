import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aws } from '#lib/aws/aws.ts';
import { Collector } from '#lib/collector/collector.ts';
import { FleetBroadcast } from '#lib/collector/fleet-broadcast.ts';
import { createLog } from '#lib/log.ts';
import { openStore } from '#lib/store/open-store.ts';
import { appKey } from '#simulator/iam/find-key.ts';
import { startSimulator } from '#simulator/start-simulator.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { drivenClock } from './drive-world.ts';
import { descriptorsOf, flatRows, type Held } from './flatness.ts';
import type { BenchResult } from './result.ts';

const CELLS = 24;
const HOURS = 8;
const VIEWERS = 20;
const MINUTE = 60_000;
/** Virtual minutes between two looks at the memory. */
const LOOK_EVERY = 10;
const MB = 1_048_576;

/**
 * Hours of a fleet in minutes: the world and the collector in one process, on one clock that this turns a minute at a time, with
 * an incident and a release in each hour, over HTTP and into a store on disk as in earnest.
 * @param options.rounds hours
 */
export async function run({ rounds: hours = HOURS }: { rounds?: number }): Promise<BenchResult> {
  const clock = drivenClock(Date.UTC(2026, 10, 18, 6));
  const simulator = await startSimulator({ cells: CELLS, seed: 8, clock, port: 0, quiet: true });
  const folder = mkdtempSync(join(tmpdir(), 'cellwatch-soak-'));
  const store = await openStore({ DATA_DIR: folder });
  const errors: string[] = [];
  const aws = new Aws({ region: 'us-east-1', clock, endpoint: simulator.url, credentials: appKey(simulator.world), rates: false });
  const broadcast = new FleetBroadcast('soak');
  const collector = new Collector({
    aws,
    clock,
    store,
    location: { kind: 's3', bucket: REGISTRY_BUCKET, key: REGISTRY_KEY },
    home: 'us-east-1',
    refreshSeconds: 60,
    broadcast,
    log: createLog('error', (line) => void errors.push(line)),
    coalesceMs: 0,
  });
  let told = 0;
  for (let i = 0; i < VIEWERS; i++) broadcast.subscribe(() => void told++);
  const cells = simulator.world.cells.filter(({ cloud }) => cloud === 'aws').map(({ name }) => name);
  const samples: Held[] = [];
  const began = performance.now();
  try {
    for (let minute = 0; minute < hours * 60; minute++) {
      const sick = cells[Math.floor(minute / 60) % cells.length] ?? '';
      if (minute % 60 === 5) simulator.world.incidents.start({ cell: sick, kind: 'errors', severity: 0.5 });
      if (minute % 60 === 35) simulator.world.incidents.end();
      if (minute % 60 === 10) simulator.world.releases.start({ component: 'router', quality: 'good' });
      await collector.refreshRegistry();
      await collector.refreshMetrics();
      await collector.refreshAlarms();
      await collector.refreshPipelines();
      await collector.fillGaps();
      if (minute % LOOK_EVERY === LOOK_EVERY - 1) samples.push(await look());
      clock.time += MINUTE;
    }
  } finally {
    await collector.stop();
    aws.stop();
    await store.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
  const seconds = (performance.now() - began) / 1_000;
  return {
    name: 'soak-hours',
    rows: [
      { figure: `${hours} h of ${CELLS} cells took`, value: seconds, unit: 's', ok: true },
      {
        figure: 'versions told to each viewer',
        value: told / VIEWERS,
        unit: '',
        bound: `≥ ${hours * 60}`,
        ok: told / VIEWERS >= hours * 60,
      },
      { figure: 'errors logged', value: errors.length, unit: '', bound: '= 0', ok: errors.length === 0 },
      ...flatRows(samples, 'world and collector'),
    ],
  };
}

async function look(): Promise<Held> {
  // What was let go of in the same turn is still held by it.
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    heap: heapUsed / MB,
    resident: rss / MB,
    handles: process.getActiveResourcesInfo().length,
    descriptors: descriptorsOf('self'),
  };
}
