import { counted } from '#lib/client/format/figures.ts';
import type { StageActionView, StageCellView, StageView } from '#lib/views/rollouts-view.ts';
import styles from './stage-path.module.css';

/** Actions and cells of a stage, folded until asked for. */
export function StageActions({ stage }: { stage: StageView }) {
  if (stage.actions.length === 0) return null;
  const cells = new Map(stage.cells.map((cell) => [cell.name, cell]));
  return (
    <details className={styles.details} open={stage.actions.some((action) => action.status === 'failed')}>
      <summary>{counted(stage.actions.length, 'action')}</summary>
      <ul className={styles.rows}>
        {stage.actions.map((action) => (
          <li key={action.name} className={styles.row}>
            <span>{action.cell ?? action.name}</span>
            <span className={styles.quiet}>
              {action.status}
              {versionText(action.cell === null ? undefined : cells.get(action.cell))}
              <ActionLinks action={action} />
            </span>
            {action.error ? <span className={styles.error}>{action.error}</span> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

function versionText(cell: StageCellView | undefined): string {
  if (!cell?.intended) return '';
  return cell.differs ? ` · ${cell.intended} was deployed, ${cell.observed} runs` : ` · ${cell.observed ?? cell.intended}`;
}

function ActionLinks({ action }: { action: StageActionView }) {
  return (
    <>
      {action.consoleUrl ? (
        <>
          {' · '}
          <a href={action.consoleUrl} target="_blank" rel="noreferrer">
            {action.provider} ↗
          </a>
        </>
      ) : null}
      {action.logUrl ? (
        <>
          {' · '}
          <a href={action.logUrl} target="_blank" rel="noreferrer">
            log ↗
          </a>
        </>
      ) : null}
    </>
  );
}
