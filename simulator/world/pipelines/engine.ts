import type { PipelineChange } from '../events/pipeline-event.ts';
import type { AlarmWorld, CellWorld } from '../types.ts';
import type { ActionRun, Execution, Pipeline } from './pipeline-types.ts';
import type { Time } from './time.ts';

/** What the pipelines ask of the alarms, as of the moment that is being worked off. */
export interface AlarmLookup {
  /** Null for an alarm that does not exist. */
  stateOf(accountId: string, region: string, name: string): AlarmWorld['state'] | null;
  /** Names of the only cells whose alarms may be anything but quiet. */
  suspects(): Iterable<string>;
}

/** What all parts of the pipelines share. */
export interface Engine {
  seed: number;
  pace: number;
  /** However fast the pace, ms. */
  leastBakeMs: number;
  time: Time;
  /** Before that all is history, in which nobody waits for a person. Epoch ms. */
  opensAt: number;
  pipelines: Map<string, Pipeline>;
  cells: ReadonlyMap<string, CellWorld>;
  alarms: AlarmLookup;
  /** What ends a running bake, by its ARN. */
  bakes: Map<string, (status: 'FAILED' | 'ABORTED' | 'SUCCEEDED', error: string | null, cause: string | null) => void>;
  /** What answers a waiting approval, by its action. */
  approvals: Map<ActionRun, (approved: boolean) => void>;
  /** Executions that are being stopped without waiting for their actions. */
  givingUp: Set<Execution>;
  /** When images were deleted, by their digest, epoch ms; a build after that pushes another. */
  deletedImages: Map<string, number>;
  /** Something happened in the pipeline of a component. */
  changed(component: string, change: PipelineChange): void;
  /** A commit has reached the cells of a deploy action. */
  landed(pipeline: Pipeline, action: ActionRun): void;
  /** The pipeline of pipelines has run. */
  updatePipelines(): void;
}

/** So many ms of pace 1 at the pace of the world, whole. */
export function paced(engine: Engine, ms: number): number {
  return Math.max(50, Math.round(ms / engine.pace));
}
