'use client';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { FleetFilter } from '#lib/client/fleet/fleet-filter.ts';
import { useDuration } from '#lib/client/use-now.ts';
import type { FindingView, SharedItemView } from '#lib/views/fleet-view.ts';
import styles from './findings.module.css';

/** What is wrong with more than one cell, told once above the tiles: half a Region falling, the routing layer sick. */
export function Findings({
  findings,
  shared,
  headline,
  onShow,
}: {
  findings: readonly FindingView[];
  /** What the headline says already: not said twice. */
  headline: FindingView | null;
  shared: readonly SharedItemView[];
  onShow: (patch: Partial<FleetFilter>) => void;
}) {
  // A shared item that is sick without a finding of its own is told here too.
  const told = findings.some(({ kind }) => kind === 'shared-sick');
  const more = findings.filter((finding) => finding !== headline);
  const sick = told ? [] : shared.filter(({ health }) => health !== 'healthy');
  if (more.length + sick.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label="Findings about more than one cell">
      {more.map((finding) => (
        <li className={`${styles.finding} ${styles[finding.health]}`} key={`${finding.kind} ${finding.region} ${finding.since}`}>
          <StateMark look={finding.health} />
          <span className={styles.text}>{finding.text}</span>
          <Since at={finding.since} />
          <span className={styles.end}>
            <ShowRegion finding={finding} onShow={onShow} />
          </span>
        </li>
      ))}
      {sick.map(({ name, health, evidence, since }) => (
        <li className={`${styles.finding} ${styles[health]}`} key={name}>
          <StateMark look={health} />
          <span className={styles.text}>
            {name} is {health === 'no-data' ? 'without data' : health}
            {evidence[0] ? `: ${evidence[0].text}` : ''}
          </span>
          <Since at={since} />
        </li>
      ))}
    </ul>
  );
}

/** Leads to the cells of a finding; nothing where it names no Region. */
export function ShowRegion({
  finding: { region, cells },
  onShow,
}: {
  finding: FindingView;
  onShow: (patch: Partial<FleetFilter>) => void;
}) {
  if (!region || cells.length === 0) return null;
  return (
    <button className={styles.show} type="button" data-chrome onClick={() => onShow({ regions: [region], group: 'region' })}>
      Show {region}
    </button>
  );
}

function Since({ at }: { at: string }) {
  return <span className={styles.since}>for {useDuration(Date.parse(at))}</span>;
}
