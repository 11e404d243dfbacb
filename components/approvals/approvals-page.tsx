'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { approvalsQuery } from '#lib/client/approvals/approval-queries.ts';
import { APPROVAL_WORDS, stateNow, waitingNow } from '#lib/client/approvals/approval-words.ts';
import { duration } from '#lib/client/format/times.ts';
import { RequestError } from '#lib/client/read-problem.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { ApprovalSummary } from '#lib/domain/control/approval.ts';
import { ApprovalMark } from './approval-mark.tsx';
import { ApprovalProblem } from './approval-problem.tsx';
import styles from './approvals.module.css';

/** What waits for a second person, and what became of what did within a day. @param first as the page came; null while the store is down */
export function ApprovalsPage({ first, asked }: { first: readonly ApprovalSummary[] | null; asked: boolean }) {
  const { data, error, refetch } = useQuery({ ...approvalsQuery, ...(first ? { initialData: first } : {}) });
  const now = useNow();
  const waiting = waitingNow(data ?? [], now);
  const ended = (data ?? []).filter((request) => stateNow(request, now) !== 'waiting');
  return (
    <div className={styles.page}>
      <PageHead
        title="Approvals"
        below={
          <PageDetail>
            What starts something and wants a second person waits here for 15 minutes at most. Pausing and halting never wait.
          </PageDetail>
        }
      />
      {error instanceof RequestError ? <ApprovalProblem problem={error} retry={() => void refetch()} /> : null}
      {data === undefined ? (
        error ? null : (
          <Skeleton height={240} />
        )
      ) : (
        <>
          <RequestList name="Waiting now" requests={waiting} now={now}>
            {asked ? (
              'Nobody waits for a second person now.'
            ) : (
              <>
                Nobody is asked for a second person here. A rule of the access policy with <code>"approvals": 2</code> asks for one.
              </>
            )}
          </RequestList>
          {ended.length > 0 ? <RequestList name="Ended within a day" requests={ended} now={now} /> : null}
        </>
      )}
    </div>
  );
}

function RequestList({
  name,
  requests,
  now,
  children,
}: {
  name: string;
  requests: readonly ApprovalSummary[];
  now: number;
  /** Said where there is none. */
  children?: React.ReactNode;
}) {
  return (
    <section className={styles.group} aria-label={name}>
      <h2 className={styles.heading}>{name}</h2>
      {requests.length === 0 ? (
        <p className={`${styles.list} ${styles.empty}`}>{children}</p>
      ) : (
        <ul className={styles.list}>
          {requests.map((request) => (
            <Row key={request.id} request={request} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ request, now }: { request: ApprovalSummary; now: number }) {
  const state = stateNow(request, now);
  const { by, reason, end, you } = request;
  return (
    <li className={styles.row}>
      <ApprovalMark state={state} />
      <span className={styles.what}>
        <Link href={`/approvals/${request.id}`} prefetch={false}>
          {request.title}
        </Link>
        <span className={styles.why}>
          {you.may === 'withdraw' ? 'you' : by.name}: “{reason}”
        </span>
      </span>
      <span className={styles.when}>
        {state === 'waiting' ? (
          `${you.may === 'answer' ? 'waits for you' : 'waits'}, ${duration(request.expiresAt - now)} left`
        ) : (
          <>
            {APPROVAL_WORDS[state].word}
            {end?.by ? ` by ${end.by.name}` : ''} <RelativeTime at={new Date(end?.at ?? request.expiresAt).toISOString()} />
          </>
        )}
      </span>
    </li>
  );
}
