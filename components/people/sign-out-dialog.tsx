'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import frame from '#components/ui/dialog-frame.module.css';
import { signOutPerson } from '#lib/client/people/people-queries.ts';
import type { PersonView } from '#lib/views/people-view.ts';
import styles from './people.module.css';
import { RequestNotice } from './request-notice.tsx';

/** Asks why, and signs somebody out everywhere. The reason is for the audit log. */
export function SignOutDialog({ person, close }: { person: PersonView; close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useMutation({ mutationFn: () => signOutPerson(person.id, reason.trim()), onSuccess: close });
  const count = person.sessions.length;
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={`${frame.frame} ${styles.dialog}`} aria-labelledby={id} onClose={close}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '' && !isPending) mutate();
        }}
      >
        <h2 className={styles.title} id={id}>
          Sign out {person.name} everywhere
        </h2>
        <p>
          {count === 1 ? 'Their session ends' : `Their ${count} sessions end`} within seconds. What they started and has not been sent to
          AWS stays unsent; what stops something goes on.
          {person.you ? ' You sign out yourself, here too.' : ''}
        </p>
        <label className={styles.field}>
          <span className={styles.quiet}>Reason</span>
          <input
            className={styles.input}
            value={reason}
            maxLength={300}
            placeholder="Why now"
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <RequestNotice title="Nobody was signed out" error={error} />
        <div className={styles.buttons}>
          <Button onClick={close} disabled={isPending}>
            Leave as it is
          </Button>
          <Button kind="danger" type="submit" disabled={reason.trim() === '' || isPending}>
            Sign out everywhere
          </Button>
        </div>
      </form>
    </dialog>
  );
}
