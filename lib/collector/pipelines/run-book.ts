import type { ActionRun, Execution } from '#lib/domain/release/facts.ts';
import { isInFlight } from './pace.ts';

/** Executions whose runs are kept: enough for the last days of each cell. */
const EXECUTIONS_KEPT = 40;
/** A pipeline may have 500 actions. */
const RUNS_KEPT = 3_000;
/** A run that is under way is looked up again although the state shows no change. */
const OPEN_AGAIN_MS = 30_000;
/** One that waits for a person may do so for days. */
const WAITING_AGAIN_MS = 5 * 60_000;
/** AWS's lists lag behind a little: only then is an execution's last word its last. */
const SETTLES_WITHIN_MS = 5 * 60_000;

interface Known {
  runs: readonly ActionRun[];
  /** What the state and the list said of the execution when its runs were read. */
  mark: string;
  readAt: number;
  /** Number of the look that brought them. */
  from: number;
  /** Read twice with the same mark, or long after its end. */
  settled: boolean;
}

/** The runs of a pipeline's executions. Of one that has ended they are read once more, then kept for good. */
export class RunBook {
  readonly #known = new Map<string, Known>();

  of(executionId: string): readonly ActionRun[] {
    return this.#known.get(executionId)?.runs ?? [];
  }

  /** All that is known, by execution. */
  get all(): Map<string, readonly ActionRun[]> {
    return new Map([...this.#known].map(([id, known]) => [id, known.runs]));
  }

  /** Whether an execution's runs are to be read. @param mark what the state says of it now */
  isDue(executionId: string, execution: Execution | undefined, mark: string, now: number): boolean {
    const known = this.#known.get(executionId);
    if (!known?.settled || known.mark !== wholeMark(execution, mark)) return true;
    const open = known.runs.filter((run) => run.status === 'InProgress');
    if (open.length === 0) return false;
    const again = open.every((run) => run.category === 'Approval') ? WAITING_AGAIN_MS : OPEN_AGAIN_MS;
    return now - known.readAt >= again;
  }

  /** Takes what a look read. Answers the runs that ended since they were last read. */
  take(
    executionId: string,
    runs: readonly ActionRun[],
    execution: Execution | undefined,
    mark: string,
    { now, number }: { now: number; number: number },
  ): ActionRun[] {
    const before = this.#known.get(executionId);
    if (before && before.from > number) return [];
    const whole = wholeMark(execution, mark);
    const longOver = execution === undefined || (!isInFlight(execution) && now - (execution.updatedAt ?? now) > SETTLES_WITHIN_MS);
    this.#known.set(executionId, { runs, mark: whole, readAt: now, from: number, settled: longOver || before?.mark === whole });
    const open = new Set(before?.runs.filter((run) => run.status === 'InProgress').map((run) => run.actionExecutionId));
    const known = new Set(before?.runs.map((run) => run.actionExecutionId));
    const ended = (run: ActionRun) => run.status !== 'InProgress' && (open.has(run.actionExecutionId) || !known.has(run.actionExecutionId));
    return before ? runs.filter(ended) : [];
  }

  /** Lets the oldest go that are neither needed nor among the newest. @param ids from the most wanted to the least */
  bound(ids: readonly string[], needed: ReadonlySet<string>): void {
    const rank = new Map(ids.map((id, index) => [id, index]));
    const byWorth = [...this.#known].sort(
      ([a], [b]) => (rank.get(a) ?? Number.POSITIVE_INFINITY) - (rank.get(b) ?? Number.POSITIVE_INFINITY),
    );
    let count = 0;
    let runs = 0;
    for (const [id, known] of byWorth) {
      count++;
      runs += known.runs.length;
      if (!needed.has(id) && (count > EXECUTIONS_KEPT || runs > RUNS_KEPT)) this.#known.delete(id);
    }
  }
}

/** Of what is over, the list has the last word; the state then speaks of others. */
function wholeMark(execution: Execution | undefined, mark: string): string {
  const over = execution !== undefined && !isInFlight(execution);
  return `${execution?.status} ${execution?.updatedAt} ${over ? '' : mark}`;
}
