import type { QueryClient } from '@tanstack/react-query';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { followActions } from './actions/follow-actions.ts';
import { fleetQuery } from './fleet-query.ts';
import { followFleet } from './follow-fleet.ts';
import { type Connection, keepLiveConnection, type LiveConnection } from './live-connection.ts';
import { openLiveStream } from './open-live-stream.ts';
import { shareLive, type TabLocks } from './share-live.ts';

/** The live picture of one page: starts with the first listener and ends soon after the last. */
export interface Live {
  connection(): Connection;
  subscribe(listener: () => void): () => void;
}

const START: Connection = { state: 'connecting', since: 0 };

/** A page that moves on mounts the next listener at once: too soon to close the stream between. */
const LINGER_MS = 2_000;

function createLive(client: QueryClient): Live {
  const listeners = new Set<() => void>();
  let connection = START;
  let stop: (() => void) | null = null;
  let ending: ReturnType<typeof setTimeout> | undefined;

  function start(): () => void {
    const read = () => client.getQueryData<FleetView>(fleetQuery.queryKey);
    const follower = followFleet({
      read,
      write: (view) => client.setQueryData(fleetQuery.queryKey, view),
      refetch: () => client.fetchQuery({ ...fleetQuery, staleTime: 0 }),
    });
    const actions = followActions(client);
    const version = () => read()?.version ?? null;
    const hidden = () => document.hidden;
    const shared: LiveConnection = shareLive({
      channel: typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('cellwatch-live'),
      // Absent where the page is not served over TLS or from this machine.
      locks: (navigator.locks as TabLocks | undefined) ?? null,
      connect: (options) => keepLiveConnection({ ...options, open: openLiveStream, version, hidden }),
      version,
      hidden,
      onMessage(message) {
        follower.handle(message);
        actions.handle(message);
      },
      onVersion: follower.catchUp,
      onState(next) {
        if (next.state === 'live' && connection.state !== 'live') actions.catchUp();
        connection = next;
        for (const listener of [...listeners]) listener();
      },
    });
    const wake = () => {
      if (!document.hidden) shared.wake();
    };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
      follower.stop();
      shared.stop();
      connection = START;
    };
  }

  return {
    connection: () => connection,
    subscribe(listener) {
      clearTimeout(ending);
      listeners.add(listener);
      stop ??= start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        ending = setTimeout(() => {
          stop?.();
          stop = null;
        }, LINGER_MS);
      };
    },
  };
}

const lives = new WeakMap<QueryClient, Live>();

/** The one live picture that belongs to this cache. */
export function liveOf(client: QueryClient): Live {
  let live = lives.get(client);
  if (!live) {
    live = createLive(client);
    lives.set(client, live);
  }
  return live;
}

/** What is believed while the page is drawn on the server. */
export const connecting = (): Connection => START;
