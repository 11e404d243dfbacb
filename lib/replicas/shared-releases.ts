import type { PipelineTargets } from '#lib/collector/pipelines/pipeline-targets.ts';
import type { Replicas } from './replicas.ts';

/** The elected replica is told no more often that somebody acts on a component. */
const TOLD_EVERY_MS = 5_000;

/** Pipelines as actions read them: each replica reads for itself, and the elected one looks too, so that all viewers see it. */
export function sharedReleases(
  pipelines: PipelineTargets,
  replicas: Pick<Replicas, 'tell' | 'leads'>,
): Pick<PipelineTargets, 'facts' | 'refreshNow'> {
  const told = new Map<string, number>();
  return {
    facts: (component) => pipelines.facts(component),
    async refreshNow(component) {
      const now = performance.now();
      if (!replicas.leads && now - (told.get(component) ?? Number.NEGATIVE_INFINITY) > TOLD_EVERY_MS) {
        told.set(component, now);
        replicas.tell({ kind: 'look', component });
      }
      return pipelines.refreshNow(component);
    },
  };
}
