import { FigureText } from '#components/ui/figure-text.tsx';
import { signalFigure } from '#lib/client/cell/signal-words.ts';
import { pointText } from '#lib/client/cell/time-ticks.ts';
import type { CellSeriesView, CellView } from '#lib/views/fleet-view.ts';
import styles from './signal-table.module.css';

/** The points of one chart as a table, newest first. */
export function SignalTable({ title, view, series }: { title: string; view: CellView; series: CellSeriesView }) {
  const start = Date.parse(view.start);
  const rows = series.points.map((value, index) => ({
    at: start + index * view.stepSeconds * 1000,
    value,
    peers: series.peers[index] ?? null,
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${title} as a table`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Time (UTC)</th>
            <th scope="col">This cell</th>
            <th scope="col">Peers' median</th>
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ at, value, peers }) => (
            <tr key={at}>
              <th scope="row">{pointText(at, view.range)}</th>
              <td>
                <FigureText value={signalFigure(series.unit, value)} />
              </td>
              <td className={styles.peers}>
                <FigureText value={signalFigure(series.unit, peers)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
