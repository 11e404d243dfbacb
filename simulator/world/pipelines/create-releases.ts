import type { ServiceEvent } from '../events/events-world.ts';
import { pipelineEvent } from '../events/pipeline-event.ts';
import { hexadecimal } from '../identifier.ts';
import type { IncidentBook } from '../incidents.ts';
import type { BuildWorld, DeploymentWorld, ReleasesWorld } from '../release-types.ts';
import type { CellWorld, Clock } from '../types.ts';
import { WAVES } from '../waves.ts';
import { createBadReleases } from './bad-releases.ts';
import { bakeMachine } from './bake.ts';
import { buildsOf, imagesOf } from './builds.ts';
import { createPipelines, newPipeline } from './create-pipelines.ts';
import { deployByHand, deploymentsInto } from './deployments.ts';
import { editPipeline } from './edit-pipeline.ts';
import type { AlarmLookup, Engine } from './engine.ts';
import { allBakes, findBake } from './find-bakes.ts';
import { HISTORY_MS, planHistory, planOwnReleases, release } from './own-releases.ts';
import { type Pipeline, structureOf } from './pipeline-types.ts';
import type { PipelinesWorld } from './pipelines-world.ts';
import { planComponents } from './plan-components.ts';
import { planStages } from './plan-stages.ts';
import type { Time } from './time.ts';

export interface ReleasesOptions {
  cells: readonly CellWorld[];
  components: number;
  seed: number;
  pace: number;
  leastBakeMs: number;
  quiet: boolean;
  clock: Clock;
  time: Time;
  alarms: AlarmLookup;
  incidents: IncidentBook;
  /** Told of all that pipelines do. */
  putEvent(event: ServiceEvent): void;
  /** A pipeline reaches other cells than before. */
  changed(): void;
}

const SEVERITY = 0.8;

/** The pipelines of an organization, with their past. */
export function createReleases(options: ReleasesOptions): { releases: ReleasesWorld; pipelines: PipelinesWorld } {
  const { cells, seed, time, clock } = options;
  const cellsByName = new Map(cells.map((cell) => [cell.name, cell]));
  const bad = createBadReleases(options.incidents);
  const opensAt = clock.now();
  const engine: Engine = {
    seed,
    pace: options.pace,
    leastBakeMs: options.leastBakeMs,
    time,
    opensAt,
    pipelines: new Map(),
    cells: cellsByName,
    alarms: options.alarms,
    bakes: new Map(),
    approvals: new Map(),
    givingUp: new Set(),
    deletedImages: new Map(),
    changed(component, change) {
      const at = time.now();
      const pipeline = at < opensAt ? undefined : engine.pipelines.get(component);
      if (pipeline) options.putEvent(pipelineEvent(pipeline.component, change, at));
    },
    landed({ component }, { plan, run }) {
      const at = time.now();
      if (plan.work.kind === 'deploy') for (const cell of plan.work.cells) bad.land(component.name, cell, run.execution.commit, at);
    },
    updatePipelines() {
      // The cell that was added last came after the last run of the past.
      if (time.now() < opensAt) return;
      for (const pipeline of engine.pipelines.values()) {
        const stages = planStages(pipeline.component, cells);
        if (shapeOf(stages) !== shapeOf(structureOf(pipeline).stages)) editPipeline(engine, pipeline, { stages });
      }
      options.changed();
    },
  };
  const waves = WAVES.filter(({ name }) => cells.some((cell) => cell.wave === name));
  const components = planComponents(options.components, waves.at(-1)?.name ?? null);
  const late = lastCell(cells);
  for (const component of components) {
    const known = component.name === 'topics' ? cells.filter((cell) => cell !== late) : cells;
    engine.pipelines.set(component.name, newPipeline(component, known, opensAt - HISTORY_MS));
  }
  const byHand = deployByHand(engine, cells);
  let quiet = options.quiet;
  planHistory(engine);
  time.catchUp();
  planOwnReleases(engine, () => quiet);

  const all = <T>(read: (pipeline: Pipeline) => T[]): T[] => [...engine.pipelines.values()].flatMap(read);
  const releases: ReleasesWorld = {
    lagMs: 0,
    components: () => components,
    deployments(component, name): readonly DeploymentWorld[] {
      time.catchUp();
      const pipeline = engine.pipelines.get(component);
      const cell = cellsByName.get(name);
      if (!pipeline || !cell) return [];
      const found = deploymentsInto(engine, pipeline, cell);
      const mine = byHand.filter((deployment) => deployment.component === component && deployment.cell === name);
      return mine.length === 0 ? found : [...found, ...mine].sort((a, b) => a.startedAt - b.startedAt);
    },
    bakes() {
      time.catchUp();
      return allBakes(engine);
    },
    bake(executionArn) {
      time.catchUp();
      return findBake(engine, executionArn);
    },
    bakeMachines: () => waves.map(({ name }) => bakeMachine(engine, name)),
    stopBake: (arn, error, cause) =>
      time.act(() => {
        const end = engine.bakes.get(arn);
        end?.('ABORTED', error, cause);
        return end !== undefined;
      }),
    builds() {
      time.catchUp();
      return all((pipeline) => buildsOf(engine, pipeline)).sort((a: BuildWorld, b: BuildWorld) => b.startedAt - a.startedAt);
    },
    images(component) {
      time.catchUp();
      const pipeline = engine.pipelines.get(component);
      return pipeline ? imagesOf(engine, pipeline) : [];
    },
    deleteImage: (digest) => time.act(() => void engine.deletedImages.set(digest, time.now())),
    extraErrorRatio(cell, at) {
      time.catchUp();
      return bad.extraErrorRatio(cell, at);
    },
    start: ({ component, quality, severity = SEVERITY, wave, message }) =>
      time.act(() => {
        const pipeline = engine.pipelines.get(component);
        if (!pipeline) throw new RangeError(`There is no component "${component}"`);
        if (!(severity >= 0 && severity <= 1)) throw new RangeError(`severity is ${severity}; expected 0 to 1`);
        if (wave !== undefined && !waves.some(({ name }) => name === wave)) throw new RangeError(`There is no wave "${wave}"`);
        const push =
          quality === 'bad' ? { quality, severity, badFrom: wave ?? null, message } : { quality, severity: 0, badFrom: null, message };
        return { id: release(engine, pipeline, push).id };
      }),
    list() {
      time.catchUp();
      const found = all(({ component, executions }) =>
        executions.map(({ id, commit, startedAt, status }) => ({ id, component: component.name, commit, startedAt, status })),
      );
      return found.sort((a, b) => b.startedAt - a.startedAt);
    },
    quiet() {
      time.catchUp();
      quiet = true;
    },
    isQuiet: () => quiet,
  };
  return { releases, pipelines: createPipelines(engine, () => releases.lagMs) };

  function shapeOf(stages: Pipeline['structures'][0]['stages']): string {
    return hexadecimal(stages.map((stage) => `${stage.name}:${stage.actions.map(({ name }) => name).join()}`).join(';'), 16);
  }
}

/** The cell that was added last, unless its wave has no other. */
function lastCell(cells: readonly CellWorld[]): CellWorld | undefined {
  const last = cells.findLast((cell) => cell.wave !== null && cell.state === 'in-service');
  return cells.some((cell) => cell !== last && cell.wave === last?.wave) ? last : undefined;
}
