import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { PauseView } from '#lib/views/rollouts-view.ts';
import styles from './crossing.module.css';

/** Who closed the door, when, why and until when; once that has passed, that somebody must decide. */
export function PauseChip({ paused }: { paused: PauseView }) {
  const { by, at, reason, owner, untilText, ended } = paused;
  return (
    <span className={styles.chip} data-ended={ended ? '' : undefined} title={reason ?? undefined}>
      <span>
        <span aria-hidden="true">❚❚</span> paused{by ? ` by ${by}` : ''} {at ? <RelativeTime at={at} /> : null}
      </span>
      {untilText === '' ? null : (
        <span>
          {untilText}
          {ended ? ': resume or extend?' : ''}
        </span>
      )}
      {owner ? <span>{owner} looks after it</span> : null}
    </span>
  );
}
