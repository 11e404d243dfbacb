import { CopyId } from '#components/ui/copy-id.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SuspectView } from '#lib/views/release-views.ts';
import type { ReleaseView } from '#lib/views/rollouts-view.ts';
import styles from './newest-release.module.css';

/** The newest release: commit, author, message, and whether cells fell sick after it. */
export function NewestRelease({ release, suspect }: { release: ReleaseView; suspect: SuspectView | null }) {
  const commit = release.revisions[0];
  return (
    <section className={styles.release} aria-label="Newest release">
      {commit ? <CopyId value={commit.id} shown={release.revision} /> : <code>{release.revision}</code>}
      <span className={styles.message}>{release.message ?? 'No message'}</span>
      <span className={styles.quiet}>
        {release.author ? `${release.author} · ` : ''}
        {release.outcome}
        {release.startedAt ? (
          <>
            {' '}
            · started <RelativeTime at={release.startedAt} />
          </>
        ) : null}
        {release.trigger && !release.trigger.startsWith('arn:') ? ` · by ${release.trigger}` : ''}
      </span>
      {release.commitUrl ? (
        <a href={release.commitUrl} target="_blank" rel="noreferrer">
          Commit ↗
        </a>
      ) : null}
      {release.consoleUrl ? (
        <a href={release.consoleUrl} target="_blank" rel="noreferrer">
          Execution ↗
        </a>
      ) : null}
      {release.stopReason ? <span className={styles.quiet}>Stopped: {release.stopReason}</span> : null}
      {suspect ? (
        <p className={styles.suspect}>
          ◆ {suspect.contrast}
          {suspect.rival === '' ? '' : `, ${suspect.rival}`}
        </p>
      ) : null}
    </section>
  );
}
