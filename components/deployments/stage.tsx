import { RelativeTime } from '#components/ui/relative-time.tsx';
import { counted } from '#lib/client/format/figures.ts';
import type { StageView } from '#lib/views/rollouts-view.ts';
import { BakePanel } from './bake-panel.tsx';
import { CellMarks } from './cell-marks.tsx';
import crossing from './crossing.module.css';
import { PauseChip } from './pause-chip.tsx';
import { StageActions } from './stage-actions.tsx';
import { StageOffers } from './stage-offers.tsx';
import styles from './stage-path.module.css';
import { ToneMark } from './tone-mark.tsx';

/** One stage: what is in it, what waits in front of it, and what can be done. */
export function Stage({ component, stage }: { component: string; stage: StageView }) {
  const cells = stage.cells.map((cell) => cell.name);
  return (
    <li className={`${styles.stage} ${styles[stage.tone] ?? ''}`} data-closed={stage.paused ? '' : undefined}>
      <div className={styles.head}>
        <ToneMark place={stage.place} tone={stage.tone} />
        <span className={styles.name}>{stage.name}</span>
        {stage.revision ? <code>{stage.revision}</code> : null}
        <span className={`${styles.quiet} ${styles.told}`}>
          {stage.text}
          {stage.since ? (
            <>
              {stage.text === '' ? '' : ' · '}
              <RelativeTime at={stage.since} />
            </>
          ) : null}
        </span>
        {cells.length > 0 ? <span className={styles.quiet}>{counted(cells.length, 'cell')}</span> : null}
        <StageOffers component={component} stage={stage} />
      </div>
      {stage.paused ? (
        <div>
          <PauseChip paused={stage.paused} />
          {stage.paused.reason ? <p className={styles.quiet}>“{stage.paused.reason}”</p> : null}
        </div>
      ) : null}
      {stage.inbound.length > 0 ? (
        <p className={styles.quiet}>
          Waiting in front: {stage.inbound.map((one) => one.revision ?? one.executionId.slice(0, 8)).join(', ')}
        </p>
      ) : null}
      {stage.approval ? <span className={crossing.chip}>✓ {stage.approval.action} waits for approval</span> : null}
      {stage.error && !stage.text.includes(stage.error) ? <p className={styles.error}>{stage.error}</p> : null}
      <CellMarks marks={stage.cells.map((cell) => cell.mark).join('')} cells={cells} />
      {stage.bake ? <BakePanel bake={stage.bake} told={stage.error} /> : null}
      <StageActions stage={stage} />
    </li>
  );
}
