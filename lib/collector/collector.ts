import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import type { Money } from '#lib/domain/cost/money.ts';
import type { Pace } from '#lib/domain/cost/pace-reads.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import type { DocumentLocation } from '#lib/env.ts';
import type { Log } from '#lib/log.ts';
import type { Readiness } from '#lib/runtime-contract.ts';
import type { Store } from '#lib/store/store.ts';
import type { SourceView } from '#lib/views/fleet-view.ts';
import { AlarmTargets } from './alarm-targets.ts';
import { EventKeeper } from './events/event-keeper.ts';
import { FactBook } from './fact-book.ts';
import { PastFiller } from './fill-past.ts';
import type { FleetBroadcast } from './fleet-broadcast.ts';
import { heldRegistryView } from './held-registry-view.ts';
import { isCalm } from './is-calm.ts';
import { FleetJudge, type Judged, type KnownFacts } from './judge-and-publish.ts';
import { type KeptRegistry, keepRegistry, keptRegistry } from './kept-registry.ts';
import { Loop } from './loop.ts';
import { PaceKeeper } from './pace-keeper.ts';
import { PipelineTargets } from './pipelines/pipeline-targets.ts';
import { type Round, readTail } from './read-metrics.ts';
import { readinessProblems } from './readiness-problems.ts';
import { type ConfirmationEnded, confirmations } from './registry-confirmations.ts';
import { type HandedRegistry, RegistryKeeper } from './registry-keeper.ts';
import { RolloutsBoard } from './rollouts-board.ts';

