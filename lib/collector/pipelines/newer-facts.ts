import type { ObservedVersion, PipelineFacts } from '#lib/domain/release/facts.ts';

/**
 * What two replicas know of a pipeline, together: the present is the one's who read it last, and of the past, which one that begins
 * to read does not know yet, nothing is lost.
 */
export function newerFacts(own: PipelineFacts, handed: PipelineFacts): PipelineFacts {
  const at = ({ read }: PipelineFacts) => read.observedAt ?? Number.NEGATIVE_INFINITY;
  if (own.structure === null || own.state === null || at(own) <= at(handed)) return handed;
  return {
    ...own,
    executions: own.executions.length > 0 ? own.executions : handed.executions,
    runs: new Map([...handed.runs, ...own.runs]),
    bakes: new Map([...handed.bakes, ...own.bakes]),
    observed: newerVersions(own.observed, handed.observed),
  };
}

function newerVersions(
  own: ReadonlyMap<string, ObservedVersion>,
  handed: ReadonlyMap<string, ObservedVersion>,
): ReadonlyMap<string, ObservedVersion> {
  const at = (version: ObservedVersion | undefined) => version?.read.observedAt ?? Number.NEGATIVE_INFINITY;
  const all = new Map(handed);
  for (const [cell, version] of own) if (at(version) > at(all.get(cell))) all.set(cell, version);
  return all;
}
