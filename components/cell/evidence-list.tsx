import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { EvidenceView, FleetCellView } from '#lib/views/fleet-view.ts';
import styles from './evidence-list.module.css';

/** Why the cell has the state it has, worst first; what only informs stands apart. */
export function EvidenceList({ cell }: { cell: FleetCellView }) {
  const votes = cell.evidence.filter((each) => !each.informs);
  const informs = cell.evidence.filter((each) => each.informs);
  if (cell.evidence.length === 0) {
    return cell.health === 'healthy' ? null : (
      <Panel
        title="Why"
        state={{
          face: 'empty',
          title: 'Recovering',
          detail: 'The last reason has gone. The state gets better after three good minutes in a row.',
        }}
      />
    );
  }
  return (
    <Panel title="Why" flush>
      {votes.length > 0 && <List evidence={votes} />}
      {informs.length > 0 && (
        <>
          <h3 className={styles.apart}>Told, but not counted</h3>
          <List evidence={informs} quiet />
        </>
      )}
    </Panel>
  );
}

function List({ evidence, quiet = false }: { evidence: readonly EvidenceView[]; quiet?: boolean }) {
  return (
    <ol className={styles.list}>
      {evidence.map((each) => (
        <li key={`${each.kind} ${each.text} ${each.detail}`} className={quiet ? `${styles.item} ${styles.quiet}` : styles.item}>
          <span className={styles.mark}>
            <StateMark look={each.health} labelled />
          </span>
          <div>
            <p className={styles.text}>{each.text}</p>
            <p className={styles.detail}>{each.detail}</p>
          </div>
          <span className={styles.since}>
            <RelativeTime at={each.since} />
          </span>
        </li>
      ))}
    </ol>
  );
}
