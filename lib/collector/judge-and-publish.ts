import type { Clock } from '#lib/clock.ts';
import type { PauseNote } from '#lib/domain/control/action.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import { assessFleetSteps } from '#lib/domain/health/assess-fleet.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import { withSuspects } from '#lib/domain/health/with-suspects.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import { withPauseNotes } from '#lib/domain/release/with-pause-notes.ts';
import type { Log } from '#lib/log.ts';
import type { HealthChange, Store } from '#lib/store/store.ts';
import { inTurns, ownTurn } from '#lib/turns.ts';
import { fleetViewSteps } from '#lib/views/build-fleet-view.ts';
import type { HeldRegistryView, SourceView } from '#lib/views/fleet-view.ts';
import type { AlarmTargets } from './alarm-targets.ts';
import type { FactBook } from './fact-book.ts';
import type { FleetBroadcast } from './fleet-broadcast.ts';
import { healthChanges } from './health-changes.ts';
import type { PipelineTargets } from './pipelines/pipeline-targets.ts';
import { ReleaseKeeper } from './release-keeper.ts';
import { rolloutViews } from './rollout-views.ts';
import type { RolloutsBoard } from './rollouts-board.ts';
import { decodeSnapshot, encodeSnapshot, restoredView, SNAPSHOT_KEY } from './snapshot.ts';
import { freshnessSteps } from './source-views.ts';

const SNAPSHOT_EVERY_MS = 60_000;
/** Changes kept in memory while the store can't be written. */
const UNRECORDED_AT_MOST = 50_000;
/** The store writes while the event loop waits. */
const RECORDED_AT_ONCE = 500;

/** Pipelines change several times a second while they are read for the first time. */
const SETTLE_MS = 1_000;
/** So many times as long as the last judgement took is left to other work before one that was asked for by the way. */
const REST = 4;

/** All that a judgement is made from. */
export interface KnownFacts {
  registry: Registry;
  registryRead: ReadState;
  registryFaults: readonly string[];
  heldRegistry: HeldRegistryView | null;
  book: Pick<FactBook, 'cells' | 'shared' | 'metrics'>;
  targets: Pick<AlarmTargets, 'applySteps' | 'all'>;
  pipelines: Pick<PipelineTargets, 'facts' | 'markOf' | 'reads' | 'versionReads'>;
  /** Tells the entry of the freshness bar; null without a queue. */
  events: { source(): SourceView } | null;
  costs: ReadState | null;
  slowNote: string | null;
}

/** A judgement, as it is handed to other replicas. */
export type Judged = Pick<FleetJudge, 'verdict' | 'sources' | 'releases'>;

interface JudgeOptions {
  clock: Clock;
  store: Store | null;
  refreshSeconds: number;
  broadcast: FleetBroadcast;
  rollouts: RolloutsBoard;
  log: Log;
  /** Told after each judgement that was published. */
  onPublished?: () => void;
  /** Least time between two published versions, ms. */
  coalesceMs?: number;
}

/** Turns what is known into verdicts and a published picture, and keeps what must outlive a restart. */
export class FleetJudge {
  /** The last judgement; null before the first. */
  verdict: FleetVerdict | null = null;
  sources: readonly SourceView[] = [];
  /** Where releases stood at the last judgement; null before the first. */
  releases: ReleasePicture | null = null;
  readonly #options: JudgeOptions;
  readonly #known: () => KnownFacts | null;
  readonly #keeper = new ReleaseKeeper();
  #running: Promise<void> | null = null;
  #again = false;
  #published = Number.NEGATIVE_INFINITY;
  /** How long the last judgement took until it was published, ms. */
  #tookMs = 0;
  #soon: NodeJS.Timeout | null = null;
  #savedAt = 0;
  #unrecorded: HealthChange[] = [];
  #notes: readonly PauseNote[] = [];
  #stopped = false;

  /** @param known answers what there is to judge now, or null while there is nothing to show yet. */
  constructor(options: JudgeOptions, known: () => KnownFacts | null) {
    this.#options = options;
    this.#known = known;
  }

  /** Shows the picture kept by the store, if there is one, marked as restored. */
  async restore(): Promise<void> {
    const kept = await this.#options.store?.lastSnapshot(SNAPSHOT_KEY);
    const snapshot = kept ? await decodeSnapshot(kept.body) : null;
    if (!snapshot) return;
    this.verdict = snapshot.verdict;
    await this.#options.broadcast.publish(restoredView(snapshot.view, this.#options.broadcast.nextVersion()));
  }

