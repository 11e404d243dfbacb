import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Execution, PipelineState, PipelineStructure } from '#lib/domain/release/facts.ts';
import { getPipeline } from '#lib/sources/codepipeline/get-pipeline.ts';
import { getPipelineState } from '#lib/sources/codepipeline/get-pipeline-state.ts';
import { listPipelineExecutions } from '#lib/sources/codepipeline/list-pipeline-executions.ts';
import type { Look } from './look.ts';
import { isInFlight } from './pace.ts';
import { pipelineMark } from './state-marks.ts';

/** Lists lag behind the state a little, and a status may change where the state shows nothing. */
const LISTED_AGAIN_MOVING_MS = 60_000;
const LISTED_AGAIN_STILL_MS = 15 * 60_000;
/** So long after the last change a list is taken for settled at once. */
const SETTLES_WITHIN_MS = 5 * 60_000;

/** Structure, state and executions of one pipeline. Each method answers whether what is known changed. */
export class PipelineParts {
  structure: PipelineStructure | null = null;
  state: PipelineState | null = null;
  /** Newest first. */
  executions: readonly Execution[] = [];
  /** Epoch ms of the last state that was read. */
  stateAt: number | null = null;
  readonly #aws: Aws;
  readonly #reader: Reader;
  readonly #name: string;
  #stateFrom = 0;
  #listed = { mark: '', at: Number.NEGATIVE_INFINITY, settled: false, from: 0 };

  constructor(aws: Aws, reader: Reader, name: string) {
    this.#aws = aws;
    this.#reader = reader;
    this.#name = name;
  }

  /** The state: always. */
  async readState(look: Look): Promise<boolean> {
    const state = await look.attempt('state', () => getPipelineState(this.#aws, this.#reader, this.#name, look.priority));
    if (!state || look.number < this.#stateFrom) return false;
    this.#stateFrom = look.number;
    this.stateAt = look.now;
    const changed = JSON.stringify(state) !== JSON.stringify(this.state);
    if (changed) this.state = state;
    return changed;
  }

  /** The structure: when the state is of another version. */
  async readStructure(look: Look): Promise<boolean> {
    if (this.structure && this.structure.version === this.state?.version) return false;
    const structure = await look.attempt('structure', () => getPipeline(this.#aws, this.#reader, this.#name, look.priority));
    if (!structure || structure.version < (this.structure?.version ?? 0)) return false;
    this.structure = structure;
    return true;
  }

  /** The executions: when the state shows others (and once more, for the list may lag), now and then, or when it has to be. */
  async readExecutions(look: Look, always: boolean): Promise<boolean> {
    if (!this.state || !(always || this.#listIsDue(look.now))) return false;
    const mark = pipelineMark(this.state);
    const executions = await look.attempt('executions', () =>
      listPipelineExecutions(this.#aws, this.#reader, this.#name, { priority: look.priority }),
    );
    if (!executions || look.number < this.#listed.from) return false;
    const calm = !executions.some((one) => isInFlight(one) || look.now - (one.updatedAt ?? 0) < SETTLES_WITHIN_MS);
    this.#listed = { mark, at: look.now, settled: calm || this.#listed.mark === mark, from: look.number };
    const changed = JSON.stringify(executions) !== JSON.stringify(this.executions);
    if (changed) this.executions = executions;
    return changed;
  }

  #listIsDue(now: number): boolean {
    const { mark, at, settled } = this.#listed;
    if (!settled || !this.state || mark !== pipelineMark(this.state)) return true;
    return now - at >= (this.executions.some(isInFlight) ? LISTED_AGAIN_MOVING_MS : LISTED_AGAIN_STILL_MS);
  }
}
