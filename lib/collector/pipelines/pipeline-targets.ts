import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionRun, ObservedVersion, PipelineFacts, PipelineStructure } from '#lib/domain/release/facts.ts';
import { DefinitionBook } from './definition-book.ts';
import { newerFacts } from './newer-facts.ts';
import { observedVersions } from './observed-versions.ts';
import { STILL_MS } from './pace.ts';
import { PipelineWatch } from './pipeline-watch.ts';
import { StackTargets } from './stack-targets.ts';
import { type VersionPlaces, versionPlaces } from './version-places.ts';

const TICK_MS = 1_000;
/** How often a pipeline at rest is looked at whose events come through. */
const REST_MS = 20 * 60_000;
/** What is observed is told anew after so long although nothing changed: the times of its reads did. */
const OBSERVED_AGAIN_MS = 60_000;
const NOWHERE: Watched['places'] = { of: null, stacks: new Map(), cells: [], targetsOf: () => [] };

interface Watched {
  watch: PipelineWatch;
  fingerprint: string;
  /** Where its versions are read; follows structure and registry. */
  places: VersionPlaces & { of: PipelineStructure | null };
  observed: { mark: string; at: number; versions: ReadonlyMap<string, ObservedVersion> };
}

/** All pipelines of the registry and the versions in the cells, each kept fresh at its own pace. Viewers never add a call. */
export class PipelineTargets {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #onError: (error: unknown) => void;
  readonly #definitions: DefinitionBook;
  readonly #stacks: StackTargets;
  readonly #proven: (place: { accountId: string; region: string }) => boolean;
  #watched = new Map<string, Watched>();
  /** What another replica knew, by component. */
  readonly #handed = new Map<string, PipelineFacts>();
  #adopted = 0;
  #registry: Registry | null = null;
  #ticker: NodeJS.Timeout | null = null;

  /**
   * @param onChange told, often several times a second, when facts are others than before
   * @param onError told of faults of our own; what AWS refuses is marked
   * @param proven true where events come through
   */
  constructor(
    aws: Aws,
    clock: Clock,
    onChange: () => void,
    onError: (error: unknown) => void,
    proven: (place: { accountId: string; region: string }) => boolean = () => false,
  ) {
    this.#aws = aws;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#onError = onError;
    this.#proven = proven;
    this.#definitions = new DefinitionBook(aws);
    this.#stacks = new StackTargets(aws, clock, onChange);
  }

