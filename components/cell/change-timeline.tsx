import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { LOOK_WORDS } from '#lib/client/format/state-words.ts';
import type { FleetCellView, HealthChangeView } from '#lib/views/fleet-view.ts';
import styles from './change-timeline.module.css';

/** When the cell changed its state and why, newest first. */
export function ChangeTimeline({ changes, cell }: { changes: readonly HealthChangeView[]; cell: FleetCellView }) {
  const newestFirst = [...changes].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <Panel
      title="Changes of state"
      state={
        changes.length === 0
          ? {
              face: 'empty',
              title: 'No change seen',
              detail: `${cell.name} has been ${LOOK_WORDS[cell.health]} since Cellwatch began to watch it.`,
            }
          : { face: 'data' }
      }
    >
      <ol className={styles.line}>
        {newestFirst.map((change) => (
          <li key={`${change.at} ${change.to}`} className={styles.change}>
            <span className={styles.mark}>
              <StateMark look={change.to} />
            </span>
            <p className={styles.words}>
              <span className={styles.to}>{LOOK_WORDS[change.to]}</span>
              {change.reason === '' ? null : <span className={styles.reason}> · {change.reason}</span>}
            </p>
            <span className={styles.at}>
              <RelativeTime at={change.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
