import { type RollbackDoubt, releaseDoubts } from '../release/choose-rollback.ts';
import type { Execution } from '../release/facts.ts';
import { bringTheSame } from '../release/name-releases.ts';
import { listText, type PlanningFacts } from './draft.ts';
import { buildsAnew, needsOf, type PipelinePicture, releaseName } from './pipeline-picture.ts';
import { doubtText } from './rollback-target.ts';

type RerunChoice =
  | {
      kind: 'release';
      earlier: Execution;
      /** What speaks against it, each a sentence. */
      warnings: readonly string[];
    }
  | { kind: 'none'; reason: string };

/**
 * The release that the whole pipeline is run with again: the one meant, else the last good one before the bad one that went
 * through with other revisions; where none is left, the first that can be run at all, with the doubt about it.
 */
export function runsAgain(given: PlanningFacts, picture: PipelinePicture, bad: string): RerunChoice {
  const { executions } = picture.facts;
  const { targetExecutionId: meant } = given.target;
  const at = executions.findIndex(({ id }) => id === bad);
  const stood = executions[at];
  // What a rollback brought back is what stands there.
  const present = executions.find(({ id }) => id === stood?.rollbackTarget) ?? stood;
  const earlier = executions
    .slice(at + 1)
    .filter(({ type, status, revisions }) => type === 'STANDARD' && status === 'Succeeded' && revisions.length > 0)
    .filter(({ revisions }) => !bringTheSame(revisions, present?.revisions ?? []));
  const possible = meant === undefined ? earlier : executions.filter(({ id }) => id === meant);
  const usable = possible.filter(({ id }) => whatIsGone(picture, id).length === 0);
  const doubtOf = releaseDoubts(picture.facts, present?.startedAt ?? null, (id) => given.suspicion(id) !== null);
  const chosen = usable.find((execution) => doubtOf(execution) === null) ?? usable[0];
  const [first] = possible;
  if (!chosen) {
    const reason = first
      ? `${releaseName(picture, first.id)} can't be deployed again: ${listText(whatIsGone(picture, first.id))}.`
      : `No earlier release of ${picture.component} with another revision is known.`;
    return { kind: 'none', reason };
  }
  const name = releaseName(picture, chosen.id);
  const doubt = doubtOf(chosen);
  const better = meant === undefined ? ': no better one is known' : '';
  const unchecked = buildsAnew(picture) ? [] : needsOf(picture, chosen.id).unchecked;
  return {
    kind: 'release',
    earlier: chosen,
    warnings: [
      ...(doubt === null ? [] : [`Careful: ${name} ${doubtSaid(given, picture, chosen.id, doubt)}. It would be released again${better}.`]),
      ...unchecked.map((what) => `${name}: ${what}.`),
    ],
  };
}

function doubtSaid(given: PlanningFacts, picture: PipelinePicture, id: string, doubt: RollbackDoubt): string {
  return doubt === 'newer' ? 'is newer than what is to be replaced' : doubtText(given, picture, id, doubt);
}

/** An image that is gone is in the way only where the pipeline does not build it anew. */
function whatIsGone(picture: PipelinePicture, executionId: string): readonly string[] {
  return buildsAnew(picture) ? [] : needsOf(picture, executionId).gone;
}
