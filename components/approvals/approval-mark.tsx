import { APPROVAL_WORDS } from '#lib/client/approvals/approval-words.ts';
import type { ApprovalState } from '#lib/domain/control/approval.ts';
import styles from './approvals.module.css';

/** The shape of a state. */
export function ApprovalMark({ state }: { state: ApprovalState }) {
  return (
    <span className={styles.mark} data-state={state} aria-hidden="true">
      {APPROVAL_WORDS[state].mark}
    </span>
  );
}
