import type { ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionRun, ObservedVersion, PipelineFacts } from '#lib/domain/release/facts.ts';
import type { Stack } from '#lib/sources/cloudformation/describe-stacks.ts';
import type { VersionPlaces } from './version-places.ts';

type Component = Registry['components'][number];

/** Where stacks tell their version unless the registry says otherwise. */
const PARAMETER = 'Revision';
const TAGS = ['revision', 'cellwatch:revision'];

/** What is seen to run in each cell of a component: what its stack says, else what the last deployment says that it put there. */
export function observedVersions(given: {
  component: Component;
  places: VersionPlaces;
  /** A stack in a cell's account, and how its read went; undefined where that account is not read. */
  stackIn: (cell: string, name: string) => { stack: Stack | undefined; read: ReadState } | undefined;
  facts: Pick<PipelineFacts, 'runs' | 'read'>;
}): Map<string, ObservedVersion> {
  const { component, places, facts } = given;
  const observed = new Map<string, ObservedVersion>();
  const deployed = lastDeployed(places, facts.runs);
  for (const [cell, name] of places.stacks) {
    const at = { cell, component: component.name };
    if (name === null) {
      const run = deployed.get(cell);
      if (!run) continue;
      const version = deployedVersion(run.outputs);
      observed.set(cell, { ...at, version, changedAt: run.updatedAt, from: 'image', status: null, read: facts.read });
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

/** Output variables of deployments through a function: the image that it put there, or the revision. */
function deployedVersion({ image, revision }: ActionRun['outputs']): string | null {
  return imageVersion(image) ?? (revision || null);
}

/** The tag of "account.dkr.ecr.region.amazonaws.com/router:2f9c1", or its digest. */
function imageVersion(image: string | undefined): string | null {
  const [, digest] = image?.split('@') ?? [];
  return digest ?? /:([^/:]+)$/.exec(image ?? '')?.[1] ?? null;
}

/** By cell: the last deployment that succeeded and says what it put there. */
function lastDeployed(places: VersionPlaces, known: PipelineFacts['runs']): Map<string, ActionRun> {
  const last = new Map<string, ActionRun>();
  for (const run of [...known.values()].flat()) {
    if (run.status !== 'Succeeded' || deployedVersion(run.outputs) === null) continue;
    for (const cell of places.targetsOf(run)) {
      if ((last.get(cell)?.updatedAt ?? 0) <= (run.updatedAt ?? 0)) last.set(cell, run);
    }
  }
  return last;
}
