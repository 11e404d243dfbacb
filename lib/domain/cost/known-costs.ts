import { drain } from '../drain.ts';
import type { Registry } from '../registry/registry.ts';
import type { CostAnomaly } from './anomaly.ts';
import { Attribution } from './attribution.ts';
import { lastCompleteDay } from './complete-days.ts';
import type { CostFacts } from './cost-facts.ts';
import { findAnomaliesSteps } from './find-anomalies.ts';
import { joinAnomalies } from './join-anomalies.ts';
import { TrafficDays } from './traffic-days.ts';

/** Facts of costs with what holds whatever is asked of them: made once for each version of facts and registry. */
export interface KnownCosts {
  facts: CostFacts;
  registry: Registry;
  attribution: Attribution;
  traffic: TrafficDays;
  /** Ours and AWS's, the largest excess first. */
  anomalies: readonly CostAnomaly[];
}

export function knowCosts(facts: CostFacts, registry: Registry): KnownCosts {
  return drain(knowCostsSteps(facts, registry));
}

/** The same in small steps. */
export function* knowCostsSteps(facts: CostFacts, registry: Registry): Generator<undefined, KnownCosts> {
  const attribution = new Attribution(registry, facts);
  yield;
  const traffic = yield* TrafficDays.steps(facts.traffic);
  const complete = lastCompleteDay(facts.fetch);
  const ours = complete === null ? [] : yield* findAnomaliesSteps(facts.days, attribution, traffic, complete);
  const anomalies = complete === null ? [] : joinAnomalies(ours, facts.anomalies, attribution, complete);
  return { facts, registry, attribution, traffic, anomalies };
}
