import type { ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionRun, ObservedVersion, PipelineFacts } from '#lib/domain/release/facts.ts';
import { targetsOfRun } from '#lib/domain/release/find-targets.ts';
import type { Stack } from '#lib/sources/cloudformation/describe-stacks.ts';
import type { VersionPlace } from './version-places.ts';

type Component = Registry['components'][number];

/** Where stacks tell their version unless the registry says otherwise. */
const PARAMETER = 'Revision';
const TAGS = ['revision', 'cellwatch:revision'];

/** What is seen to run in each cell of a component: what its stack says, else the image that was deployed last. */
export function observedVersions(given: {
  component: Component;
  registry: Registry;
  places: readonly VersionPlace[];
  /** A stack in a cell's account, and how its read went; undefined where that account is not read. */
  stackIn: (cell: string, name: string) => { stack: Stack | undefined; read: ReadState } | undefined;
  facts: Pick<PipelineFacts, 'runs' | 'read'>;
}): Map<string, ObservedVersion> {
  const { component, places, facts } = given;
  const observed = new Map<string, ObservedVersion>();
  const images = places.some(({ stack }) => stack === null) ? deployedImages(given) : null;
  for (const { cell, stack: name } of places) {
    const at = { cell, component: component.name };
    if (name === null) {
      const run = images?.get(cell);
      const version = imageVersion(run?.outputs.image);
      if (run) observed.set(cell, { ...at, version, changedAt: run.updatedAt, from: 'image', status: null, read: facts.read });
      continue;
    }
    const found = given.stackIn(cell, name);
    if (!found) continue;
    const { stack, read } = found;
    const version = stack ? stackVersion(stack, component.version) : null;
    observed.set(cell, { ...at, version, changedAt: stack?.changedAt ?? null, from: 'stack', status: stack?.status ?? null, read });
  }
  return observed;
}

function stackVersion({ parameters, tags }: Stack, told: Component['version']): string | null {
  const byTag = (told?.tag === undefined ? TAGS : [told.tag]).map((tag) => tags[tag]).find((value) => value);
  const byParameter = parameters[told?.parameter ?? PARAMETER];
  // Whoever names a tag alone means the tag.
  const [first, second] = told?.tag !== undefined && told.parameter === undefined ? [byTag, undefined] : [byParameter, byTag];
  return first || second || null;
}

/** The tag of "account.dkr.ecr.region.amazonaws.com/router:2f9c1", or its digest. */
function imageVersion(image: string | undefined): string | null {
  const [, digest] = image?.split('@') ?? [];
  if (digest) return digest;
  return /:([^/:]+)$/.exec(image ?? '')?.[1] ?? null;
}

/** By cell: the last run that put an image there. */
function deployedImages({ component, registry, facts }: Parameters<typeof observedVersions>[0]): Map<string, ActionRun> {
  const last = new Map<string, ActionRun>();
  for (const runs of facts.runs.values()) {
    for (const run of runs) {
      if (run.status !== 'Succeeded' || !run.outputs.image) continue;
      for (const cell of targetsOfRun(run, component, registry)) {
        if ((last.get(cell)?.updatedAt ?? 0) <= (run.updatedAt ?? 0)) last.set(cell, run);
      }
    }
  }
  return last;
}
