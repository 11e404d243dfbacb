import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { Clock } from '#lib/clock.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionRun, PipelineFacts } from '#lib/domain/release/facts.ts';
import type { DefinitionBook } from './definition-book.ts';
import { FailureBook } from './failure-book.ts';
import { Look } from './look.ts';
import { MOVING_MS, paceOf, STILL_MS } from './pace.ts';
import { PipelineParts } from './pipeline-parts.ts';
import { ReleaseRuns } from './release-runs.ts';
import { tellAuthors } from './tell-authors.ts';

type Component = Registry['components'][number];

/** A pipeline that a person acted on is looked at like one that moves for so long. */
const HOT_MS = 2 * 60_000;
/** After an event it is looked at so soon, and like one that moves for so long: the state may lag behind. */
const NUDGED_LOOK_MS = 500;
const NUDGED_MS = 30_000;
/** How many times slower a throttled pipeline is looked at; one at rest is soon known to be well again all the same. */
const SLOWEST = 8;
const SLOWEST_MS = 2 * STILL_MS;
const JITTER = 0.1;
/** Parts without which no plan can be made. */
const VITAL = new Set(['structure', 'state', 'executions']);

/** Keeps what is known of one component's pipeline fresh. It never clears what it knows because a call failed: it marks it. */
export class PipelineWatch {
  readonly component: Component;
  /** Raised by each change of what is known. */
  version = 0;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #onError: (error: unknown) => void;
  readonly #failures: FailureBook;
  readonly #parts: PipelineParts;
  readonly #releases: ReleaseRuns;
  #facts: Omit<PipelineFacts, 'observed'>;
  #intervalMs = STILL_MS;
  #slowness = 1;
  /** Epoch ms at which it is looked at next: at rest as events allow, and were there none. */
  #dueAt = 0;
  #dueWithoutEvents = 0;
  #nudgedAt = Number.NEGATIVE_INFINITY;
  readonly #restMs: () => number;
  #hotUntil = Number.NEGATIVE_INFINITY;
  #looks = 0;
  #looking: Promise<void> | null = null;
  #filling: Promise<void> | null = null;
  #stopped = false;
  #pastLeft = false;

  constructor(given: {
    aws: Aws;
    clock: Clock;
    component: Component;
    role: Reader['role'];
    definitions: DefinitionBook;
    /** How often it is looked at while it is at rest, ms. */
    restMs: () => number;
    /** Told after each change of what is known. */
    onChange: () => void;
    /** Told of runs that ended since they were last seen. */
    onDeployed: (runs: readonly ActionRun[]) => void;
    /** Told of faults of our own. */
    onError: (error: unknown) => void;
  }) {
    const { aws, component } = given;
    const { name, accountId, region } = component.pipeline;
    const reader = { accountId, region, role: given.role };
    this.component = component;
    this.#clock = given.clock;
    this.#restMs = given.restMs;
    this.#onChange = given.onChange;
    this.#onError = given.onError;
    this.#failures = new FailureBook(component.pipeline);
    this.#parts = new PipelineParts(aws, reader, name);
    this.#releases = new ReleaseRuns({ ...given, reader, name, parts: this.#parts });
    this.#facts = this.#compose();
  }

  /** All that is known but what is observed in the cells; a new object whenever something changed or was read again. */
  get facts(): Omit<PipelineFacts, 'observed'> {
    return this.#facts;
  }

  /** Epoch ms at which it is to be looked at. */
  get dueAt(): number {
    return this.#restMs() > STILL_MS ? this.#dueAt : Math.min(this.#dueAt, this.#dueWithoutEvents);
  }

  /** An event tells that something happened. */
  nudge(): void {
    const now = this.#clock.now();
    this.#nudgedAt = now;
    this.#hotUntil = Math.max(this.#hotUntil, now + NUDGED_MS);
    this.#dueAt = Math.min(this.#dueAt, now + NUDGED_LOOK_MS);
  }

  /** Looks once, if it is not looking already; then what is wanted of the past is read. What AWS refuses is marked, not thrown. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce('read')
      .then(() => void this.#fillPast())
      .catch(this.#onError)
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  /** Ends when nothing of the past is being read; for tests. */
  async settled(): Promise<void> {
    await this.#looking;
    await this.#filling;
  }

  /** Looks now, before all other reads, and goes on looking often: a person acts. @throws AwsFailure when what plans need can't be read */
  async lookNow(): Promise<void> {
    this.#hotUntil = this.#clock.now() + HOT_MS;
    const { failures } = await this.#lookOnce('control');
    const vital = failures.find(({ part }) => VITAL.has(part));
    if (vital) throw vital.failure;
  }

  /** Whether the past is left alone: it is read by whoever reads by itself. */
  leavePast(left: boolean): void {
    this.#pastLeft = left;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #lookOnce(priority: Priority): Promise<Look> {
    const look = this.#newLook(priority);
    const before = this.#failures.first;
    const began = this.#clock.now();
    let changed = false;
    try {
      changed = await this.#parts.readState(look);
      if (look.failures.length === 0) {
        changed = (await this.#parts.readStructure(look)) || changed;
        changed = (await this.#parts.readExecutions(look, priority === 'control')) || changed;
        this.#take(changed);
        changed = await this.#releases.readPresent(look);
      }
    } finally {
      this.#schedule(began);
    }
    this.#take(changed || before?.code !== this.#failures.first?.code);
    return look;
  }

  /** Reads the past while there is nothing more urgent to do. */
  #fillPast(): Promise<void> {
    const fill = async () => {
      while (!this.#stopped && !this.#pastLeft && (await this.#releases.readPast(this.#newLook('background')))) this.#take(true);
    };
    this.#filling ??= fill()
      .catch(this.#onError)
      .finally(() => {
        this.#filling = null;
      });
    return this.#filling;
  }

  #newLook(priority: Priority): Look {
    this.#looks++;
    return new Look({ priority, number: this.#looks, book: this.#failures, clock: this.#clock });
  }

  #schedule(began: number): void {
    const now = this.#clock.now();
    const pace = now < this.#hotUntil ? MOVING_MS : paceOf(this.#parts.state, this.#parts.executions);
    // What is denied or gone is not asked for often.
    const usual = this.#failures.of('state') ? Math.max(pace, STILL_MS) : pace;
    this.#intervalMs = pace === STILL_MS && !this.#failures.first ? Math.max(STILL_MS, this.#restMs()) : usual;
    this.#slowness = this.#failures.throttled ? Math.min(SLOWEST, this.#slowness * 2) : Math.max(1, this.#slowness / 2);
    const jitter = 1 + (Math.random() - 0.5) * 2 * JITTER;
    const after = (ms: number) => Math.min(ms * this.#slowness, Math.max(ms, SLOWEST_MS)) * jitter;
    this.#dueWithoutEvents = now + after(usual);
    // What was told during the look may have come too late for it.
    this.#dueAt = now + (this.#nudgedAt >= began ? NUDGED_LOOK_MS : after(this.#intervalMs));
  }

  #take(changed: boolean): void {
    if (this.#stopped) return;
    this.#facts = this.#compose();
    if (!changed) return;
    this.version++;
    this.#onChange();
  }

  #compose(): Omit<PipelineFacts, 'observed'> {
    const { structure, state, executions, stateAt } = this.#parts;
    const { runs, bakes } = this.#releases;
    return {
      component: this.component.name,
      structure,
      state,
      executions: tellAuthors(executions, (id) => runs.get(id) ?? []),
      runs,
      bakes,
      read: { observedAt: stateAt, intervalMs: this.#intervalMs, failure: this.#failures.first },
    };
  }
}
