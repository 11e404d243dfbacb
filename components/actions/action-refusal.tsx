import { Button } from '#components/ui/button.tsx';
import type { ActionRequest } from '#lib/client/actions/open-action.ts';
import type { RequestError } from '#lib/client/read-problem.ts';
import styles from './action-dialog.module.css';
import { SignInAgain } from './sign-in-again.tsx';

/** `not-signed-in`: the session is over; `sign-in-again`: or too old for this. */
const SIGN_IN_CODES: ReadonlySet<string> = new Set(['not-signed-in', 'sign-in-again']);

/** Why an action was not taken, what changed in the world if that was it, and the way on. */
export function ActionRefusal({
  problem,
  planAgain,
  again,
}: {
  problem: RequestError;
  planAgain(): void;
  /** The dialog to come back to, where signing in again is the way on. */
  again: ActionRequest;
}) {
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
      ) : SIGN_IN_CODES.has(problem.code) ? (
        <SignInAgain request={again} />
      ) : (
        <Button onClick={planAgain}>Plan again</Button>
      )}
    </div>
  );
}
