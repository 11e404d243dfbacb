import type { ApprovalAnswer, Pipeline, Structure } from './pipeline-types.ts';
import type { StateView } from './view-state.ts';

/** What CodePipeline does with the pipelines. All are brought up to now first; refusals are PipelineErrors. */
export interface PipelinesWorld {
  list(accountId: string, region: string): readonly Pipeline[];
  find(accountId: string, region: string, name: string): Pipeline | null;
  /** As GetPipelineState tells it, late where a lag is asked for. */
  state(pipeline: Pipeline): StateView;
  disableTransition(pipeline: Pipeline, stage: string, reason: string, by: string): void;
  enableTransition(pipeline: Pipeline, stage: string, by: string): void;
  start(pipeline: Pipeline, request: { commitId?: string; token?: string; by: string }): string;
  stop(pipeline: Pipeline, id: string, abandon: boolean, reason: string | null): void;
  retry(pipeline: Pipeline, stage: string, id: string, mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS'): void;
  rollBack(pipeline: Pipeline, stage: string, targetId: string, by: string): string;
  answer(pipeline: Pipeline, answer: ApprovalAnswer): void;
  override(pipeline: Pipeline, stage: string, id: string, type: 'BEFORE_ENTRY' | 'ON_SUCCESS'): void;
  /** Saves another structure, as UpdatePipeline would. */
  edit(pipeline: Pipeline, change: Partial<Pick<Structure, 'mode' | 'stages'>>): void;
}
