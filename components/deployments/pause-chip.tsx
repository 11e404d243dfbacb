import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { PauseView } from '#lib/views/rollouts-view.ts';
import styles from './crossing.module.css';

/** Who closed the door, when and why. */
export function PauseChip({ paused }: { paused: PauseView }) {
  return (
    <span className={styles.chip} title={paused.reason ?? undefined}>
      <span aria-hidden="true">❚❚</span> paused{paused.by ? ` by ${paused.by}` : ''}
      {paused.at ? <RelativeTime at={paused.at} /> : null}
    </span>
  );
}
