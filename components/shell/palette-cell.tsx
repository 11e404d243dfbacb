import { StateMark } from '#components/ui/state-mark.tsx';
import { lookOf } from '#lib/client/format/state-words.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import styles from './command-palette.module.css';

/** A cell in the results: its mark, name, why it is sick, and where it is. */
export function PaletteCell({ cell }: { cell: FleetCellView }) {
  const reason = cell.health === 'healthy' ? undefined : cell.evidence[0]?.text;
  return (
    <>
      <StateMark look={lookOf(cell)} labelled />
      <span className={styles.title}>{cell.name}</span>
      {reason ? <span className={styles.reason}>{reason}</span> : null}
      <span className={styles.hint}>
        {[cell.wave, cell.region].filter(Boolean).join(' · ')}
        {cell.accountId === null ? null : <code className={styles.account}>{cell.accountId}</code>}
      </span>
    </>
  );
}