  /** State of each pipeline's read, in the registry's order. */
  get reads(): readonly { component: string; read: ReadState }[] {
    return [...this.#watched].map(([component, watched]) => ({ component, read: this.#factsOf(watched).read }));
  }

  /** State of the reads of the accounts in which versions are looked up. */
  get versionReads(): readonly ReadState[] {
    return this.#stacks.all.map(({ read }) => read);
  }

  /** Takes over what another replica knows of a component: it holds until something newer is read here. */
  adopt(facts: PipelineFacts): void {
    this.#handed.set(facts.component, facts);
    this.#adopted++;
  }

  /** Follows the registry: what is known of a pipeline that stays is kept. */
  follow(registry: Registry): void {
    const role = namedRole(registry, 'reader');
    const before = this.#watched;
    this.#watched = new Map();
    this.#registry = registry;
    for (const component of registry.components) {
      const fingerprint = JSON.stringify([component, role]);
      const kept = before.get(component.name);
      if (kept?.fingerprint === fingerprint) {
        this.#watched.set(component.name, kept);
        continue;
      }
      const watch = new PipelineWatch({
        aws: this.#aws,
        clock: this.#clock,
        component,
        role,
        definitions: this.#definitions,
        restMs: () => (this.#proven(component.pipeline) ? REST_MS : STILL_MS),
        onChange: this.#onChange,
        onError: this.#onError,
        onDeployed: (runs) => this.#deployed(component.name, runs),
      });
      const observed = { mark: '', at: 0, versions: new Map() };
      this.#watched.set(component.name, { watch, fingerprint, places: NOWHERE, observed });
    }
    for (const [name, { watch }] of before) if (this.#watched.get(name)?.watch !== watch) watch.stop();
    for (const watched of this.#watched.values()) watched.places = NOWHERE;
  }

  /** Looks by itself at what is due, until stopped. */
  start(): void {
    for (const { watch } of this.#watched.values()) watch.leavePast(false);
    this.#ticker ??= setInterval(() => void this.refreshDue().catch(this.#onError), TICK_MS);
    this.#ticker.unref();
  }

  /** Looks only when asked, until started. */
  pause(): void {
    if (this.#ticker) clearInterval(this.#ticker);
    this.#ticker = null;
    for (const { watch } of this.#watched.values()) watch.leavePast(true);
  }

  stop(): void {
    this.pause();
    for (const { watch } of this.#watched.values()) watch.stop();
  }

  /** Looks at every pipeline and account that is due. A slow one holds up no other: it is passed over while it is looked at. */
  async refreshDue(): Promise<void> {
    this.#placeVersions();
    const now = this.#clock.now();
    const due = [...this.#watched.values()].filter(({ watch }) => watch.dueAt <= now);
    await Promise.all([...due.map(({ watch }) => watch.look()), this.#stacks.refreshDue()]);
  }

  /** Accounts and Regions of all pipelines. */
  get places(): readonly { accountId: string; region: string }[] {
    return [...this.#watched.values()].map(({ watch }) => watch.component.pipeline);
  }

  /** True when one is looked at there. */
  has(accountId: string, region: string): boolean {
    return [...this.#watched.values()].some(({ watch }) => isIn(watch.component, accountId, region));
  }

  /** An event tells that something happened in a pipeline; false when nobody looks at that one. */
  nudge({ accountId, region, pipeline }: { accountId: string; region: string; pipeline: string }): boolean {
    const known = [...this.#watched.values()].filter(
      ({ watch }) => isIn(watch.component, accountId, region) && watch.component.pipeline.name === pipeline,
    );
    for (const { watch } of known) watch.nudge();
    return known.length > 0;
  }

  /** Reads a pipeline now, before all other reads, and often for the next minutes. @throws AwsFailure, RangeError for an unknown component */
  async refreshNow(component: string): Promise<PipelineFacts> {
    const watched = this.#watched.get(component);
    if (!watched) throw new RangeError(`The registry has no component "${component}".`);
    await watched.watch.lookNow();
    return this.#factsOf(watched);
  }

  /** What is known of a component; null when the registry has none of that name. */
  facts(component: string): PipelineFacts | null {
    const watched = this.#watched.get(component);
    return watched ? this.#factsOf(watched) : null;
  }

  /** Differs whenever what is known of a component does; when it was last read does not count. */
  markOf(component: string): string {
    const watched = this.#watched.get(component);
    return watched ? `${watched.watch.version} ${this.#stacks.versionOf(watched.places.cells)} ${this.#adopted}` : '';
  }

  /** Ends when nothing is being read any more; for tests. */
  async settled(): Promise<void> {
    await Promise.all([...this.#watched.values()].map(({ watch }) => watch.settled()));
  }

  #deployed(name: string, runs: readonly ActionRun[]): void {
    const places = this.#watched.get(name)?.places;
    if (places) this.#stacks.expect([...new Set(runs.flatMap((run) => places.targetsOf(run)))]);
  }

  /** Works out where versions are read, once a structure is another. */
  #placeVersions(): void {
    const registry = this.#registry;
    const all = [...this.#watched.values()];
    const changed = all.filter(({ watch, places }) => places.of !== watch.facts.structure);
    if (!registry || changed.length === 0) return;
    for (const watched of changed) {
      const { structure } = watched.watch.facts;
      watched.places = { of: structure, ...versionPlaces(structure, watched.watch.component, registry) };
    }
    const names = new Map<string, Set<string>>();
    for (const { places } of all) {
      for (const [cell, stack] of places.stacks) if (stack !== null) names.set(cell, (names.get(cell) ?? new Set()).add(stack));
    }
    this.#stacks.follow(registry, names);
  }

  #factsOf(watched: Watched): PipelineFacts {
    const { watch, places, observed } = watched;
    const { facts, component } = watch;
    const mark = this.markOf(component.name);
    const now = this.#clock.now();
    if (observed.mark !== mark || now - observed.at >= OBSERVED_AGAIN_MS) {
      const stackIn = (cell: string, name: string) => this.#stacks.stackIn(cell, name);
      const versions = observedVersions({ component, places, stackIn, facts });
      watched.observed = { mark, at: now, versions };
    }
    const own = { ...facts, observed: watched.observed.versions };
    const handed = this.#handed.get(component.name);
    return handed ? newerFacts(own, handed) : own;
  }
}

function isIn({ pipeline }: Registry['components'][number], accountId: string, region: string): boolean {
  return pipeline.accountId === accountId && pipeline.region === region;
}
