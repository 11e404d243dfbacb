import { z } from 'zod';
import type { Clock } from '#lib/clock.ts';
import type { ReleaseArrival } from '#lib/domain/cost/around-release.ts';
import { mergeArrivals, releaseArrivals } from '#lib/domain/cost/release-arrivals.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import type { Store } from '#lib/store/store.ts';

/** Under this key the store keeps them. */
const KEY = 'release-arrivals';
/** Daily costs are told so far back. */
const KEPT_MS = 90 * 86_400_000;

const schema = z.array(
  z.object({
    component: z.string(),
    executionId: z.string(),
    revision: z.string(),
    wave: z.string(),
    cells: z.array(z.object({ cell: z.string(), deployedAt: z.number() })),
  }),
);

/** Which release came to which wave when; pipelines tell of the last few alone, so they are kept. */
export class ArrivalBook {
  /** Counts what was added. */
  version = 0;
  #arrivals: readonly ReleaseArrival[] = [];
  #seen: ReleasePicture | null = null;
  #saved: readonly ReleaseArrival[] = [];
  readonly #store: Pick<Store, 'saveSnapshot' | 'lastSnapshot'> | null;
  readonly #clock: Clock;

  constructor(store: Pick<Store, 'saveSnapshot' | 'lastSnapshot'> | null, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws StoreError */
  async restore(): Promise<void> {
    const kept = await this.#store?.lastSnapshot(KEY);
    if (!kept) return;
    const parsed = schema.safeParse(JSON.parse(Buffer.from(kept.body).toString('utf8')));
    if (parsed.success) this.#arrivals = parsed.data;
  }

  get all(): readonly ReleaseArrival[] {
    return this.#arrivals;
  }

  /** Takes in what rollouts show now; cheap while they show what they showed before. */
  takeIn(picture: ReleasePicture | null, registry: Registry | null): void {
    if (!picture || !registry || picture === this.#seen) return;
    this.#seen = picture;
    const merged = mergeArrivals(this.#arrivals, releaseArrivals(picture.rollouts, registry), this.#clock.now() - KEPT_MS);
    if (measure(merged) === measure(this.#arrivals)) return;
    this.#arrivals = merged;
    this.version++;
  }

  /** @throws StoreError */
  async save(): Promise<void> {
    const arrivals = this.#arrivals;
    if (!this.#store || arrivals === this.#saved) return;
    await this.#store.saveSnapshot(KEY, this.#clock.now(), Buffer.from(JSON.stringify(arrivals)));
    this.#saved = arrivals;
  }
}

/** Differs where a release has come to another cell, or again: what is added is later, and what is forgotten is gone. */
function measure(arrivals: readonly ReleaseArrival[]): string {
  let cells = 0;
  let times = 0;
  for (const arrival of arrivals) {
    cells += arrival.cells.length;
    for (const { deployedAt } of arrival.cells) times += deployedAt;
  }
  return `${arrivals.length} ${cells} ${times}`;
}
