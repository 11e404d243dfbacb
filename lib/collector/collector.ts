import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import { assessFleet } from '#lib/domain/health/assess-fleet.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { DocumentLocation } from '#lib/env.ts';
import type { Log } from '#lib/log.ts';
import type { Readiness } from '#lib/runtime-contract.ts';
import type { HealthChange, Store } from '#lib/store/store.ts';
import { buildFleetView } from '#lib/views/build-fleet-view.ts';
import type { SourceView } from '#lib/views/fleet-view.ts';
import { AlarmTargets } from './alarm-targets.ts';
import { FactBook } from './fact-book.ts';
import type { FleetBroadcast } from './fleet-broadcast.ts';
import { healthChanges } from './health-changes.ts';
import { Loop } from './loop.ts';
import { fillNewestGaps, type Round, readHours, readTail } from './read-metrics.ts';
import { readinessProblems } from './readiness-problems.ts';
import { RegistryKeeper } from './registry-keeper.ts';
import { decodeSnapshot, encodeSnapshot, restoredView, SNAPSHOT_KEY } from './snapshot.ts';
import { alarmsSource, metricsSource, registrySource } from './source-views.ts';
import { isCounted } from './tracked-metric.ts';

const REGISTRY_EVERY_MS = 60_000;
const HOURLY_MS = 3_600_000;
/** Late points: the sums of an hour are read some minutes after its end. */
const AFTER_THE_HOUR_MS = 5 * 60_000;
const SNAPSHOT_EVERY_MS = 60_000;
/** Changes kept in memory while the store can't be written. */
const UNRECORDED_AT_MOST = 50_000;
/** A source that hangs is judged stale although no refresh ends. */
const HEARTBEAT_MS = 15_000;
/** A picture is shown after this time even if a first read is still under way. */
const FIRST_PICTURE_WITHIN_MS = 15_000;
const NOTHING: Round = { throttled: false, any: false };

export interface CollectorOptions {
  aws: Aws;
  clock: Clock;
  store: Store | null;
  location: DocumentLocation;
  /** The Region of cells outside AWS, and of the monitoring account's own alarms. */
  home: string;
  refreshSeconds: number;
  broadcast: FleetBroadcast;
  log: Log;
  /** Least time between two published versions, ms. */
  coalesceMs?: number;
}

/**
 * Decides when to ask whom, keeps what is known, judges it and publishes the picture.
 * `start()` runs it by timers; tests call the refreshes themselves.
 */