const REGISTRY_EVERY_MS = 60_000;
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
  /** How often metrics are read while nobody looks, nothing moves and nothing is sick; as often as ever unless told. */
  idleRefreshSeconds?: number;
  /** A month's limit of our own bill, and what it has come to; null without a limit. */
  budget?: () => { limit: Money; spent: Money } | null;
  /** The queue of alarm and pipeline events; without one all is polled. */
  eventsQueueUrl?: string | undefined;
  /** Told of each registry that comes into force. */
  onRegistry?: (registry: Registry) => void;
  /** Told what became of an admin's confirmation of a held registry. */
  onConfirmation?: (ended: ConfirmationEnded) => void;
  /** How costs were read last; null where none are read. */
  costRead?: () => ReadState | null;
  broadcast: FleetBroadcast;
  log: Log;
  /** Told after each judgement that was published. */
  onPublished?: () => void;
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
  readonly pipelines: PipelineTargets;
  readonly events: EventKeeper | null;
  readonly rollouts: RolloutsBoard;
  readonly registryKeeper: RegistryKeeper;
  readonly loops: Readonly<Record<'registry' | 'metrics' | 'alarms', Loop>>;
  readonly #options: CollectorOptions;
  readonly #judge: FleetJudge;
  readonly #past: PastFiller;
  readonly #refreshMs: number;
  #kept: KeptRegistry | null = null;
  readonly #pace: PaceKeeper;
  #metricsTried = false;
  #alarmsTried = false;
  /** Epoch ms (monotonic) since which a registry is known. */
  #knownSince: number | null = null;
  #heartbeat: NodeJS.Timeout | null = null;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#refreshMs = options.refreshSeconds * 1000;
    const registryMs = Math.min(REGISTRY_EVERY_MS, this.#refreshMs);
    this.registryKeeper = new RegistryKeeper(
      options.aws,
      options.clock,
      options.location,
      registryMs,
      confirmations(options.store, (ended) => options.onConfirmation?.(ended)),
    );
    this.rollouts = new RolloutsBoard(options.broadcast.boot);
    const failed = (error: unknown) => options.log.error('reading pipelines failed unexpectedly', { error });
    this.#judge = new FleetJudge({ ...options, rollouts: this.rollouts }, () => this.#known());
    // Only a started collector judges by itself.
    const changed = () => this.#heartbeat && this.#judge.soon();
    const proven = (place: { accountId: string; region: string }) => this.events?.proven(place) ?? false;
    this.pipelines = new PipelineTargets(options.aws, options.clock, changed, failed, proven);
    this.events = EventKeeper.of({
      ...options,
      queueUrl: options.eventsQueueUrl,
      targets: this.targets,
      pipelines: this.pipelines,
      onChange: changed,
      // What was read seldom is read at once.
      onDistrust: () => this.#heartbeat && this.loops.alarms.hasten(),
    });
    this.#past = new PastFiller(options.aws, options.clock, this.book, () => this.#judge.run());
    this.#pace = new PaceKeeper({
      clock: options.clock,
      refreshMs: this.#refreshMs,
      idleMs: (options.idleRefreshSeconds ?? options.refreshSeconds) * 1000,
      watch: {
        viewers: () => options.broadcast.viewers,
        calm: () => isCalm(this.verdict, this.releases),
        metrics: () => this.book.metrics.length,
        accounts: () => this.targets.all.length,
        budget: options.budget ?? (() => null),
      },
      onChange: (pace) => this.#follow(pace),
    });
    this.loops = {
      registry: new Loop('registry', registryMs, () => this.refreshRegistry().then(() => NOTHING), options.log),
      metrics: new Loop('metrics', this.#refreshMs, () => this.#metricsLoop(), options.log),
      alarms: new Loop('alarms', this.#refreshMs, () => this.refreshAlarms(), options.log),
    };
  }

  get verdict(): FleetVerdict | null {
    return this.#judge.verdict;
  }

  /** Where releases stood at the last judgement; null before the first. */
  get releases(): ReleasePicture | null {
    return this.#judge.releases;
  }

  get sources(): readonly SourceView[] {
    return this.#judge.sources;
  }

  /** The registry of an earlier run, while none that this one read is in force: enough to halt by, for nothing else. */
  get keptRegistry(): KeptRegistry | null {
    const { registry, text, keptAt } = this.registryKeeper;
    if (!registry || text === null) return this.#kept;
    return keptAt === null ? null : { registry, text, at: keptAt };
  }

  /** Shows the picture kept by the store, if there is one, marked as restored; and knows the pipelines that were known. */
  async restore(): Promise<void> {
    const { store } = this.#options;
    this.#kept = store ? await keptRegistry(store) : null;
    if (this.#kept) {
      this.pipelines.follow(this.#kept.registry);
      this.registryKeeper.remember(this.#kept);
    }
    await this.#judge.restore();
  }

  /** How often metrics and alarms are read at present. */
  get pace(): Pace {
    return this.#pace.pace;
  }

  /** Looks whether they should be read more or less often. */
  decidePace(): void {
    this.#pace.decide();
  }

  /** Somebody opened a page. */
  noticed(): void {
    this.#pace.noticed();
  }

  /** Takes over the registry that another replica has in force, and how its last read went. */
  adoptRegistry(handed: HandedRegistry): void {
    const { registryKeeper } = this;
    if (registryKeeper.adopt(handed) && registryKeeper.registry) this.#followRegistry(registryKeeper.registry);
  }

  /** Takes over what another replica judged. */
  adoptJudged(judged: Judged): void {
    this.#judge.adopt(judged);
  }

  /** Reads by itself from now on; also again after `pause`. */
  start(): void {
    for (const loop of Object.values(this.loops)) loop.allow();
    this.#past.allow();
    this.#judge.allow();
    this.#metricsTried = false;
    this.#alarmsTried = false;
    this.#knownSince &&= performance.now();
    this.loops.registry.hasten();
    if (this.registryKeeper.registry) {
      this.loops.metrics.hasten();
      this.loops.alarms.hasten();
    }
    this.#heartbeat = setInterval(() => {
      this.decidePace();
      void this.#judge.run();
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
    this.pipelines.start();
    this.events?.start();
  }

  /** Reads and judges nothing more by itself: another replica does. What is known stays. */
  pause(): void {
    this.#stopReading();
    this.pipelines.pause();
    this.#judge.pause();
  }

  async stop(): Promise<void> {
    this.#stopReading();
    this.pipelines.stop();
    await this.#judge.stop();
  }

  async refreshRegistry(): Promise<void> {
    const changed = await this.registryKeeper.refresh();
    const { registry } = this.registryKeeper;
    if (changed && registry) {
      this.#followRegistry(registry);
      void this.#keepRegistry();
      // Only a started collector reads by itself.
      if (this.#heartbeat) {
        this.loops.metrics.hasten();
        this.loops.alarms.hasten();
      }
    }
    await this.#judge.run();
  }

  async refreshMetrics(): Promise<Round> {
    const { aws, clock } = this.#options;
    const round = await readTail(aws, clock, this.book.metrics, this.#pace.pace.metricsMs, this.book.patience);
    // It may have been slowed meanwhile.
    this.book.slow(this.#pace.pace.metricsMs);
    this.#metricsTried ||= this.registryKeeper.registry !== null;
    await this.#judge.run();
    return round;
  }

  /** Reads hourly sums, at most once an hour. */
  refreshHours(): Promise<void> {
    return this.#past.hours();
  }

  /** Reads what is missing of the past. Single-flight. */
  fillGaps(): Promise<void> {
    return this.#past.gaps();
  }

  async refreshAlarms(): Promise<Round> {
    const sick = new Set<string>();
    for (const [name, judged] of this.verdict?.cells ?? []) if (judged.health !== 'healthy') sick.add(name);
    const { aws, clock } = this.#options;
    const proven = (place: { accountId: string | null; region: string }) => this.events?.proven(place) ?? false;
    const round = await this.targets.refresh(aws, clock, this.#pace.pace.alarmsMs, sick, proven);
    this.targets.pace(this.#pace.pace.alarmsMs);
    this.#alarmsTried ||= this.registryKeeper.registry !== null;
    await this.#judge.run();
    return round;
  }

  /** Takes what waits in the queue of events. */
  async refreshEvents(): Promise<void> {
    while (((await this.events?.receive(0)) ?? 0) > 0);
    await this.#judge.run();
  }

  /** Looks at the pipelines that are due, and the past of those that are new. */
  async refreshPipelines(): Promise<void> {
    await this.pipelines.refreshDue();
    await this.pipelines.settled();
    await this.#judge.run();
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

  async #keepRegistry(): Promise<void> {
    const { store, clock, log } = this.#options;
    const { text, keptAt } = this.registryKeeper;
    if (!store || text === null || keptAt !== null) return;
    await keepRegistry(store, text, clock.now()).catch((error) => log.error('the registry was not kept for the next start', { error }));
  }

  #followRegistry(registry: Registry): void {
    this.book.follow(registry, this.#options.home);
    this.targets.follow(registry, this.#options.home, this.#pace.pace.alarmsMs);
    this.pipelines.follow(registry);
    this.#options.onRegistry?.(registry);
    this.#knownSince ??= performance.now();
  }

  #stopReading(): void {
    for (const loop of Object.values(this.loops)) loop.stop();
    this.#past.stop();
    this.events?.stop();
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    this.#heartbeat = null;
  }

  #follow({ metricsMs, alarmsMs }: Pace): void {
    this.book.slow(metricsMs);
    this.targets.pace(alarmsMs);
    this.loops.metrics.pace(metricsMs);
    this.loops.alarms.pace(alarmsMs);
  }

  /** What there is to judge; null while the first reads may still make the first picture whole. */
  #known(): KnownFacts | null {
    const { registry, read, faults } = this.registryKeeper;
    if (!registry) return null;
    const late = performance.now() - (this.#knownSince ?? 0) > FIRST_PICTURE_WITHIN_MS;
    if (!(this.#metricsTried && this.#alarmsTried) && !late) return null;
    const { book, targets, pipelines, events } = this;
    const costs = this.#options.costRead?.() ?? null;
    const heldRegistry = heldRegistryView(this.registryKeeper);
    return {
      registry,
      registryRead: read,
      registryFaults: faults,
      heldRegistry,
      book,
      targets,
      pipelines,
      events,
      costs,
      slowNote: this.#pace.pace.note,
    };
  }
}
