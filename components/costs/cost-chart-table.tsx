import { COST_PLOT, type CostChartModel } from '#lib/client/costs/cost-chart-model.ts';
import { money } from '#lib/client/format/money.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './cost-chart-table.module.css';

/** The columns of the chart as a table, the newest first. */
export function CostChartTable({ view, model }: { view: CostsView; model: CostChartModel }) {
  const { chart, currency } = view;
  const rows = chart.columns.map((column, at) => ({ column, at })).reverse();
  const text = (value: number) => money(value.toFixed(2), currency);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Daily cost as a table" style={{ maxHeight: COST_PLOT.height + 64 }}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">All</th>
            {chart.series.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ column, at }) => (
            <tr key={column.first}>
              <th scope="row">
                {column.label}
                {column.incomplete ? <span className={styles.note}> not whole</span> : null}
              </th>
              <td>{text(model.sums[at] ?? 0)}</td>
              {chart.series.map(({ id, values }) => (
                <td key={id}>{text(values[at] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
