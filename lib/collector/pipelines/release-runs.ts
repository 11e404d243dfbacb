import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { ActionRun, Bake, Execution, PipelineStructure } from '#lib/domain/release/facts.ts';
import { listActionExecutions } from '#lib/sources/codepipeline/list-action-executions.ts';
import { bakeExecutionArn } from '#lib/sources/step-functions/bake-execution-arn.ts';
import { eachWithLimit } from '../each-with-limit.ts';
import { BakeBook, type BakingRun } from './bake-book.ts';
import { BuildBook } from './build-book.ts';
import type { DefinitionBook } from './definition-book.ts';
import type { Look } from './look.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { RunBook } from './run-book.ts';
import { executionMarks } from './state-marks.ts';
import { pastExecutions, presentExecutions } from './wanted-executions.ts';

const CALLS_AT_ONCE = 3;

/** What the actions of a pipeline's executions did: their runs, the bakes among them, and why builds failed. */
export class ReleaseRuns {
  readonly #aws: Aws;
  readonly #reader: Reader;
  readonly #name: string;
  readonly #parts: PipelineParts;
  readonly #onDeployed: (runs: readonly ActionRun[]) => void;
  readonly #runs = new RunBook();
  readonly #bakes: BakeBook;
  readonly #builds: BuildBook;

  constructor(given: {
    aws: Aws;
    reader: Reader;
    name: string;
    parts: PipelineParts;
    definitions: DefinitionBook;
    /** Told of deployments that ended since they were last seen. */
    onDeployed: (runs: readonly ActionRun[]) => void;
  }) {
    this.#aws = given.aws;
    this.#reader = given.reader;
    this.#name = given.name;
    this.#parts = given.parts;
    this.#onDeployed = given.onDeployed;
    this.#bakes = new BakeBook(given.aws, given.reader.role, given.definitions);
    this.#builds = new BuildBook(given.aws);
  }

  /** By execution id. */
  get runs(): Map<string, readonly ActionRun[]> {
    return new Map([...this.#runs.all].map(([id, runs]) => [id, this.#builds.explain(runs)]));
  }

  /** By action execution id. */
  get bakes(): Map<string, Bake> {
    return this.#bakes.all;
  }

  /** Reads what is due of the executions that are under way or stand in a stage. Answers whether anything was read. */
  async readPresent(look: Look): Promise<boolean> {
    const { state, executions } = this.#parts;
    if (!state) return false;
    const present = presentExecutions(state, executions);
    let read = false;
    const due = present.filter((id) => this.#isDue(id, look));
    // A failure to read the past stands until the past is read, or wanted no more.
    if (due.length > 0 || this.#nextPast(look) === null) {
      await look.attempt('runs', () =>
        all(due, async (id) => {
          await this.#readRuns(id, look);
          read = true;
        }),
      );
    }
    this.#bound(present);
    const baking = present.flatMap((id) => this.#bakingRuns(id)).filter((one) => this.#bakes.isDue(one));
    await look.attempt('bakes', () =>
      all(baking, async (one) => {
        await this.#bakes.read(one, look.now, look.priority);
        read = true;
      }),
    );
    const runs = present.flatMap((id) => this.#runs.of(id));
    const explained = await look.attempt('builds', () => this.#builds.read(this.#reader, runs, look.priority));
    return read || explained === true;
  }

  /** Reads the next execution of the past that is wanted. Answers false when there is none, or when it could not be read. */
  async readPast(look: Look): Promise<boolean> {
    const id = this.#nextPast(look);
    if (id === null) return false;
    return (await look.attempt('runs', () => this.#readRuns(id, look).then(() => true))) === true;
  }

  #nextPast(look: Look): string | null {
    const { structure, executions } = this.#parts;
    if (!structure) return null;
    return pastExecutions(structure, executions, (id) => this.#runs.of(id)).find((id) => this.#isDue(id, look)) ?? null;
  }

  #isDue(id: string, look: Look): boolean {
    return this.#runs.isDue(id, this.#execution(id), this.#mark(id), look.now);
  }

  async #readRuns(id: string, look: Look): Promise<void> {
    const [execution, mark] = [this.#execution(id), this.#mark(id)];
    const runs = await listActionExecutions(this.#aws, this.#reader, this.#name, id, this.#runs.of(id), look.priority);
    const ended = this.#runs.take(id, runs, execution, mark, look);
    if (ended.length > 0) this.#onDeployed(ended);
  }

  #execution(id: string): Execution | undefined {
    return this.#parts.executions.find((one) => one.id === id);
  }

  /** What the state says of an execution. */
  #mark(id: string): string {
    const { state } = this.#parts;
    return (state && executionMarks(state).get(id)) ?? '';
  }

  #bakingRuns(executionId: string): BakingRun[] {
    return this.#runs.of(executionId).flatMap((run) => {
      const executionArn = bakeExecutionArn(run, configurationOf(this.#parts.structure, run));
      return executionArn === null ? [] : [{ run, executionArn }];
    });
  }

  #bound(present: readonly string[]): void {
    this.#runs.bound([...present, ...this.#parts.executions.map((one) => one.id)], new Set(present));
    const kept = [...this.#runs.all.values()].flat();
    this.#bakes.keepOnly(new Set(kept.map((run) => run.actionExecutionId)));
    this.#builds.keepOnly(new Set(kept.flatMap((run) => run.externalId ?? [])));
  }
}

function configurationOf(structure: PipelineStructure | null, run: ActionRun): Readonly<Record<string, string>> {
  const stage = structure?.stages.find((one) => one.name === run.stage);
  return stage?.actions.find((one) => one.name === run.action)?.configuration ?? {};
}

/** Does the work for all, a few at a time, whatever fails. @throws the first that failed, when all are done */
async function all<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  await eachWithLimit(items, CALLS_AT_ONCE, (item) => work(item).catch((error) => void errors.push(error)));
  if (errors.length > 0) throw errors[0];
}
