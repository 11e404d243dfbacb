import Link from 'next/link';
import { ActionButton } from '#components/actions/action-button.tsx';
import type { MovingReleaseView } from '#lib/views/release-views.ts';
import styles from './moving-releases.module.css';

/** More than fit in a line are counted; the page of deployments has them all. */
const SHOWN = 4;

/** What is rolling out now, and the one button that stops it. */
export function MovingReleases({ moving }: { moving: readonly MovingReleaseView[] }) {
  if (moving.length === 0) return null;
  return (
    <section className={styles.strip} aria-label="Rolling out now" data-chrome>
      {moving.slice(0, SHOWN).map(({ component, pipeline, revision, executionId, tone, text }) => (
        <span key={executionId} className={styles.release}>
          <Link href={`/deployments/${encodeURIComponent(pipeline)}`} prefetch={false}>
            {component} {revision}
          </Link>
          <span className={styles[tone]}>{text}</span>
        </span>
      ))}
      {moving.length > SHOWN ? (
        <Link href="/deployments?show=moving" prefetch={false}>
          and {moving.length - SHOWN} more
        </Link>
      ) : null}
      <span className={styles.halt} data-thumb>
        <ActionButton verb="halt-all" target={{ component: '*' }} kind="warning">
          ■ Halt all releases …
        </ActionButton>
      </span>
    </section>
  );
}
