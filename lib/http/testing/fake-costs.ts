import { AnswerBook } from '#lib/collector/costs/answer-book.ts';
import { knowCosts } from '#lib/domain/cost/known-costs.ts';
import { factsOf, quietWorld } from '#lib/domain/cost/testing/cost-world.ts';
import type { CostBook } from '#lib/runtime-contract.ts';

let made: ReturnType<CostBook['known']> = null;

/** Three quiet months of six cells; made when a test first asks. */
function quietCosts() {
  if (!made) {
    const { lines, first, traffic, registry } = quietWorld({ cells: 6 });
    made = knowCosts(factsOf(lines, first, { traffic }), registry);
  }
  return made;
}

/** Costs of a quiet world, as they were fetched early on 2026-11-22. */
export function fakeCosts(change: Partial<CostBook> = {}): CostBook {
  const answers = new AnswerBook(() => []);
  return {
    version: 'costs-1',
    known: quietCosts,
    failure: () => null,
    nextFetch: () => Date.UTC(2026, 10, 22, 16),
    answer(known, ask) {
      return answers.answer(this.version, known, ask);
    },
    ownBill: () => ({ month: '2026-11', usd: '41.20', projectedUsd: '58.10', classes: [], budgetUsd: '60', slowed: [] }),
    ...change,
  };
}
