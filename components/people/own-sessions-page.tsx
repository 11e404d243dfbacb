'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '#components/ui/button.tsx';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { endSessions, sessionsQuery } from '#lib/client/people/people-queries.ts';
import styles from './people.module.css';
import { RequestNotice } from './request-notice.tsx';
import { SessionLine } from './session-line.tsx';

/** Where whoever looks is signed in, each to be ended but the one they look from. */
export function OwnSessionsPage() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const ending = useMutation({
    mutationFn: endSessions,
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const others = data?.sessions.filter(({ current }) => !current) ?? [];
  return (
    <div className={styles.page}>
      <PageHead
        title="Your sessions"
        below={
          <PageDetail>
            Each sign-in is a session of its own. It ends 8 hours after the sign-in
            {data ? `, or when nothing has come of it for ${data.idleMinutes} minutes; a page that is open counts` : ''}. End what is not
            yours: whatever it started and has not sent yet stays unsent.
          </PageDetail>
        }
        actions={
          others.length > 1 ? (
            <Button kind="warning" disabled={ending.isPending} onClick={() => ending.mutate(null)}>
              End all {others.length} others
            </Button>
          ) : null
        }
      />
      <RequestNotice title="The session could not be ended" error={ending.error} />
      {data ? (
        <ul className={styles.list} aria-label="Sessions">
          {data.sessions.map((session) => (
            <SessionLine key={session.id} session={session}>
              {session.current ? null : (
                <Button disabled={ending.isPending} onClick={() => ending.mutate(session.id)}>
                  End
                </Button>
              )}
            </SessionLine>
          ))}
        </ul>
      ) : error ? (
        <RequestNotice title="Your sessions could not be read" error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton height={130} />
      )}
      {data && others.length === 0 ? <p className={styles.quiet}>You are signed in nowhere else.</p> : null}
    </div>
  );
}
