import { CALL_WORDS, progressLead } from '#lib/client/actions/progress-words.ts';
import type { Action } from '#lib/domain/control/action.ts';
import styles from './action-progress.module.css';

/** An action on its way, call by call, with what failed and what to do about it. */
export function ActionProgress({ action }: { action: Action }) {
  return (
    <>
      <p className={styles.lead} role="status">
        {progressLead(action)}
      </p>
      {action.approved ? (
        <p className={styles.note}>
          {action.by.name} asked, {action.approved.person.name} approved: “{action.approved.reason}”
        </p>
      ) : null}
      {action.journaled ? (
        <p className={styles.note}>
          The store is down: the intent stands in the local journal, and is merged into the audit log when the store is back.
        </p>
      ) : null}
      <ol className={styles.calls}>
        {action.calls.map((call) => {
          const { mark, word } = CALL_WORDS[call.state];
          return (
            <li key={call.key} className={styles.call} data-state={call.state}>
              <span className={styles.mark} aria-hidden="true">
                {mark}
              </span>
              <span>
                <b>{call.component}</b> {call.text}
              </span>
              <span className={styles.state}>{word}</span>
              {call.error ? (
                <span className={styles.error}>
                  {call.error.message}
                  {call.error.fix ? ` ${call.error.fix}` : ''}
                </span>
              ) : null}
              {call.requestId ? <code className={styles.request}>{call.requestId}</code> : null}
            </li>
          );
        })}
      </ol>
      {action.impossible.map((one) => (
        <p key={`${one.component} ${one.stage}`} className={styles.note}>
          <bdi>{one.component}</bdi>
          {one.stage ? ` ${one.stage}` : ''}: {one.reason}
        </p>
      ))}
    </>
  );
}
