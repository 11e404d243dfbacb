import type { ApprovalSummary } from '#lib/domain/control/approval.ts';
import styles from './approvals.module.css';

/** What was said when a request ended: the reason, and what had changed. */
export function ApprovalEnd({ request: { end } }: { request: Pick<ApprovalSummary, 'end'> }) {
  if (!end || (end.reason === null && end.difference.length === 0)) return null;
  return (
    <div className={styles.end}>
      {end.reason === null ? null : <p>“{end.reason}”</p>}
      {end.difference.length > 0 ? (
        <ul className={styles.changes}>
          {end.difference.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
