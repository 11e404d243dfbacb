import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { cellFailures, staleSources } from '#lib/client/cell/cell-failures.ts';
import type { RequestError } from '#lib/client/read-problem.ts';
import type { CellView } from '#lib/views/fleet-view.ts';
import styles from './cell-notices.module.css';

/** Says when what is shown is older than it should be, and why. */
export function CellNotices({ view, problem, retry }: { view: CellView; problem: RequestError | null; retry(): void }) {
  // A source that fails for this very cell is told with its cause, beside.
  const failing = cellFailures(view.sources, view.cell).map(({ source }) => source);
  const stale = staleSources(view.sources, view.cell).filter(({ id }) => !failing.includes(id));
  if (!problem && stale.length === 0) return null;
  return (
    <div className={styles.notices} role="status">
      {problem ? (
        <p>
          What you see is from <RelativeTime at={view.observedAt} />. {problem ? problem.message : 'The server does not answer.'}{' '}
          {problem?.fix}
          {problem ? <Button onClick={retry}>Try again</Button> : null}
        </p>
      ) : null}
      {stale.map(({ id, observedAt }) => (
        <p key={id}>
          <strong>{id}</strong>{' '}
          {observedAt === null ? (
            'could not be read yet'
          ) : (
            <>
              last read well <RelativeTime at={observedAt} />
            </>
          )}
          .
        </p>
      ))}
    </div>
  );
}
