'use client';

import { memo, useId, useMemo, useState } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { GROUP_WORDS } from '#lib/client/costs/ask-words.ts';
import { costChartModel } from '#lib/client/costs/cost-chart-model.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import { CostChart } from './cost-chart.tsx';
import styles from './cost-chart-panel.module.css';
import { CostChartTable } from './cost-chart-table.tsx';

/** Cost of each day, the largest rows and the rest stacked; or the same as a table. */
export const CostChartPanel = memo(function CostChartPanel({ view }: { view: CostsView }) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const { chart, currency, group, total } = view;
  const model = useMemo(() => costChartModel(chart, total.spark, currency), [chart, total.spark, currency]);
  const months = chart.columns.some(
    ({ first, last }) => first.slice(8) === '01' && last.slice(0, 7) === first.slice(0, 7) && last !== first,
  );
  return (
    <Panel
      title={`${months ? 'Cost by month' : 'Daily cost'}, the largest ${GROUP_WORDS[group]}s and the rest`}
      flush
      aside={
        <button className={styles.toggle} type="button" aria-pressed={asTable} aria-controls={id} onClick={() => setAsTable(!asTable)}>
          as table
        </button>
      }
    >
      <div id={id} className={styles.body}>
        {asTable ? <CostChartTable view={view} model={model} /> : <CostChart view={view} model={model} />}
      </div>
    </Panel>
  );
});
