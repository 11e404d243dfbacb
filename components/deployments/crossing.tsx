import { isAllNew } from '#lib/client/deployments/is-settled.ts';
import type { CrossingView } from '#lib/views/rollouts-view.ts';
import { BakeProgress } from './bake-progress.tsx';
import { CellMarks } from './cell-marks.tsx';
import styles from './crossing.module.css';
import { PauseChip } from './pause-chip.tsx';
import { ToneMark } from './tone-mark.tsx';

/** One component in one wave: its version, its place, and each cell. @param brief its version alone: the wave is folded, or all is settled */
export function Crossing({ crossing, cells, brief }: { crossing: CrossingView; cells: readonly string[]; brief: boolean }) {
  const { tone, place, revision, paused, approval, bake } = crossing;
  if (crossing.stages.length === 0) return <span className={styles.folded}>–</span>;
  if (brief) {
    return (
      <span className={styles.revision}>
        <ToneMark place={place} tone={tone} />
        <span className={styles[tone]}>{revision ?? '–'}</span>
      </span>
    );
  }
  return (
    <div className={styles.crossing}>
      <span className={styles.revision}>
        <ToneMark place={place} tone={tone} />
        <span className={styles[tone]}>{revision ?? 'unknown'}</span>
        {crossing.versions.length > 1 ? (
          <span className={styles.versions}>
            {crossing.versions
              .slice(0, 3)
              .map((version) => `${version.cells} × ${version.revision}`)
              .join(', ')}
          </span>
        ) : null}
      </span>
      {paused ? <PauseChip paused={paused} /> : null}
      {approval ? <span className={styles.chip}>✓ approval needed before this wave</span> : null}
      {crossing.text === '' ? null : <span className={styles.text}>{crossing.text}</span>}
      {bake ? <BakeProgress startedAt={bake.startedAt} endsAt={bake.endsAt} /> : null}
      {isAllNew(crossing) ? null : <CellMarks marks={crossing.marks} cells={cells} />}
    </div>
  );
}
