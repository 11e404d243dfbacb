'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { approvalChangesQuery } from '#lib/client/approvals/approval-queries.ts';
import styles from './approvals.module.css';

/** What has changed in the world since it was asked for, read once, and again when somebody asks. */
export function ApprovalChanges({ id }: { id: string }) {
  const { data, error, isFetching, refetch } = useQuery(approvalChangesQuery(id));
  return (
    <section className={styles.since} aria-label="Since it was asked for" aria-busy={isFetching}>
      <div className={styles.sinceHead}>
        <h2 className={styles.heading}>Since it was asked for</h2>
        <Button disabled={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      </div>
      {error ? (
        <p className={styles.amiss}>{error.message} The request still waits.</p>
      ) : data === undefined ? (
        <Skeleton height={20} />
      ) : data.length === 0 ? (
        <p>
          <span className={styles.good} aria-hidden="true">
            ✓
          </span>{' '}
          Nothing has changed: approving does exactly what is shown.
        </p>
      ) : (
        <>
          <p className={styles.amiss}>The world has moved. Approving would send nothing and end the request.</p>
          <ul className={styles.changes}>
            {data.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
