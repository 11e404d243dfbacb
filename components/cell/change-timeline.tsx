import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { RANGE_WORDS } from '#lib/client/cell/parse-range.ts';
import { sinceText } from '#lib/client/cell/time-ticks.ts';
import { LOOK_WORDS } from '#lib/client/format/state-words.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { CellRange, FleetCellView, HealthChangeView } from '#lib/views/fleet-view.ts';
import styles from './change-timeline.module.css';

/** When the cell changed its state and why, newest first. */
export function ChangeTimeline({ changes, cell, range }: { changes: readonly HealthChangeView[]; cell: FleetCellView; range: CellRange }) {
  const now = useNow();
  const newestFirst = [...changes].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <Panel
      title="Changes of state"
      state={
        changes.length === 0
          ? {
              face: 'empty',
              title: `No change in ${RANGE_WORDS[range]}`,
              detail: `${cell.name} has been ${LOOK_WORDS[cell.health]} since ${sinceText(Date.parse(cell.since), now)}.`,
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
