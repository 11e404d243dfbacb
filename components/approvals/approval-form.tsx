'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { ApprovalFlow } from '#lib/client/approvals/use-approval.ts';
import type { ApprovalView } from '#lib/domain/control/approval.ts';
import styles from './approvals.module.css';

/** What whoever looks may say to a request that waits: answer it with a reason, take it back, or read why not. */
export function ApprovalForm({ request, flow }: { request: ApprovalView; flow: ApprovalFlow }) {
  const [reason, setReason] = useState('');
  const { you, by } = request;
  const written = reason.trim() !== '';
  if (you.may === 'look') {
    return (
      <p className={styles.quiet}>
        You can't answer this: {you.why}. Whoever may do it themselves can, but {by.name}.
      </p>
    );
  }
  if (you.may === 'withdraw') {
    return (
      <div className={styles.form}>
        <p className={styles.quiet}>
          You asked for this, so somebody else has to approve it: send them the address of this page. Those who may are told of it too.
        </p>
        <div className={styles.buttons}>
          <Button disabled={flow.sending} onClick={() => flow.answer('withdraw', '')}>
            Take it back
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (written) flow.answer('approve', reason.trim());
      }}
    >
      <label className={styles.field}>
        <span className={styles.label}>Reason</span>
        <input
          className={styles.input}
          value={reason}
          maxLength={300}
          placeholder="What you looked at, or why not"
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className={styles.buttons}>
        <span className={styles.hint} role="status">
          {flow.sending ? 'Sending …' : `It will be done in the name of ${by.name}; the audit log names you both.`}
        </span>
        <Button disabled={!written || flow.sending} onClick={() => flow.answer('decline', reason.trim())}>
          Decline
        </Button>
        <Button kind="primary" type="submit" disabled={!written || flow.sending}>
          Approve
        </Button>
      </div>
    </form>
  );
}
