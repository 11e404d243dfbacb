import { randomUUID } from 'node:crypto';
import { MONITORING } from '../create-organization.ts';
import { hashText } from '../noise.ts';
import type { Clock } from '../types.ts';
import { EVENTS_QUEUE, type EventsWorld, type ServiceEvent } from './events-world.ts';
import { Queue } from './queue.ts';

/** Each account's scheduled rule tells that its events come through. */
const HEARTBEAT_MS = 5 * 60_000;
/** An older event tells nothing that was not read since. */
const RETENTION_SECONDS = 3_600;
const HOME = 'us-east-1';

/** A rule in every account and Region → the central bus → the queue of events. */
export function createEvents(given: {
  clock: Clock;
  /** Accounts and Regions with rules. */
  places: () => readonly { accountId: string; region: string }[];
  /** Brings everything up to now that puts events. */
  bringUp: () => void;
}): EventsWorld & { put(event: ServiceEvent): void } {
  const { clock, places, bringUp } = given;
  const opensAt = clock.now();
  const own = { accountId: MONITORING, region: HOME, redrive: null };
  const dead = new Queue({ ...own, name: `${EVENTS_QUEUE}-dead`, visibilitySeconds: 30, retentionSeconds: 14 * 86_400 }, clock);
  const redrive = { to: dead, maxReceiveCount: 10 };
  const queue = new Queue({ ...own, name: EVENTS_QUEUE, visibilitySeconds: 30, retentionSeconds: RETENTION_SECONDS, redrive }, clock);
  const accountsWithoutRules = new Set<string>();
  let beatenTo = opensAt;

  function put(event: ServiceEvent): void {
    if (event.at < opensAt || accountsWithoutRules.has(event.accountId)) return;
    queue.send(
      JSON.stringify({
        version: '0',
        id: randomUUID(),
        'detail-type': event.detailType,
        source: event.source,
        account: event.accountId,
        time: `${new Date(event.at).toISOString().slice(0, 19)}Z`,
        region: event.region,
        resources: event.resources,
        detail: event.detail,
      }),
    );
  }

  /** Only the last one that is due of each place: nobody missed the others. */
  function beat(now: number): void {
    if (now - beatenTo < 1000) return;
    for (const { accountId, region } of places()) {
      const phase = hashText(`${accountId}/${region}/heartbeat`) % HEARTBEAT_MS;
      const at = Math.floor((now - phase) / HEARTBEAT_MS) * HEARTBEAT_MS + phase;
      if (at <= beatenTo) continue;
      const resources = [`arn:aws:events:${region}:${accountId}:rule/cellwatch-heartbeat`];
      put({ detailType: 'Scheduled Event', source: 'aws.events', accountId, region, at, resources, detail: {} });
    }
    beatenTo = now;
  }

  return {
    queues: new Map([queue, dead].map((one) => [one.arn, one])),
    accountsWithoutRules,
    put,
    catchUp() {
      bringUp();
      beat(clock.now());
    },
  };
}
