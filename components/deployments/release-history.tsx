import { CopyId } from '#components/ui/copy-id.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { ReleaseView } from '#lib/views/rollouts-view.ts';
import styles from './release-history.module.css';

/** Past releases with their outcome, newest first. */
export function ReleaseHistory({ releases }: { releases: readonly ReleaseView[] }) {
  return (
    <Panel
      title="Releases"
      state={
        releases.length === 0
          ? { face: 'empty', title: 'No release yet', detail: 'AWS keeps executions of the last 12 months.' }
          : { face: 'data' }
      }
    >
      <ol className={styles.list}>
        {releases.map((release) => (
          <li key={release.executionId} className={styles.release}>
            <CopyId value={release.revisions[0]?.id ?? release.executionId} shown={release.revision} />
            <span className={styles.message}>
              {release.type === 'ROLLBACK' ? '↩ ' : ''}
              {release.message ?? ''}
            </span>
            <span className={styles.at}>{release.startedAt ? <RelativeTime at={release.startedAt} /> : null}</span>
            <span className={`${styles.outcome} ${styles[release.tone] ?? ''}`}>
              {release.outcome}
              {release.author ? ` · ${release.author}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
