import type { ActionRun, Execution } from '#lib/domain/release/facts.ts';

/** Output variables of source actions. Source: CodePipeline's references of the CodeStar connection, CodeCommit and GitHub actions. */
const AUTHOR = ['AuthorDisplayName', 'AuthorId', 'AuthorEmail'];

/** Fills in who wrote what, from the output variables of the source actions: the list of executions tells no author. */
export function tellAuthors(executions: readonly Execution[], runs: (executionId: string) => readonly ActionRun[]): Execution[] {
  return executions.map((execution) => {
    const sources = new Map(runs(execution.id).map((run) => [run.action, run.category === 'Source' ? run.outputs : {}]));
    if (sources.size === 0) return execution;
    const revisions = execution.revisions.map((revision) => {
      const told = sources.get(revision.action) ?? {};
      const author = revision.author ?? AUTHOR.map((name) => told[name]).find((value) => value) ?? null;
      return { ...revision, author, message: revision.message ?? told.CommitMessage ?? null };
    });
    return { ...execution, revisions };
  });
}
