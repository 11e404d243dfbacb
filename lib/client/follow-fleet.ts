import type { FleetDelta } from '#lib/views/fleet-delta.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { applyFleetDelta, isNotNewer } from './apply-fleet-delta.ts';
import type { LiveMessage } from './parse-event-stream.ts';

interface FollowOptions {
  read(): FleetView | undefined;
  write(view: FleetView): void;
  /** Fetches the whole view, and writes it where `read` finds it. */
  refetch(): Promise<FleetView>;
}

export interface FleetFollower {
  handle(message: LiveMessage): void;
  /** Another tab has this version: fetches when it is newer than ours. */
  catchUp(version: string): void;
  stop(): void;
}

const AGAIN_MS = 3_000;

/** More than this many changes behind, the whole view is cheaper. */
const MOST_WAITING = 50;

/** Applies the stream's changes to the fleet that the page has; fetches the whole when the thread is lost. */
export function followFleet({ read, write, refetch }: FollowOptions): FleetFollower {
  let waiting: FleetDelta[] | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  /** False when something before this delta is missing. */
  function apply(delta: FleetDelta): boolean {
    const view = read();
    const outcome = view ? applyFleetDelta(view, delta) : { kind: 'gap' as const };
    if (outcome.kind === 'applied') write(outcome.view);
    return outcome.kind !== 'gap';
  }

  function fetchAll(first: readonly FleetDelta[]): void {
    clearTimeout(again);
    const kept = [...first];
    waiting = kept;
    refetch().then(
      () => {
        waiting = null;
        if (stopped) return;
        const missed = kept.findIndex((delta) => !apply(delta));
        if (missed >= 0) retrySoon(kept.slice(missed));
      },
      () => {
        waiting = null;
        retrySoon([]);
      },
    );
  }

  function retrySoon(deltas: readonly FleetDelta[]): void {
    if (stopped) return;
    waiting = [...deltas];
    clearTimeout(again);
    again = setTimeout(() => fetchAll(waiting ?? []), AGAIN_MS);
  }

  return {
    handle(message) {
      if (message.type === 'resync' && waiting === null) fetchAll([]);
      if (message.type !== 'fleet') return;
      const delta = JSON.parse(message.data) as FleetDelta;
      if (waiting !== null) {
        if (waiting.length >= MOST_WAITING) waiting.length = 0;
        waiting.push(delta);
      } else if (!apply(delta)) fetchAll([delta]);
    },
    catchUp(version) {
      const view = read();
      if (waiting === null && (!view || !isNotNewer(version, view.version))) fetchAll([]);
    },
    stop() {
      stopped = true;
      clearTimeout(again);
    },
  };
}
