'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { peopleQuery } from '#lib/client/people/people-queries.ts';
import type { PersonView } from '#lib/views/people-view.ts';
import styles from './people.module.css';
import { RequestNotice } from './request-notice.tsx';
import { SessionLine } from './session-line.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';

/** Who is signed in, by which role and where from; for admins, who can sign anybody out. */
export function PeoplePage() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(peopleQuery);
  const [leaving, setLeaving] = useState<PersonView | null>(null);
  return (
    <div className={styles.page}>
      <PageHead
        title="People"
        below={
          <PageDetail>
            Who is signed in, or was within a day, by the role that the access policy gives now. Signing somebody out ends all their
            sessions within seconds, and keeps from AWS what they started and has not been sent. It takes no role away: they can sign in
            again for as long as your identity provider lets them.
          </PageDetail>
        }
      />
      {data ? (
        <ul className={styles.list} aria-label="People">
          {data.people.map((person) => (
            <Entry key={person.id} person={person} signOut={() => setLeaving(person)} />
          ))}
        </ul>
      ) : error ? (
        <RequestNotice title="Who is signed in could not be read" error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton height={320} />
      )}
      {leaving ? (
        <SignOutDialog
          person={leaving}
          close={() => {
            setLeaving(null);
            void client.invalidateQueries({ queryKey: peopleQuery.queryKey });
          }}
        />
      ) : null}
    </div>
  );
}

function Entry({ person, signOut }: { person: PersonView; signOut(): void }) {
  const { name, email, roles, sessions, seenAt, you } = person;
  return (
    <li className={styles.person}>
      <div className={styles.personHead}>
        <div className={styles.words}>
          <p>
            <span className={styles.name}>{name}</span>
            {you ? <span className={styles.badge}>you</span> : null}
          </p>
          <p className={styles.quiet}>
            {email && email !== name ? `${email} · ` : ''}
            {roles.length > 0 ? roles.join(', ') : 'no role'}
          </p>
        </div>
        {sessions.length > 0 ? (
          <Button onClick={signOut}>Sign out everywhere</Button>
        ) : (
          <span className={styles.quiet}>
            not signed in · seen <RelativeTime at={seenAt} />
          </span>
        )}
      </div>
      {sessions.length > 0 ? (
        <ul className={styles.sessions} aria-label={`Sessions of ${name}`}>
          {sessions.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
