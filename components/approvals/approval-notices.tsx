'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useWaitingApprovals } from '#lib/client/approvals/use-approvals.ts';
import { duration } from '#lib/client/format/times.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { ApprovalSummary } from '#lib/domain/control/approval.ts';
import { ApprovalMark } from './approval-mark.tsx';
import styles from './approval-notices.module.css';

/** On every page of whoever may answer: that somebody waits for a second person. */
export function ApprovalNotices({ first }: { first: readonly ApprovalSummary[] }) {
  const waiting = useWaitingApprovals(first).filter(({ you }) => you.may === 'answer');
  const now = useNow();
  const here = usePathname();
  const [next] = waiting;
  if (!next || here?.startsWith('/approvals')) return null;
  const more = waiting.length - 1;
  return (
    <div className={styles.notice} data-chrome role="status">
      <ApprovalMark state="waiting" />
      <span className={styles.text}>
        <b>{next.by.name}</b> asks for a second person: {next.title}. {duration(next.expiresAt - now)} left
        {more > 0 ? `, and ${more} more ${more === 1 ? 'waits' : 'wait'}` : ''}.
      </span>
      <Link className={styles.open} href={more > 0 ? '/approvals' : `/approvals/${next.id}`} prefetch={false}>
        {more > 0 ? 'See all' : 'Look at it'}
      </Link>
    </div>
  );
}
