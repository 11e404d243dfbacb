'use client';

import Link from 'next/link';
import actionStyles from '#components/actions/action-dialog.module.css';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { approvalLead, stateNow } from '#lib/client/approvals/approval-words.ts';
import type { ApprovalFlow } from '#lib/client/approvals/use-approval.ts';
import { useNow } from '#lib/client/use-now.ts';
import { ApprovalEnd } from './approval-end.tsx';
import { ApprovalProblem } from './approval-problem.tsx';
import styles from './approvals.module.css';

/** In the dialog of whoever asked: waits for a second person, and follows what they say. */
export function ApprovalWaits({ flow, planAgain, close }: { flow: ApprovalFlow; planAgain(): void; close(): void }) {
  const now = useNow();
  const { request, problem, sending } = flow;
  if (!request) return problem ? <ApprovalProblem problem={problem} retry={flow.retry} /> : <Skeleton height={120} />;
  const waits = stateNow(request, now) === 'waiting';
  return (
    <>
      <p className={styles.lead} role="status">
        {approvalLead(request, now)}
      </p>
      {waits ? (
        <p className={styles.quiet}>
          Those who may approve it see it on their pages now. Its address, to send along:{' '}
          <Link href={`/approvals/${request.id}`} prefetch={false}>
            /approvals/{request.id.slice(0, 8)}…
          </Link>
        </p>
      ) : null}
      <ApprovalEnd request={request} />
      {problem ? <ApprovalProblem problem={problem} retry={flow.retry} /> : null}
      <div className={actionStyles.buttons}>
        {waits ? (
          <Button disabled={sending} onClick={() => flow.answer('withdraw', '')}>
            Take it back
          </Button>
        ) : (
          <Button onClick={planAgain}>Plan again</Button>
        )}
        <Button kind="primary" onClick={({ detail }) => detail < 2 && close()}>
          {waits ? 'Close, it goes on waiting' : 'Close'}
        </Button>
      </div>
    </>
  );
}
