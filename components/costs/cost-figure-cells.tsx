import { costColumns } from '#lib/client/costs/cost-columns.ts';
import type { CostFigures } from '#lib/domain/cost/cost-picture.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './costs-table.module.css';

/** All figures of a row, in their columns. What is unknown is a dash, never 0. */
export function CostFigureCells({ figures, view, why = null }: { figures: CostFigures; view: CostsView; why?: string | null }) {
  return costColumns(view.group).map((column, at) => {
    const shown = column.figure(figures, view.currency);
    const className = [styles.figure, column.quiet ? `${styles.quiet} ${styles.quietColumn}` : '', shown?.loud ? styles.loud : '']
      .filter(Boolean)
      .join(' ');
    return (
      <td
        key={column.sort}
        className={className}
        data-sort={column.sort}
        data-name={column.title(view)}
        data-none={shown ? undefined : true}
        title={shown?.title}
      >
        {shown ? (
          <>
            {shown.text}
            {shown.beside ? <span className={styles.beside}>{shown.beside}</span> : null}
          </>
        ) : at === 0 && why !== null ? (
          <span className={styles.none}>no cost source</span>
        ) : (
          <span className={styles.none}>–</span>
        )}
      </td>
    );
  });
}
