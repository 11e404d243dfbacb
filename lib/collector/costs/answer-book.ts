import type { ReleaseArrival } from '#lib/domain/cost/around-release.ts';
import type { CostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { accept, type Parsed } from '#lib/domain/cost/parsed.ts';
import type { CostAnswer, Published } from '#lib/runtime-contract.ts';
import { inTurns } from '#lib/turns.ts';
import { costsViewSteps } from '#lib/views/build-costs-view.ts';
import { objectJsonSteps } from '#lib/views/json-steps.ts';
import { publishBytes } from '#lib/views/publish-bytes.ts';

/** So many answers are kept: a few megabytes each at 1,000 cells. */
const KEPT = 12;

type Answer = Promise<Parsed<CostAnswer>>;

/** Answers by what was asked, each built once in turns of the event loop, however many ask; until the figures change. */
export class AnswerBook {
  #version = '';
  readonly #answers = new Map<string, Answer>();
  readonly #arrivals: () => readonly ReleaseArrival[];

  constructor(arrivals: () => readonly ReleaseArrival[]) {
    this.#arrivals = arrivals;
  }

  /** @param version of `known` and the arrivals: with it all answers change */
  answer(version: string, known: KnownCosts, ask: CostAsk): Answer {
    if (version !== this.#version) this.#answers.clear();
    this.#version = version;
    const { period, group, metric, shared } = ask;
    const key = [period.text, period.first, period.last, group, metric, shared].join('\n');
    const answer = this.#answers.get(key) ?? build(version, known, ask, this.#arrivals());
    // The one that was not asked for the longest goes first.
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= KEPT) break;
      this.#answers.delete(oldest);
    }
    answer.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return answer;
  }
}

async function build(version: string, known: KnownCosts, ask: CostAsk, arrivals: readonly ReleaseArrival[]): Answer {
  const built = await inTurns(costsViewSteps(version, known, ask, arrivals));
  if (!built.ok) return built;
  const view = built.value;
  let bytes: Promise<Published> | null = null;
  return accept({
    view,
    published() {
      bytes ??= publish(version, view);
      return bytes;
    },
  });
}

async function publish(version: string, view: CostAnswer['view']): Promise<Published> {
  const { rows, ...rest } = view;
  const pieces: Buffer[] = [];
  await inTurns(objectJsonSteps(rest, 'rows', rows, (piece) => void pieces.push(Buffer.from(piece))));
  return publishBytes(version, Buffer.concat(pieces));
}
