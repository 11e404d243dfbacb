import { buildRollout } from '../build-rollout.ts';
import type { PipelineFacts } from '../facts.ts';
import { NOW, noAlarms, registry, routerFacts } from '../fixture.ts';
import type { Rollout } from '../rollout.ts';

/** The router of the fixture as it stands now, with some of its facts changed. */
export function routerRollout(changes: Partial<PipelineFacts> = {}, within = registry, alarms = noAlarms): Rollout {
  return buildRollout({ facts: routerFacts(changes), registry: within, alarms, now: NOW });
}
