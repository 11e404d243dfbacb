import type { RequestError } from '#lib/client/read-problem.ts';
import styles from './deployments-page.module.css';

/** Says that the newest could not be fetched, so that what is shown is older. Nothing where it could. */
export function StaleNotice({ problem, retry }: { problem: RequestError | null; retry(): void }) {
  if (!problem) return null;
  return (
    <p className={styles.problem} role="alert">
      {problem.message} What you see is older.{' '}
      <button type="button" onClick={retry}>
        Try again
      </button>
    </p>
  );
}