  /** Judges and publishes; calls that come while it runs are answered by one more run. */
  run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    const runs = async () => {
      do {
        this.#again = false;
        await this.#once();
      } while (this.#again && !this.#stopped);
    };
    this.#running = runs()
      .catch((error) => this.#options.log.error('judging the fleet failed', { error }))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Judges what changes often, once for all that comes meanwhile. */
  soon(): void {
    if (this.#stopped) return;
    this.#soon ??= setTimeout(
      () => {
        this.#soon = null;
        void this.run();
      },
      Math.max(SETTLE_MS, REST * this.#tookMs),
    );
  }

  /** Takes over what another replica judged: the next judgement here goes on from it. */
  adopt(judged: Judged): void {
    Object.assign(this, judged);
  }

  /** After `pause`: judges again. */
  allow(): void {
    this.#stopped = false;
  }

  /** Judges and publishes nothing more; what was not recorded is left to whoever judges now. */
  pause(): void {
    this.#stopped = true;
    if (this.#soon) clearTimeout(this.#soon);
    this.#soon = null;
    this.#unrecorded = [];
  }

  /** Ends after the run that is under way, and keeps the last picture of whoever judged it. */
  async stop(): Promise<void> {
    const judged = !this.#stopped;
    this.#stopped = true;
    if (this.#soon) clearTimeout(this.#soon);
    await this.#running;
    if (judged) await this.#save(true);
  }

  async #once(): Promise<void> {
    if (this.#stopped || !this.#known()) return;
    const { clock, broadcast, rollouts, refreshSeconds, coalesceMs = 250 } = this.#options;
    const wait = this.#published + coalesceMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const known = this.#known();
    if (!known) return;
    const started = performance.now();
    const { registry, heldRegistry, book, targets, pipelines } = known;
    const { cells, shared } = book;
    const now = clock.now();
    const previous = this.verdict;
    await inTurns(targets.applySteps(cells, shared));
    const verdict = await inTurns(assessFleetSteps({ registry, facts: cells, shared, now, previous }));
    this.verdict = verdict;
    await ownTurn();
    const changes: HealthChange[] = healthChanges(previous, verdict);
    this.#unrecorded = [...this.#unrecorded, ...changes].slice(-UNRECORDED_AT_MOST);
    const { versionReads } = pipelines;
    const sources = await inTurns(freshnessSteps({ ...known, reads: pipelines.reads.map(({ read }) => read), versionReads }, now));
    this.sources = sources;
    const { rollouts: unnoted, suspects } = await inTurns(this.#keeper.pictureSteps({ registry, pipelines, cells, verdict, now }));
    const releases = { rollouts: withPauseNotes(unnoted, await this.#pauseNotes()), suspects };
    this.releases = releases;
    const version = broadcast.nextVersion();
    await ownTurn();
    const told = { ...releases, version: rollouts.show(rolloutViews({ registry, pipelines, releases, sources, now })) };
    await ownTurn();
    const named = withSuspects(verdict, registry, releases);
    const view = await inTurns(
      fleetViewSteps({ version, registry, cells, verdict: named, sources, heldRegistry, refreshSeconds, releases: told }),
    );
    if (this.#stopped) return;
    await broadcast.publish(view);
    this.#options.onPublished?.();
    this.#published = performance.now();
    this.#tookMs = this.#published - started;
    await this.#record();
    await this.#save(false);
  }

  /** What people noted with their pauses; as it was last read while the store can't be. */
  async #pauseNotes(): Promise<readonly PauseNote[]> {
    const { store } = this.#options;
    if (store) this.#notes = await store.pauses().catch(() => this.#notes);
    return this.#notes;
  }

  /** Writes the changes that wait to be written; those that can't be stay for the next time. */
  async #record(): Promise<void> {
    const { store, log } = this.#options;
    if (!store) return;
    try {
      while (this.#unrecorded.length > 0) {
        await ownTurn();
        await store.recordChanges(this.#unrecorded.slice(0, RECORDED_AT_ONCE));
        this.#unrecorded = this.#unrecorded.slice(RECORDED_AT_ONCE);
      }
    } catch (error) {
      log.error('health changes were not recorded yet', { error, changes: this.#unrecorded.length });
    }
  }

  async #save(now: boolean): Promise<void> {
    const { store, clock, broadcast, log } = this.#options;
    const current = broadcast.current();
    if (!store || !current || current.view.restored || !this.verdict) return;
    if (!now && clock.now() - this.#savedAt < SNAPSHOT_EVERY_MS) return;
    this.#savedAt = clock.now();
    try {
      await store.saveSnapshot(SNAPSHOT_KEY, this.verdict.at, await encodeSnapshot(current.identity, this.verdict));
    } catch (error) {
      log.error('the picture was not kept for the next start', { error });
    }
  }
}
