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
  onShow,
}: {
  findings: readonly FindingView[];
  shared: readonly SharedItemView[];
  onShow: (patch: Partial<FleetFilter>) => void;
}) {
  // A shared item that is sick without a finding of its own is told here too.
  const told = findings.some(({ kind }) => kind === 'shared-sick');
  const sick = told ? [] : shared.filter(({ health }) => health !== 'healthy');
  if (findings.length + sick.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label="Findings about more than one cell">
      {findings.map(({ kind, health, text, since, region, cells }) => (
        <li className={`${styles.finding} ${styles[health]}`} key={`${kind} ${region} ${since}`}>
          <StateMark look={health} />
          <span className={styles.text}>{text}</span>
          <Since at={since} />
          {region && cells.length > 0 ? (
            <button className={styles.show} type="button" onClick={() => onShow({ regions: [region], group: 'region' })}>
              Show {region}
            </button>
          ) : null}
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

function Since({ at }: { at: string }) {
  return <span className={styles.since}>for {useDuration(Date.parse(at))}</span>;
}
