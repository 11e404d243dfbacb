'use client';

import { useId, useMemo, useState } from 'react';
import { Panel, type PanelFace } from '#components/ui/panel.tsx';
import { chartModel } from '#lib/client/cell/chart-model.ts';
import { SIGNAL_TITLES } from '#lib/client/cell/signal-words.ts';
import type { CellSeriesView, CellView } from '#lib/views/fleet-view.ts';
import { SignalChart } from './signal-chart.tsx';
import styles from './signal-panel.module.css';
import { SignalReadout } from './signal-readout.tsx';
import { SignalTable } from './signal-table.tsx';

/** One golden signal: its figure now, its chart or its table, or the reason why there is none. */
export function SignalPanel({ view, series, waiting }: { view: CellView; series: CellSeriesView; waiting: boolean }) {
  const [asTable, setAsTable] = useState(false);
  const model = useMemo(() => chartModel(view, series), [view, series]);
  const title = SIGNAL_TITLES[series.signal];
  const id = useId();
  const nothing = model.newest === null && model.labels.length === 0;
  const state: PanelFace =
    series.missing !== null && nothing
      ? { face: 'empty', title: `No ${title.toLowerCase()}`, detail: series.missing }
      : series.missing !== null
        ? { face: 'stale', note: series.missing }
        : { face: 'data' };
  return (
    <div className={styles.panel}>
      <Panel
        title={title}
        state={state}
        flush
        aside={
          state.face === 'empty' ? null : (
            <button className={styles.toggle} type="button" aria-pressed={asTable} aria-controls={id} onClick={() => setAsTable(!asTable)}>
              as table
            </button>
          )
        }
      >
        <SignalReadout view={view} series={series} model={model} waiting={waiting} />
        <div id={id} className={styles.body}>
          {asTable ? (
            <SignalTable title={title} view={view} series={series} />
          ) : (
            <SignalChart title={title} view={view} series={series} model={model} waiting={waiting} />
          )}
        </div>
      </Panel>
    </div>
  );
}
