import type { PipelineAction, Revision } from '../release/facts.ts';
import { shortRevision } from '../release/short-revision.ts';
import { closedText } from './door-calls.ts';
import { type Draft, listText, type PlanningFacts, plannedCall } from './draft.ts';
import { movesInto, redAlarmsWarning } from './moves.ts';
import { nothing } from './nothing.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';
import { runsAgain } from './rerun-target.ts';

/** How StartPipelineExecution calls the revisions of a source. Source: the API reference of SourceRevisionOverride. */
const REVISION_TYPES: Readonly<Record<string, string>> = {
  CodeCommit: 'COMMIT_ID',
  CodeStarSourceConnection: 'COMMIT_ID',
  GitHub: 'COMMIT_ID',
  ECR: 'IMAGE_DIGEST',
  S3: 'S3_OBJECT_VERSION_ID',
};

/**
 * Runs the whole pipeline again with the revisions of an earlier release: what is left when no stage can go back, as after the
 * pipeline was edited.
 */
export function planRerun(given: PlanningFacts, picture: PipelinePicture, bad: string, reached: readonly StagePicture[]): Draft {
  const { target, registry } = given;
  const title = `Run ${picture.component} again with an earlier revision`;
  const choice = runsAgain(given, picture, bad);
  if (choice.kind === 'none') return nothing(title, target, choice.reason);
  const { earlier } = choice;
  const sources = picture.stages.flatMap(({ actions }) => actions.filter(({ category }) => category === 'Source'));
  const revisions = sources.flatMap((source) => overrideOf(source, earlier.revisions) ?? []);
  if (sources.length === 0 || revisions.length < sources.length) {
    const missing = sources.filter((source) => overrideOf(source, earlier.revisions) === null).map(({ name }) => name);
    return nothing(title, target, `Which revision ${listText(missing) || 'the source'} had in that release can't be told to AWS.`);
  }
  const name = shortRevision(earlier.revisions[0]?.id ?? earlier.id);
  const closed = picture.stages.filter(({ state }) => state?.transition.enabled === false);
  const red = reached.flatMap((stage) => redAlarmsWarning(stage, given) ?? []);
  return {
    title: `Run ${picture.component} again with ${name}`,
    summary: `Begins a new release with the revision ${name}: every stage runs again from the start, builds and earlier waves too.`,
    calls: [
      plannedCall(picture, {
        operation: 'StartPipelineExecution',
        input: { name: picture.pipeline.name, sourceRevisions: revisions },
        text: `run the whole pipeline with ${name}`,
        step: 1,
        stage: null,
        about: earlier.id,
      }),
    ],
    impossible: [],
    warnings: [
      ...choice.warnings,
      ...closed.map((stage) => `The door before ${stage.name} is ${closedText(stage)}: ${name} waits there until somebody resumes.`),
      ...red,
      'Not undone: data that the newer version wrote, and what was changed outside of this pipeline.',
    ],
    moves: reached
      .flatMap((stage) => movesInto(picture, stage, earlier.id, registry))
      .map((move) => ({ ...move, from: releaseName(picture, bad) })),
    basedOn: new Map(),
  };
}

function overrideOf(source: PipelineAction, revisions: readonly Revision[]) {
  const revisionType = REVISION_TYPES[source.provider];
  const revision = revisions.find(({ action }) => action === source.name);
  return revisionType && revision ? { actionName: source.name, revisionType, revisionValue: revision.id } : null;
}
