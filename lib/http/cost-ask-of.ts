import { askOfKnown } from '#lib/domain/cost/ask-of-known.ts';
import type { CostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import type { Parsed } from '#lib/domain/cost/parsed.ts';

/** What the address asks for, read on what is known. */
export function costAskOf(query: URLSearchParams, known: KnownCosts, now: number): Parsed<CostAsk> {
  const told = (name: keyof CostAsk) => query.get(name) ?? undefined;
  return askOfKnown(known, { period: told('period'), group: told('group'), metric: told('metric'), shared: told('shared') }, now);
}
