import type { FleetFeed, LiveEvent, PublishedFleet } from '#lib/runtime-contract.ts';
import { inTurns } from '#lib/turns.ts';
import { fleetDeltaSteps } from '#lib/views/build-fleet-delta.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { objectJsonSteps } from '#lib/views/json-steps.ts';
import { fleetBytesSteps, publishFleet } from '#lib/views/publish-fleet.ts';

const EVENTS_KEPT = 120;
const BYTES_KEPT = 16 * 1024 * 1024;

/** The feed's writing side: keeps the current picture and the last events, tells subscribers of each new version. */
export class FleetBroadcast implements FleetFeed {
  readonly boot: string;
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  #sequence = 0;
  #current: PublishedFleet | null = null;
  /** Each event with the version that it leads on from. */
  #events: { previous: string; event: LiveEvent }[] = [];
  #bytes = 0;

  constructor(boot: string) {
    this.boot = boot;
  }

  current(): PublishedFleet | null {
    return this.#current;
  }

  subscribe(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get viewers(): number {
    return this.#listeners.size;
  }

  since(lastEventId: string): readonly LiveEvent[] | null {
    if (this.#current?.version === lastEventId) return [];
    const from = this.#events.findIndex((kept) => kept.previous === lastEventId);
    return from < 0 ? null : this.#events.slice(from).map((kept) => kept.event);
  }

  /** Tells those who are there now how an action stands, or what waits for a second person. */
  announce(type: 'action' | 'approval' | 'glass', data: string): void {
    void inTurns(this.#tellSteps({ id: null, type, data }));
  }

  nextVersion(): string {
    this.#sequence++;
    return `${this.boot}-${this.#sequence}`;
  }

  /** Makes a view the current one. Calls must not overlap. */
  async publish(view: FleetView): Promise<void> {
    const published = await publishFleet(view, await inTurns(fleetBytesSteps(view)));
    const before = this.#current?.view;
    const data = before ? await inTurns(deltaJsonSteps(before, view)) : '';
    this.#current = published;
    if (!before) return;
    const event: LiveEvent = { id: view.version, type: 'fleet', data };
    this.#events.push({ previous: before.version, event });
    this.#bytes += event.data.length;
    while (this.#events.length > EVENTS_KEPT || (this.#bytes > BYTES_KEPT && this.#events.length > 1)) {
      this.#bytes -= this.#events.shift()?.event.data.length ?? 0;
    }
    await inTurns(this.#tellSteps(event));
  }

  /** Whoever subscribes meanwhile starts from a version that has this event in it. */
  *#tellSteps(event: LiveEvent): Generator<undefined, void> {
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue;
      try {
        listener(event);
      } catch {
        // A stream that broke ends itself; the others must still hear.
      }
      yield;
    }
  }
}

function* deltaJsonSteps(before: FleetView, after: FleetView): Generator<undefined, string> {
  const { changed, ...rest } = yield* fleetDeltaSteps(before, after);
  const pieces: string[] = [];
  yield* objectJsonSteps(rest, 'changed', changed, (piece) => void pieces.push(piece));
  return pieces.join('');
}
