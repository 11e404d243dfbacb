import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { ActionRun } from '#lib/domain/release/facts.ts';
import { type Build, batchGetBuilds } from '#lib/sources/codebuild/batch-get-builds.ts';

/** Why builds failed: the pipeline says only that they did. */
export class BuildBook {
  readonly #aws: Aws;
  /** Null: CodeBuild knows it no more. */
  readonly #known = new Map<string, Build | null>();

  constructor(aws: Aws) {
    this.#aws = aws;
  }

  /** Reads the builds of runs that failed, once each. @throws AwsFailure */
  async read(reader: Reader, runs: readonly ActionRun[], priority: Priority): Promise<boolean> {
    const ids = new Set(
      runs.filter(isFailedBuild).flatMap((run) => (run.externalId && !this.#known.has(run.externalId) ? [run.externalId] : [])),
    );
    const wanted = [...ids].slice(0, 100);
    if (wanted.length === 0) return false;
    const builds = new Map((await batchGetBuilds(this.#aws, reader, wanted, priority)).map((build) => [build.id, build]));
    for (const id of wanted) this.#known.set(id, builds.get(id) ?? null);
    return true;
  }

  /** Runs with the reason of those that failed to build. */
  explain(runs: readonly ActionRun[]): readonly ActionRun[] {
    if (!runs.some(isFailedBuild)) return runs;
    return runs.map((run) => {
      const build = isFailedBuild(run) && run.externalId ? this.#known.get(run.externalId) : null;
      return build?.failure ? { ...run, error: build.failure } : run;
    });
  }

  keepOnly(externalIds: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!externalIds.has(id)) this.#known.delete(id);
  }
}

function isFailedBuild(run: ActionRun): boolean {
  return run.provider === 'CodeBuild' && run.status === 'Failed';
}
