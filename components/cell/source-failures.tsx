import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { CellFailure } from '#lib/client/cell/cell-failures.ts';
import { sentence } from '#lib/domain/health/wording.ts';
import styles from './source-failures.module.css';

/** What could not be read for this cell, and what to do about it. */
export function SourceFailures({ failures }: { failures: readonly CellFailure[] }) {
  return (
    <Panel title="What could not be read">
      <ul className={styles.list}>
        {failures.map((failure) => (
          <li key={`${failure.source} ${failure.code} ${failure.accountId} ${failure.region}`}>
            <p className={styles.source}>
              {failure.source}
              <span className={styles.since}>
                {' '}
                · failing for <RelativeTime at={failure.since} bare />
              </span>
            </p>
            <p className={styles.message}>{sentence(failure.message)}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
