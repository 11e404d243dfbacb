import type { Published, RolloutsFeed } from '#lib/runtime-contract.ts';
import { publishBytes } from '#lib/views/publish-bytes.ts';
import type { PipelineView, RolloutsView } from '#lib/views/rollouts-view.ts';

/** How the views of one moment are built. */
export interface RolloutViews {
  /** Differs whenever what is known of a pipeline does, also where the view of all does not show it. */
  mark: string;
  pipelines: readonly string[];
  all(version: string): RolloutsView;
  /** Null when there is none of that name. */
  of(pipeline: string, version: string): PipelineView | null;
}

/**
 * What is shown of releases now. A version holds as long as it tells the same, whenever that was read; views are serialized and
 * compressed when somebody asks, once for all.
 */
export class RolloutsBoard implements RolloutsFeed {
  /** Null until there is something to show. */
  version: string | null = null;
  readonly #boot: string;
  #sequence = 0;
  #told = '';
  #views: RolloutViews | null = null;
  #view: RolloutsView | null = null;
  #published: Promise<Published> | null = null;
  #pipelines = new Map<string, Promise<Published | null>>();

  constructor(boot: string) {
    this.#boot = boot;
  }

  get pipelines(): readonly string[] | null {
    return this.#views?.pipelines ?? null;
  }

  /** Shows these from now on. Answers their version. */
  show(views: RolloutViews): string {
    const view = views.all('');
    const told = views.mark + JSON.stringify(withoutTimesOfReading(view));
    if (told !== this.#told) this.#sequence++;
    const version = `${this.#boot}-r${this.#sequence}`;
    this.#told = told;
    this.#take(views, view, version);
    return version;
  }

  /** Shows these from now on, under the version that another replica gave them. */
  adopt(views: RolloutViews, version: string): void {
    this.#told = '';
    this.#take(views, views.all(''), version);
  }

  #take(views: RolloutViews, view: RolloutsView, version: string): void {
    this.version = version;
    this.#views = views;
    this.#view = { ...view, version };
    this.#published = null;
    this.#pipelines.clear();
  }

  async all(): Promise<Published | null> {
    if (!this.#view) return null;
    this.#published ??= publishBytes(this.#view.version, Buffer.from(JSON.stringify(this.#view)));
    return this.#published;
  }

  async of(pipeline: string): Promise<Published | null> {
    const views = this.#views;
    const { version } = this;
    if (!views?.pipelines.includes(pipeline) || version === null) return null;
    let published = this.#pipelines.get(pipeline);
    if (!published) {
      const view = views.of(pipeline, version);
      published = view ? publishBytes(version, Buffer.from(JSON.stringify(view))) : Promise.resolve(null);
      this.#pipelines.set(pipeline, published);
    }
    return published;
  }
}

function withoutTimesOfReading(view: RolloutsView): object {
  const components = view.components.map((component) => ({ ...component, observedAt: null }));
  return { ...view, observedAt: null, sources: [], components };
}
