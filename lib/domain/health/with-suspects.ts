import type { Registry } from '../registry/registry.ts';
import type { ReleasePicture } from '../release/rollout.ts';
import { contrastSentence, orRival } from './blame.ts';
import { writeHeadline } from './headline.ts';
import type { CellVerdict, Evidence, FleetVerdict } from './verdict.ts';

/** The verdict with the releases that sicknesses are put down to: told as evidence that does not vote, and in the headline. */
export function withSuspects(verdict: FleetVerdict, registry: Registry, releases: ReleasePicture): FleetVerdict {
  if (releases.suspects.size === 0) return verdict;
  const cells = new Map(verdict.cells);
  for (const [name, suspect] of releases.suspects) {
    const judged = verdict.cells.get(name);
    if (!judged || judged.health === 'healthy') continue;
    const evidence: Evidence = {
      kind: 'release',
      health: judged.health,
      text: `after ${suspect.component} ${suspect.revision} ${orRival(suspect)}`.trimEnd(),
      detail: `It fell sick${suspect.text.replace(/^,/, '')}. ${contrastSentence(suspect)} Look at ${
        suspect.rival?.close ? 'these two releases' : 'that release'
      } first.`,
      signal: null,
      since: suspect.since,
      informs: true,
    };
    cells.set(name, { ...judged, evidence: told(judged, evidence) });
  }
  const { findings, summary } = verdict;
  return { ...verdict, cells, headline: writeHeadline({ registry, cells, findings, summary, releases }) };
}

/** After what votes, before all else that is only told. */
function told(judged: CellVerdict, release: Evidence): Evidence[] {
  const voting = judged.evidence.filter((one) => !one.informs);
  return [...voting, release, ...judged.evidence.slice(voting.length)];
}
