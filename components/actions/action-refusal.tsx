import { Button } from '#components/ui/button.tsx';
import type { RequestError } from '#lib/client/read-problem.ts';
import styles from './action-dialog.module.css';

/** Why an action was not taken, what changed in the world if that was it, and the way on. */
export function ActionRefusal({ problem, planAgain }: { problem: RequestError; planAgain(): void }) {
  const difference = Array.isArray(problem.more.difference) ? problem.more.difference.map(String) : [];
  const outdated = problem.code === 'plan-outdated';
  const silent = problem.code === 'offline';
  return (
    <div className={styles.refusal} role="alert">
      <p className={styles.refusalTitle}>{outdated ? 'The world has moved since this was planned. Nothing was done.' : problem.message}</p>
      {difference.length > 0 ? (
        <ul className={styles.difference}>
          {difference.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      ) : null}
      {problem.fix && !outdated ? <p>{problem.fix}</p> : null}
      {silent ? (
        <p>It may have been taken. Pressing again is safe: the same press is never carried out twice.</p>
      ) : (
        <Button onClick={planAgain}>Plan again</Button>
      )}
    </div>
  );
}
