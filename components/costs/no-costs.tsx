import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { CostsProblem, CostsStatusView } from '#lib/views/costs-view.ts';
import styles from './costs-notices.module.css';
import { CostsSettings } from './costs-settings.tsx';

/** Before any figure is known: why, and the one setting or statement that brings them. Comes to life by itself. */
export function NoCosts({ problem, status }: { problem: CostsProblem; status: CostsStatusView }) {
  return (
    <section className={styles.empty} aria-live="polite">
      <h1>{problem.title}</h1>
      <p className={styles.detail}>{problem.detail}</p>
      {problem.fix === null ? null : <p className={styles.fix}>{problem.fix}</p>}
      {problem.needsRole ? <CostsSettings /> : null}
      {status.nextFetch && status.since ? (
        <p className={styles.then}>
          It first failed <RelativeTime at={status.since} />. Cellwatch asks again by itself, <RelativeTime at={status.nextFetch} />.
        </p>
      ) : null}
      <p className={styles.then}>
        Then this page shows what each cell costs and what moved it, what a million requests cost there, where the month ends, and which
        accounts no cell claims.
      </p>
      <p className={styles.code}>
        <code>{problem.code}</code>
      </p>
    </section>
  );
}
