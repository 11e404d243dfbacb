import { createHash } from 'node:crypto';
import { simulatedAws } from '#lib/aws/testing/simulated-aws.ts';
import type { DocumentLocation } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import type { Store } from '#lib/store/store.ts';
import { EVENTS_QUEUE } from '#simulator/world/events/events-world.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { Collector, type CollectorOptions } from '../collector.ts';
import { FleetBroadcast } from '../fleet-broadcast.ts';

/** The instant at which the tests' clocks start. */
export const START = Date.UTC(2026, 10, 18, 12, 0, 20);

// biome-ignore lint/suspicious/noExplicitAny: the tests know the document that the simulator publishes
export type RegistryDocument = any;

/** For tests: a collector on the simulator, over HTTP, on a clock that they turn. Errors it logs fail the test when it is closed. */
export async function simulatedFleet(options: {
  cells: number;
  at?: number;
  store?: Store;
  broadcast?: FleetBroadcast;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  location?: DocumentLocation;
  idleRefreshSeconds?: number;
  budget?: CollectorOptions['budget'];
  /** True for a collector that reads the queue of events. */
  events?: boolean;
}) {
  const simulated = await simulatedAws({ at: START, ...options });
  const { aws, clock, world } = simulated;
  const broadcast = options.broadcast ?? new FleetBroadcast('boot');
  const errors: string[] = [];
  const collector = new Collector({
    aws,
    clock,
    store: options.store ?? null,
    location: options.location ?? { kind: 's3', bucket: REGISTRY_BUCKET, key: REGISTRY_KEY },
    home: 'us-east-1',
    refreshSeconds: 60,
    ...(options.idleRefreshSeconds && { idleRefreshSeconds: options.idleRefreshSeconds }),
    ...(options.budget && { budget: options.budget }),
    ...(options.events && { eventsQueueUrl: `${simulated.simulator.url}/${world.organization.monitoringAccountId}/${EVENTS_QUEUE}` }),
    broadcast,
    log: createLog('error', (line) => errors.push(line)),
    coalesceMs: 0,
  });
  const objects = world.buckets.get(REGISTRY_BUCKET)?.objects;
  const published = objects?.get(REGISTRY_KEY);
  if (!objects || !published) throw new Error('the world has no registry');
  const view = () => {
    const current = broadcast.current();
    if (!current) throw new Error('nothing was published');
    return current.view;
  };
  return {
    ...simulated,
    collector,
    broadcast,
    view,
    cell: (name: string | undefined) => view().cells.find((one) => one.name === name),
    source: (id: string) => view().sources.find((one) => one.id === id),
    /** The registry that the simulator published first, parsed. */
    registry: (): RegistryDocument => JSON.parse(Buffer.from(published.body).toString('utf8')),
    publishRegistry(document: RegistryDocument) {
      const body = Buffer.from(JSON.stringify(document));
      objects.set(REGISTRY_KEY, { ...published, body, etag: `"${createHash('md5').update(body).digest('hex')}"` });
    },
    /** Everything once, the past too. */
    async fill() {
      await collector.refreshRegistry();
      await collector.refreshMetrics();
      await collector.refreshAlarms();
      await collector.fillGaps();
    },
    async close() {
      await simulated.close();
      if (errors.length > 0) throw new Error(`The collector logged errors:\n${errors.join('\n')}`);
    },
  };
}
