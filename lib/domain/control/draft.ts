import type { Registry } from '../registry/registry.ts';
import type { ActionTarget, Impossible, Plan, PlannedCall, Verb } from './action.ts';
import type { PipelinePicture, StagePicture } from './pipeline-picture.ts';

/** All that a plan is made of. Times are epoch ms. */
export interface PlanningFacts {
  verb: Verb;
  target: ActionTarget;
  registry: Registry;
  /** The components that are meant and could be read. */
  pictures: readonly PipelinePicture[];
  /** Those that could not be read, and why. */
  unreadable: readonly { component: string; reason: string }[];
  /** What the person wrote; null before they wrote anything. */
  reason: string | null;
  /** Share 0–1 of production traffic that a cell carries; null when unknown. */
  trafficShare(cell: string): number | null;
  /** Names of the alarms of a cell that are in ALARM now. */
  redAlarms(cell: string): readonly string[];
  /** "3 of 3 cells with 2f9c1 sick, 0 of 45 without" of a release that cells are believed to be sick of; null of any other. */
  suspicion(executionId: string): string | null;
  now: number;
}

/** What one verb wants to do, before it is judged by scope and made a plan. */
export interface Draft {
  title: string;
  summary: string;
  calls: readonly PlannedCall[];
  impossible: readonly Impossible[];
  warnings: readonly string[];
  moves: Plan['moves'];
  /** Names of the stages, by component, that the plan depends on: when they change, so may the plan. */
  basedOn: ReadonlyMap<string, readonly string[]>;
  /** A reason to offer, where there is a better one than the verb's own. */
  reason?: string;
  /** Another action that would do instead, where this one can't be done. */
  instead?: NonNullable<Plan['instead']>;
}

type CallParts = Pick<PlannedCall, 'operation' | 'input' | 'text' | 'step'> & {
  stage: StagePicture | null;
  service?: PlannedCall['service'];
  /** Tells apart calls of one operation on one stage. */
  about?: string;
};

/** A call of a plan; its key is the same whenever the same is to be done. */
export function plannedCall({ component, pipeline }: PipelinePicture, parts: CallParts): PlannedCall {
  const { stage, service = 'CodePipeline', operation, input, text, step, about } = parts;
  return {
    key: [component, operation, stage?.name, about].filter((part) => part !== undefined).join('/'),
    component,
    pipeline,
    service,
    operation,
    input,
    text,
    step,
    stage: stage?.name ?? null,
    cells: stage?.cells ?? [],
  };
}

/** "small", "small and large", "a, b and c". */
export function listText(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "small", "small and large", "4 stages": short enough for a button. */
export const placesText = (names: readonly string[]): string => (names.length > 2 ? countText(names.length, 'stage') : listText(names));

/** "1 pipeline", "3 pipelines". */
export const countText = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
