'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { postJson } from '#lib/client/post-json.ts';
import { RequestError } from '#lib/client/read-problem.ts';
import styles from './glass.module.css';

/** Where somebody takes a role from behind glass. @param roles what they would get @param minutes for how long */
export function BreakGlassPage({ roles, minutes }: { roles: readonly string[]; minutes: number }) {
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<RequestError | null>(null);
  const ready = reason.trim() !== '' && !sending;

  async function send() {
    setSending(true);
    setProblem(null);
    try {
      await postJson('/api/glass', { reason: reason.trim() });
      // The whole page is read anew: what it may do has changed.
      window.location.assign('/deployments');
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(error);
      setSending(false);
    }
  }

  if (roles.length === 0) {
    return (
      <div className={styles.page}>
        <PageHead
          title="Nothing is behind glass for you"
          below={
            <PageDetail>
              Either the glass is broken already, or no rule of the access policy with <code>"breakGlass": true</code> names you.
            </PageDetail>
          }
        />
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <PageHead title="Break the glass" below={<PageDetail>For when cells are hurt and nobody who may act can be reached.</PageDetail>} />
      <form
        className={styles.sheet}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void send();
        }}
      >
        <ul className={styles.facts}>
          <li>
            You become <b>{roles.join(', ')}</b> for {minutes} minutes, without a second person.
          </li>
          <li>Everybody who looks at Cellwatch sees a banner with your name and your reason, on every page, until it ends.</li>
          <li>The audit log holds that you broke it, each use, and its end. You or an admin can end it at any time.</li>
        </ul>
        <label className={styles.field}>
          <span className={styles.label}>Reason</span>
          <input
            className={styles.input}
            value={reason}
            maxLength={300}
            placeholder="What is hurt, and whom you could not reach"
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {problem ? (
          <p className={styles.problem} role="alert">
            {problem.message} {problem.fix}
          </p>
        ) : null}
        <div className={styles.buttons}>
          <Button kind="danger" type="submit" disabled={!ready}>
            Break the glass
          </Button>
        </div>
      </form>
    </div>
  );
}
