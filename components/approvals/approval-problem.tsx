import { Button } from '#components/ui/button.tsx';
import type { RequestError } from '#lib/client/read-problem.ts';
import styles from './approvals.module.css';

/** Why a request could not be read or answered, what changed if that was it, and the way on. */
export function ApprovalProblem({ problem, retry }: { problem: RequestError; retry(): void }) {
  const difference = Array.isArray(problem.more.difference) ? problem.more.difference.map(String) : [];
  return (
    <div className={styles.problem} role="alert">
      <p className={styles.problemTitle}>{problem.message}</p>
      {difference.length > 0 ? (
        <ul className={styles.changes}>
          {difference.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      ) : null}
      {problem.fix ? <p>{problem.fix}</p> : null}
      <Button onClick={retry}>Look again</Button>
    </div>
  );
}
