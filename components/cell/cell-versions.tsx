import Link from 'next/link';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { CellVersionView } from '#lib/views/release-views.ts';
import styles from './cell-versions.module.css';

/** Every component in this cell: what was deployed, what is seen to run, and the newest there is. */
export function CellVersions({ versions }: { versions: readonly CellVersionView[] }) {
  return (
    <Panel
      title="Versions"
      state={
        versions.length === 0
          ? {
              face: 'empty',
              title: 'No component is known',
              detail: (
                <>
                  Name the pipelines under <code>components</code> in the registry, and their versions here are told.
                </>
              ),
            }
          : { face: 'data' }
      }
    >
      <ul className={styles.list}>
        {versions.map((version) => (
          <li key={version.component} className={styles.version}>
            <Link className={styles.name} href={`/deployments/${encodeURIComponent(version.pipeline)}`} prefetch={false}>
              {version.component}
            </Link>
            <code>{version.observed ?? version.intended ?? '–'}</code>
            <span className={`${styles.under} ${toneOf(version)}`}>
              {standing(version)}
              {version.deployedAt ? (
                <>
                  {' · deployed '}
                  <RelativeTime at={version.deployedAt} />
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function toneOf({ differs, place }: CellVersionView): string | undefined {
  if (differs || place === 'failed') return styles.differs;
  return place === 'deploying' || place === 'baking' ? styles.moving : undefined;
}

function standing(version: CellVersionView): string {
  const { stage, place, intended, observed, differs, newest, isNewest, unobserved } = version;
  if (stage === null) return 'No stage of its pipeline deploys here.';
  const parts = [`by ${stage}`];
  if (place === 'deploying' || place === 'baking') parts.push(place);
  if (place === 'failed') parts.push('the last deployment failed');
  if (differs) parts.push(`${intended} was deployed, but ${observed} runs: changed by hand, or a rollback that failed`);
  else if (observed === null && unobserved) parts.push(unobserved);
  if (newest !== null) parts.push(isNewest ? 'the newest' : `newest is ${newest}`);
  return parts.join(' · ');
}
