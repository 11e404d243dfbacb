'use client';

import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { RequestError } from '#lib/client/read-problem.ts';
import type { CostsStatusView } from '#lib/views/costs-view.ts';
import styles from './costs-notices.module.css';

/** Over figures that are not refreshed any more: how old they are, why, and what to do. What is known stays below. */
export function StaleCosts({
  status,
  problem,
  retry,
  at,
}: {
  status: CostsStatusView;
  problem: RequestError | null;
  retry(): void;
  at: string | null;
}) {
  const failed = status.problem;
  if (!failed && !problem) return null;
  return (
    <section className={styles.notice} aria-label="Old figures">
      {failed ? (
        <>
          <h2 className={styles.title}>{failed.title}</h2>
          <p>
            {failed.detail}
            {status.since ? (
              <>
                {' '}
                Since <RelativeTime at={status.since} />
                {at ? (
                  <>
                    ; the figures below were fetched <RelativeTime at={at} />
                  </>
                ) : null}
                .
              </>
            ) : null}
          </p>
          {status.nextFetch ? (
            <p>
              Cellwatch asks again by itself, <RelativeTime at={status.nextFetch} />.
            </p>
          ) : null}
        </>
      ) : null}
      {problem ? (
        <p>
          The newest figures could not be fetched from the server: {problem.message}{' '}
          <button className={styles.retry} type="button" onClick={retry}>
            Try again
          </button>
        </p>
      ) : null}
    </section>
  );
}
