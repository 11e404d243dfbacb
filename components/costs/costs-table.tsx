'use client';

import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { ChoiceMenu } from '#components/ui/choice-menu.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { GROUP_WORDS } from '#lib/client/costs/ask-words.ts';
import { costColumns } from '#lib/client/costs/cost-columns.ts';
import type { CostsLook } from '#lib/client/costs/costs-look.ts';
import { sumMoney } from '#lib/client/costs/sum-money.ts';
import { count, counted } from '#lib/client/format/figures.ts';
import { money } from '#lib/client/format/money.ts';
import { type Arrangement, arrangeRows, type CostSort } from '#lib/domain/cost/arrange-rows.ts';
import { type CostsView, FIRST_COST_ROWS } from '#lib/views/costs-view.ts';
import { CostFigureCells } from './cost-figure-cells.tsx';
import { CostRow } from './cost-row.tsx';
import styles from './costs-table.module.css';
import { RowBlock } from './row-block.tsx';
import { SortHeading } from './sort-heading.tsx';

/** Of a longer table, rows are drawn so many at a time, those near the screen alone. */
const BLOCK = 25;
const LONG = 100;

/** A row for each cell (or group), sorted and filtered, with the sum of all: the bill. */
export function CostsTable({
  view,
  ask,
  arrangement,
  change,
}: {
  view: CostsView;
  ask: string;
  arrangement: Arrangement;
  change(patch: Partial<CostsLook>): void;
}) {
  const { currency, group, rows, rowCount } = view;
  const { sort, ascending } = arrangement;
  // The heading and the field answer at once, the rows follow.
  const deferred = useDeferredValue(arrangement);
  const arranged = useMemo(() => arrangeRows(rows, deferred), [rows, deferred]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => setOpen((now) => toggled(now, id)), []);
  const whole = rows.length === rowCount;
  const filtered = whole && arranged.length < rows.length;
  // The first HTML has the first rows alone: the others keep their place.
  const places = whole ? arranged.length : rowCount;
  const blocks = whole ? blocksOf(places) : [{ from: 0, rows: arranged.length }];
  const up = ascending ?? sort === 'name';
  const sortBy = (by: CostSort) => change({ sort: by, ascending: by === sort ? !up : null });
  const name = GROUP_WORDS[group];
  const columns = costColumns(group);
  // On a phone there are no headings.
  const sorts = [
    { value: 'name' as CostSort, label: name },
    ...columns.map((column) => ({ value: column.sort, label: column.title(view) })),
  ];

  return (
    <section className={styles.section} aria-label={`Costs by ${name}`}>
      <div className={styles.tools}>
        <input
          className={styles.search}
          type="search"
          placeholder={group === 'cell' ? 'Cell or wave' : `Name of a ${name}`}
          aria-label={`Filter rows by ${group === 'cell' ? 'cell or wave' : name}`}
          value={arrangement.text}
          onChange={(event) => change({ text: event.target.value })}
        />
        <div className={styles.sorting}>
          <ChoiceMenu name="Sort by" choices={sorts} chosen={[sort]} onChoose={([by = 'cost']) => change({ sort: by, ascending: null })} />
        </div>
        <p className={styles.count} role="status">
          {filtered
            ? `${count(arranged.length)} of ${counted(rows.length, 'row')}, together ${sumOf(arranged, currency)}`
            : `${counted(rowCount, 'row')}, together the bill`}
        </p>
        {view.shared.why ? <p className={styles.why}>{view.shared.why}</p> : null}
      </div>
      <div className={styles.frame}>
        <table className={styles.table} aria-rowcount={places + 3}>
          <caption>
            <VisuallyHidden>Costs by {name}, with the bill as their sum</VisuallyHidden>
          </caption>
          <colgroup>
            <col />
            {columns.map((column) => (
              <col key={column.sort} className={column.quiet ? styles.quietColumn : undefined} data-sort={column.sort} />
            ))}
            <col data-sort="trend" />
          </colgroup>
          <thead className={styles.heads}>
            <tr>
              <SortHeading title={name} sorted={sort === 'name' ? up : null} onSort={() => sortBy('name')} first />
              {columns.map((column) => (
                <SortHeading
                  key={column.sort}
                  title={column.title(view)}
                  quiet={column.quiet}
                  sorted={sort === column.sort ? up : null}
                  onSort={() => sortBy(column.sort)}
                />
              ))}
              <th className={`${styles.column} ${styles.trend}`} scope="col">
                Trend
              </th>
            </tr>
          </thead>
          {view.allCells && !filtered ? (
            <tbody className={styles.body}>
              <tr className={styles.all}>
                <th className={styles.name} scope="row">
                  All {counted(view.allCells.cells, 'cell')}
                </th>
                <CostFigureCells figures={view.allCells} view={view} />
                <td className={`${styles.figure} ${styles.trend}`} />
              </tr>
            </tbody>
          ) : null}
          {blocks.map(({ from, rows }) => (
            <RowBlock key={from} rows={rows} early={from <= FIRST_COST_ROWS} always={places <= LONG}>
              {arranged.slice(from, from + rows).map((row, at) => (
                // By place: another order changes the words of rows that stand, and makes none anew.
                <CostRow key={from + at} row={row} index={from + at + 3} view={view} ask={ask} open={open.has(row.id)} toggle={toggle} />
              ))}
            </RowBlock>
          ))}
          {whole ? null : <RowBlock key="others" rows={places - arranged.length} early={false} always={false} />}
          <tfoot className={styles.body}>
            <tr className={styles.sum}>
              <th className={styles.name} scope="row">
                The bill
              </th>
              <CostFigureCells figures={view.total} view={view} />
              <td className={`${styles.figure} ${styles.trend}`} />
            </tr>
          </tfoot>
        </table>
        {places === 0 ? (
          <p className={styles.nothing}>No row fits “{deferred.text.trim()}”. A row is found by its name or its wave.</p>
        ) : null}
      </div>
    </section>
  );
}

/** The rows of the first HTML, then as many at a time as are drawn together. */
function blocksOf(places: number): { from: number; rows: number }[] {
  const later = Math.ceil(Math.max(0, places - FIRST_COST_ROWS) / BLOCK);
  const starts = [0, ...Array.from({ length: later }, (_, at) => FIRST_COST_ROWS + at * BLOCK)];
  return starts.map((from, at) => ({ from, rows: Math.min(starts[at + 1] ?? places, places) - from }));
}

function toggled(open: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return next;
}

function sumOf(rows: CostsView['rows'], currency: string): string {
  const costs = rows.flatMap(({ cost }) => cost ?? []);
  return costs.length === 0 ? 'of unknown cost' : money(sumMoney(costs), currency);
}
