import type { FleetFeed, LiveEvent, PublishedFleet } from '#lib/runtime-contract.ts';
import { deltaJson, type SerializedFleet, serializeCells } from '#lib/views/fleet-delta.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { publishFleet } from '#lib/views/publish-fleet.ts';

const EVENTS_KEPT = 120;
const BYTES_KEPT = 16 * 1024 * 1024;

/** The feed's writing side: keeps the current picture and the last events, tells subscribers of each new version. */
export class FleetBroadcast implements FleetFeed {
  readonly #boot: string;
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  #sequence = 0;
  #current: PublishedFleet | null = null;
  #serialized: SerializedFleet | null = null;
  /** Each event with the version that it leads on from. */
  #events: { previous: string; event: LiveEvent }[] = [];
  #bytes = 0;

  constructor(boot: string) {
    this.#boot = boot;
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

  nextVersion(): string {
    this.#sequence++;
    return `${this.#boot}-${this.#sequence}`;
  }

  /** Makes a view the current one. Calls must not overlap. */
  async publish(view: FleetView): Promise<void> {
    const serialized = serializeCells(view);
    const published = await publishFleet(serialized);
    const before = this.#serialized;
    this.#current = published;
    this.#serialized = serialized;
    if (!before) return;
    const event: LiveEvent = { id: view.version, type: 'fleet', data: deltaJson(before, serialized) };
    this.#events.push({ previous: before.view.version, event });
    this.#bytes += event.data.length;
    while (this.#events.length > EVENTS_KEPT || (this.#bytes > BYTES_KEPT && this.#events.length > 1)) {
      this.#bytes -= this.#events.shift()?.event.data.length ?? 0;
    }
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch {
        // A stream that broke ends itself; the others must still hear.
      }
    }
  }
}
