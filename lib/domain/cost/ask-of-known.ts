import { dayOf, parseDay } from './calendar.ts';
import { type CostAsk, type CostAskWords, parseCostAsk } from './cost-ask.ts';
import type { KnownCosts } from './known-costs.ts';
import { type Parsed, refuse } from './parsed.ts';

/** What is asked for, read on what is known. @param now epoch ms */
export function askOfKnown({ facts }: Pick<KnownCosts, 'facts'>, words: CostAskWords, now: number): Parsed<CostAsk> {
  const through = parseDay(facts.fetch.throughDay ?? '');
  return through === null ? refuse('There are no figures yet.') : parseCostAsk(words, { today: dayOf(now), through });
}
