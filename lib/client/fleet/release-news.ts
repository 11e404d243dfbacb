import type { FleetCellView } from '#lib/views/fleet-view.ts';

/** What a cell's mark tells of releases: one is on its way in, one is watched, or one is suspected of its sickness. */
export type ReleaseSign = 'deploying' | 'baking' | 'suspect';

export interface ReleaseNews {
  sign: ReleaseSign;
  /** "router 2f9c1". */
  name: string;
  /** In a sentence's words, for a tip and for screen readers. */
  says: string;
  /** Epoch ms; null while deploying or when nothing tells. */
  bakeEndsAt: number | null;
}

/** What to draw; null where no release has come lately. */
export function releaseSign({ suspect, releases }: Pick<FleetCellView, 'suspect' | 'releases'>): ReleaseSign | null {
  return suspect ? 'suspect' : (releases[0]?.place ?? null);
}

/** The release to name first in a cell; null where none has come lately. */
export function releaseNews({ suspect, releases }: Pick<FleetCellView, 'suspect' | 'releases'>): ReleaseNews | null {
  if (suspect) {
    const name = `${suspect.component} ${suspect.revision}`;
    return { sign: 'suspect', name, says: `suspect: ${name}${suspect.rival === '' ? '' : `, ${suspect.rival}`}`, bakeEndsAt: null };
  }
  const [first] = releases;
  if (!first) return null;
  const name = `${first.component} ${first.revision}`;
  const others = releases.length - 1;
  const more = others === 0 ? '' : `, and ${others} more ${others === 1 ? 'release' : 'releases'}`;
  const says = first.place === 'deploying' ? `${name} is being deployed` : `${name} is baking`;
  return { sign: first.place, name, says: says + more, bakeEndsAt: first.bakeEndsAt === null ? null : Date.parse(first.bakeEndsAt) };
}
