import type { Rollout } from '#lib/domain/release/rollout.ts';
import { shortRevision } from '#lib/domain/release/short-revision.ts';
import { httpsUrl } from './console-links.ts';
import { isoTime } from './iso-time.ts';
import type { CellVersionView } from './release-views.ts';

/** Every component in a cell, those too that lead to other cells only; not what leads to none, such as the pipeline of pipelines. */
export function cellVersions(cell: string, rollouts: readonly Rollout[]): CellVersionView[] {
  return rollouts.filter((rollout) => rollout.cells.size > 0).map((rollout) => cellVersion(cell, rollout));
}

function cellVersion(cell: string, { component, pipeline, cells, leading, releases }: Rollout): CellVersionView {
  const here = cells.get(cell);
  const intended = here?.intended ?? null;
  const release = intended && releases.find((one) => one.executionId === intended.executionId);
  return {
    component,
    pipeline: pipeline.name,
    stage: here?.stage ?? null,
    place: here?.place ?? 'none',
    intended: intended?.revision ?? null,
    executionId: intended?.executionId ?? null,
    deployedAt: isoTime(here?.deployedAt ?? null),
    bakeEndsAt: here?.place === 'baking' ? isoTime(here.bakeEndsAt) : null,
    observed: here?.observed?.version ? shortRevision(here.observed.version) : null,
    unobserved: here?.unobserved ?? null,
    differs: here?.differs ?? false,
    newest: leading?.revision ?? null,
    isNewest: here?.newest ?? false,
    commitUrl: httpsUrl(release?.revisions[0]?.url ?? null),
  };
}
