import { clockTime } from '../health/wording.ts';
import { chooseRollback, type RollbackChoice } from '../release/choose-rollback.ts';
import { rolledBackReleases } from '../release/rolled-back-releases.ts';
import { listText, type PlanningFacts } from './draft.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';

type Candidate = Extract<RollbackChoice, { kind: 'candidate' }>;

/** What a stage goes back to: the release that was named, else the last good one; or why it can't. */
export function goesBackTo({ target, suspicion }: PlanningFacts, picture: PipelinePicture, stage: StagePicture): RollbackChoice {
  const { targetExecutionId: meant } = target;
  const given = {
    facts: picture.facts,
    stage: stage.name,
    succeeded: picture.succeeded.get(stage.name),
    isSuspected: (id: string) => suspicion(id) !== null,
    unusable(id: string) {
      const gone = picture.needs.get(id)?.gone ?? [];
      return gone.length > 0 ? `${releaseName(picture, id)} can't be deployed again: ${listText(gone)}.` : null;
    },
  };
  const best = chooseRollback(given);
  if (best.kind === 'none' || meant === undefined || best.executionId === meant) return best;
  const reason = whyNotMeant(picture, stage, meant);
  return reason === null ? chooseRollback({ ...given, meant }) : { kind: 'none', reason };
}

function whyNotMeant(picture: PipelinePicture, stage: StagePicture, meant: string): string | null {
  const name = releaseName(picture, meant);
  const execution = picture.succeeded.get(stage.name)?.find(({ id }) => id === meant);
  if (!execution) return `${name} has not succeeded in ${stage.name} as the pipeline is now.`;
  if (execution.type === 'ROLLBACK') return `${name} is a rollback itself: name the release that it went back to.`;
  return stage.state?.latest?.executionId === meant ? `${name} is what stands in ${stage.name}.` : null;
}

/** What is to be said of the releases that stages go back to, once for all stages of which it holds. */
export class RollbackWarnings {
  readonly #given: Pick<PlanningFacts, 'suspicion' | 'now'>;
  readonly #picture: PipelinePicture;
  readonly #stages = new Map<string, string[]>();

  constructor(given: Pick<PlanningFacts, 'suspicion' | 'now'>, picture: PipelinePicture) {
    this.#given = given;
    this.#picture = picture;
  }

  add(stage: StagePicture, { executionId, doubt, passedOver }: Candidate): void {
    const name = releaseName(this.#picture, executionId);
    const stands = stage.state?.latest;
    if (stands?.type === 'ROLLBACK') {
      this.#say(stage, `${releaseName(this.#picture, stands.executionId)} stands in # after a rollback already: this goes back further.`);
    }
    if (doubt !== null)
      this.#say(
        stage,
        `Careful: ${name} ${this.#doubtText(executionId, doubt)}. It would come into # again: no better one succeeded there.`,
      );
    if (passedOver) {
      const why =
        passedOver.why === 'unusable' ? this.#goneText(passedOver.executionId) : this.#doubtText(passedOver.executionId, passedOver.why);
      const other = releaseName(this.#picture, passedOver.executionId);
      this.#say(
        stage,
        `AWS itself would put ${other} into #, but it ${why}: ${name} is the last ${doubt === null ? 'good one' : 'one'} before it.`,
      );
    }
    for (const unchecked of this.#picture.needs.get(executionId)?.unchecked ?? []) this.#say(stage, `${name}: ${unchecked}.`);
  }

  sentences(): string[] {
    return [...this.#stages].map(([text, stages]) => text.replace('#', listText(stages)));
  }

  #say(stage: StagePicture, text: string): void {
    this.#stages.set(text, [...(this.#stages.get(text) ?? []), stage.name]);
  }

  #doubtText(executionId: string, doubt: NonNullable<Candidate['doubt']>): string {
    switch (doubt) {
      case 'suspected':
        return `is under suspicion (${this.#given.suspicion(executionId)})`;
      case 'rolled-back': {
        const undone = rolledBackReleases(this.#picture.facts).get(executionId);
        return `was itself rolled back${undone ? ` in ${undone.stage}${atText(undone.at, this.#given.now)}` : ''}`;
      }
      case 'newer':
        return 'is newer than what stands there';
    }
  }

  #goneText(executionId: string): string {
    return `can't be deployed again, since ${listText(this.#picture.needs.get(executionId)?.gone ?? [])}`;
  }
}

const DAY_MS = 86_400_000;

/** " at 02:16", " on 2026-11-20"; UTC. */
function atText(at: number | null, now: number): string {
  if (at === null) return '';
  return now - at < DAY_MS ? ` at ${clockTime(at)}` : ` on ${new Date(at).toISOString().slice(0, 10)}`;
}
