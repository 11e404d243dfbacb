import { dayOf, parseDay } from '#lib/domain/cost/calendar.ts';
import { type CostAsk, parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { type Parsed, refuse } from '#lib/domain/cost/parsed.ts';

/** What the address asks for, read on what is known. */
export function costAskOf(query: URLSearchParams, known: KnownCosts, now: number): Parsed<CostAsk> {
  const through = known.facts.fetch.throughDay === null ? null : parseDay(known.facts.fetch.throughDay);
  if (through === null) return refuse('There are no figures yet.');
  const told = (name: keyof CostAsk) => query.get(name) ?? undefined;
  return parseCostAsk(
    { period: told('period'), group: told('group'), metric: told('metric'), shared: told('shared') },
    { today: dayOf(now), through },
  );
}