export class Collector {
  readonly book = new FactBook();
  readonly targets = new AlarmTargets();
  readonly registryKeeper: RegistryKeeper;
  verdict: FleetVerdict | null = null;
  sources: readonly SourceView[] = [];
  readonly loops: Readonly<Record<'registry' | 'metrics' | 'alarms', Loop>>;
  readonly #options: CollectorOptions;
  readonly #refreshMs: number;
  #metricsTried = false;
  #alarmsTried = false;
  /** Epoch ms (monotonic) since which a registry is known. */
  #knownSince: number | null = null;
  #judging: Promise<void> | null = null;
  #judgeAgain = false;
  #published = Number.NEGATIVE_INFINITY;
  #filling: Promise<void> | null = null;
  #hoursReadAt = -1;
  #savedAt = 0;
  #unrecorded: HealthChange[] = [];
  #heartbeat: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#refreshMs = options.refreshSeconds * 1000;
    const registryMs = Math.min(REGISTRY_EVERY_MS, this.#refreshMs);
    this.registryKeeper = new RegistryKeeper(options.aws, options.clock, options.location, registryMs);
    this.loops = {
      registry: new Loop('registry', registryMs, () => this.refreshRegistry().then(() => NOTHING), options.log),
      metrics: new Loop('metrics', this.#refreshMs, () => this.#metricsLoop(), options.log),
      alarms: new Loop('alarms', this.#refreshMs, () => this.refreshAlarms(), options.log),
    };
  }

  /** Shows the picture kept by the store, if there is one, marked as restored. */
  async restore(): Promise<void> {
    const kept = await this.#options.store?.lastSnapshot(SNAPSHOT_KEY);
    const snapshot = kept ? await decodeSnapshot(kept.body) : null;
    if (!snapshot) return;
    this.verdict = snapshot.verdict;
    await this.#options.broadcast.publish(restoredView(snapshot.view, this.#options.broadcast.nextVersion()));
  }

  start(): void {
    this.loops.registry.hasten();
    this.#heartbeat = setInterval(() => void this.#judge(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const loop of Object.values(this.loops)) loop.stop();
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    await this.#judging;
    await this.#save(true);
  }

  async refreshRegistry(): Promise<void> {
    const changed = await this.registryKeeper.refresh();
    const { registry } = this.registryKeeper;
    if (changed && registry) {
      this.book.follow(registry, this.#options.home);
      this.targets.follow(registry, this.#options.home, this.#refreshMs);
      this.#knownSince ??= performance.now();
      // Only a started collector reads by itself.
      if (this.#heartbeat) {
        this.loops.metrics.hasten();
        this.loops.alarms.hasten();
      }
    }
    await this.#judge();
  }

  async refreshMetrics(): Promise<Round> {
    const round = await readTail(this.#options.aws, this.#options.clock, this.book.metrics, this.#refreshMs, this.book.patience);
    this.#metricsTried ||= this.registryKeeper.registry !== null;
    await this.#judge();
    return round;
  }

  /** Reads hourly sums, at most once an hour. */
  async refreshHours(): Promise<void> {
    const hour = Math.floor((this.#options.clock.now() - AFTER_THE_HOUR_MS) / HOURLY_MS);
    const fresh = this.book.metrics.some((metric) => metric.hoursTo === null && metric.coveredTo !== null && isCounted(metric.signal));
    if (hour === this.#hoursReadAt && !fresh) return;
    const due = hour === this.#hoursReadAt ? this.book.metrics.filter((metric) => metric.hoursTo === null) : this.book.metrics;
    const round = await readHours(this.#options.aws, this.#options.clock, due, this.book.patience);
    if (round.any) this.#hoursReadAt = hour;
  }

  /** Reads what is missing of the past, the newest first, until nothing is left or nothing can be read. Single-flight. */
  fillGaps(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async refreshAlarms(): Promise<Round> {
    const sick = new Set<string>();
    for (const [name, judged] of this.verdict?.cells ?? []) if (judged.health !== 'healthy') sick.add(name);
    const round = await this.targets.refresh(this.#options.aws, this.#options.clock, this.#refreshMs, sick);
    this.#alarmsTried ||= this.registryKeeper.registry !== null;
    await this.#judge();
    return round;
  }

  readiness(): Readiness {
    const { registry, read, faults } = this.registryKeeper;
    const problems = readinessProblems({ registry, read, faults }, this.#options.location);
    return { storeMigrated: this.#options.store !== null, registryKnown: registry !== null, problems };
  }

  async #metricsLoop(): Promise<Round> {
    const round = await this.refreshMetrics();
    void this.fillGaps().catch((error) => this.#options.log.error('filling gaps failed unexpectedly', { error }));
    return round;
  }

  async #fill(): Promise<void> {
    const { aws, clock } = this.#options;
    let round = await fillNewestGaps(aws, clock, this.book.metrics, this.book.patience);
    await this.refreshHours();
    while (round?.any && !round.throttled && !this.#stopped) {
      await this.#judge();
      round = await fillNewestGaps(aws, clock, this.book.metrics, this.book.patience);
    }
    await this.#judge();
  }

  /** Judges and publishes; calls that come while it runs are answered by one more run. */
  #judge(): Promise<void> {
    if (this.#judging) {
      this.#judgeAgain = true;
      return this.#judging;
    }
    const run = async () => {
      do {
        this.#judgeAgain = false;
        await this.#judgeOnce();
      } while (this.#judgeAgain && !this.#stopped);
    };
    this.#judging = run()
      .catch((error) => this.#options.log.error('judging the fleet failed', { error }))
      .finally(() => {
        this.#judging = null;
      });
    return this.#judging;
  }

  async #judgeOnce(): Promise<void> {
    const { registry } = this.registryKeeper;
    if (!registry || this.#stopped) return;
    const late = performance.now() - (this.#knownSince ?? 0) > FIRST_PICTURE_WITHIN_MS;
    if (!(this.#metricsTried && this.#alarmsTried) && !late) return;
    const wait = this.#published + (this.#options.coalesceMs ?? 250) - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const { clock, broadcast, refreshSeconds } = this.#options;
    const now = clock.now();
    const { cells, shared } = this.book;
    const previous = this.verdict;
    this.targets.apply(cells, shared);
    const verdict = assessFleet({ registry, facts: cells, shared, now, previous });
    this.verdict = verdict;
    const changes: HealthChange[] = healthChanges(previous, verdict);
    this.#unrecorded = [...this.#unrecorded, ...changes].slice(-UNRECORDED_AT_MOST);
    const { read, faults } = this.registryKeeper;
    this.sources = [registrySource(read, faults, now), metricsSource(cells, this.book.metrics, now), alarmsSource(this.targets.all, now)];
    const version = broadcast.nextVersion();
    await broadcast.publish(await buildFleetView({ version, registry, cells, verdict, sources: this.sources, refreshSeconds }));
    this.#published = performance.now();
    await this.#record();
    await this.#save(false);
  }

  /** Writes the changes that wait to be written; those that can't be stay for the next time. */
  async #record(): Promise<void> {
    const { store, log } = this.#options;
    const waiting = this.#unrecorded;
    if (!store || waiting.length === 0) return;
    try {
      await store.recordChanges(waiting);
      this.#unrecorded = [];
    } catch (error) {
      log.error('health changes were not recorded yet', { error, changes: waiting.length });
    }
  }

  async #save(now: boolean): Promise<void> {
    const { store, clock, broadcast, log } = this.#options;
    const view = broadcast.current()?.view;
    if (!store || !view || view.restored || !this.verdict) return;
    if (!now && clock.now() - this.#savedAt < SNAPSHOT_EVERY_MS) return;
    this.#savedAt = clock.now();
    try {
      await store.saveSnapshot(SNAPSHOT_KEY, this.verdict.at, await encodeSnapshot({ view, verdict: this.verdict }));
    } catch (error) {
      log.error('the picture was not kept for the next start', { error });
    }
  }
}
