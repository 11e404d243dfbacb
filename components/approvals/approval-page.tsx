'use client';

import Link from 'next/link';
import { ActionProgress } from '#components/actions/action-progress.tsx';
import { PlanDetails } from '#components/actions/plan-details.tsx';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { approvalLead, stateNow } from '#lib/client/approvals/approval-words.ts';
import { useApproval } from '#lib/client/approvals/use-approval.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { ApprovalView } from '#lib/domain/control/approval.ts';
import { ApprovalChanges } from './approval-changes.tsx';
import { ApprovalEnd } from './approval-end.tsx';
import { ApprovalForm } from './approval-form.tsx';
import { ApprovalMark } from './approval-mark.tsx';
import { ApprovalProblem } from './approval-problem.tsx';
import styles from './approvals.module.css';

/** One request for a second person: what it would do, what has changed since, and what can be said to it. */
export function ApprovalPage({ first }: { first: ApprovalView }) {
  const flow = useApproval(first.id, first);
  const now = useNow();
  const request = flow.request ?? first;
  const state = stateNow(request, now);
  const waits = state === 'waiting';
  return (
    <div className={styles.page}>
      <PageHead
        title={request.title}
        above={
          <p className={styles.back}>
            <Link href="/approvals" prefetch={false}>
              Approvals
            </Link>
          </p>
        }
        below={
          <PageDetail>
            {request.by.name} asked <RelativeTime at={new Date(request.at).toISOString()} />: “{request.reason}”
          </PageDetail>
        }
      />
      <div className={styles.sheet}>
        <p className={styles.lead} role="status">
          <ApprovalMark state={state} /> {approvalLead(request, now)}
        </p>
        <ApprovalEnd request={request} />
        {state === 'approved' ? flow.action ? <ActionProgress action={flow.action} /> : <Skeleton height={120} /> : null}
        <PlanDetails plan={request.plan} planning={false} />
        {waits ? <ApprovalChanges id={request.id} /> : null}
        {flow.problem ? <ApprovalProblem problem={flow.problem} retry={flow.retry} /> : null}
        {waits ? <ApprovalForm request={request} flow={flow} /> : null}
      </div>
    </div>
  );
}
