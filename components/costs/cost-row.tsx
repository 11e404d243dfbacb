'use client';

import Link from 'next/link';
import { memo, useId } from 'react';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { cellHref } from '#lib/client/cell/parse-range.ts';
import { rowNote } from '#lib/client/costs/row-note.ts';
import { type CostsRowView, type CostsView, SPARK_TOP } from '#lib/views/costs-view.ts';
import { CostFigureCells } from './cost-figure-cells.tsx';
import styles from './costs-table.module.css';
import { RowBehind } from './row-behind.tsx';

/** One cell, group, or what stands apart; opens to what is behind its cost. */
export const CostRow = memo(function CostRow({
  row,
  index,
  view,
  ask,
  open,
  toggle,
}: {
  row: CostsRowView;
  /** Place in the whole table, from 1. */
  index: number;
  view: CostsView;
  ask: string;
  open: boolean;
  toggle(id: string): void;
}) {
  const id = useId();
  const note = rowNote(row);
  return (
    <>
      <tr className={styles.row} aria-rowindex={index} data-row={row.name} data-kind={row.kind}>
        <th className={styles.name} scope="row">
          <button
            className={styles.open}
            type="button"
            aria-expanded={open}
            aria-controls={id}
            aria-label={`What is behind ${row.name}`}
            onClick={() => toggle(row.id)}
          >
            <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
              <path d="M2 0.8 6 4 2 7.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
            </svg>
          </button>
          {row.kind === 'cell' ? (
            <Link className={styles.who} href={cellHref(row.name)} prefetch={false}>
              {row.name}
            </Link>
          ) : (
            <span className={styles.who}>{row.name}</span>
          )}
          {note === '' ? null : (
            <span className={styles.note} title={note}>
              {note}
            </span>
          )}
        </th>
        <CostFigureCells figures={row} view={view} why={row.why} />
        <td className={`${styles.figure} ${styles.trend}`}>
          <span className={styles.spark}>{row.spark.length > 1 ? <Sparkline points={row.spark} ceiling={SPARK_TOP} /> : null}</span>
        </td>
      </tr>
      {open ? (
        <tr className={styles.opened} id={id}>
          <td className={styles.behind} colSpan={11}>
            <RowBehind row={row} view={view} ask={ask} />
          </td>
        </tr>
      ) : null}
    </>
  );
});
