'use client';

import dynamic from 'next/dynamic';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { COST_PLOT, type CostChartModel } from '#lib/client/costs/cost-chart-model.ts';
import { dayWords } from '#lib/client/costs/day-words.ts';
import { money } from '#lib/client/format/money.ts';
import { keyTarget } from '#lib/client/key-target.ts';
import { shortService } from '#lib/domain/cost/service-name.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './cost-chart.module.css';

// Recharts is heavier than the rest of the page: everything but the bars stands before it is here.
const CostBars = dynamic(() => import('./cost-bars.tsx').then((module) => module.CostBars), { ssr: false });

/** Stacked days, with the figures of the one that is looked at; days that are not whole are hatched. */
export function CostChart({ view, model }: { view: CostsView; model: CostChartModel }) {
  const { chart, currency } = view;
  const [looked, look] = useState<number | null>(null);
  const last = chart.columns.length - 1;
  const at = looked ?? Math.max(0, Math.min(last, model.incompleteFrom - 1));
  const share = (column: number) => `${(100 * column) / (last + 1)}%`;
  const text = (value: number) => money(value.toFixed(2), currency);

  function onPointer(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    look(Math.max(0, Math.min(last, Math.floor(((event.clientX - box.left) / box.width) * (last + 1)))));
  }
  function onKey(event: KeyboardEvent) {
    const to = keyTarget(event.key, at, last);
    if (to === undefined || (to === null && looked === null)) return;
    event.preventDefault();
    look(to);
  }

  return (
    <>
      <div className={styles.chart} style={{ height: COST_PLOT.height }}>
        <div style={{ marginLeft: COST_PLOT.left, marginRight: COST_PLOT.right }}>
          <CostBars model={model} />
        </div>
        {model.ticks.map(({ y, value, text: words }) => (
          <span key={value} className={styles.tick} style={{ top: y }}>
            {words}
          </span>
        ))}
        <div
          className={styles.plot}
          style={{ left: COST_PLOT.left, right: COST_PLOT.right, top: COST_PLOT.top, bottom: COST_PLOT.bottom }}
          role="slider"
          tabIndex={0}
          aria-label="Day looked at"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, last)}
          aria-valuenow={at}
          aria-valuetext={`${dayText(view, at)}: ${text(model.sums[at] ?? 0)}. ${chart.series
            .map(({ name, values }) => `${name} ${text(values[at] ?? 0)}`)
            .join(', ')}`}
          onPointerMove={onPointer}
          onPointerDown={onPointer}
          onPointerLeave={(event) => event.pointerType === 'mouse' && look(null)}
          onKeyDown={onKey}
        >
          {model.incompleteFrom <= last ? <span className={styles.incomplete} style={{ left: share(model.incompleteFrom) }} /> : null}
          {model.estimatedFrom <= last ? <span className={styles.estimated} style={{ left: share(model.estimatedFrom) }} /> : null}
          <span className={looked === null ? styles.resting : styles.looked} style={{ left: share(at), width: share(1) }} />
        </div>
        <div className={styles.days} style={{ left: COST_PLOT.left, right: COST_PLOT.right }} aria-hidden="true">
          {model.days.map(({ x, text: words }) => (
            <span key={x} className={x > 0.93 ? styles.end : undefined} style={x > 0.93 ? undefined : { left: `${100 * x}%` }}>
              {words}
            </span>
          ))}
        </div>
      </div>
      <div className={styles.readout} aria-hidden="true">
        <p className={styles.day}>
          {dayText(view, at)} <strong>{text(model.sums[at] ?? 0)}</strong>
        </p>
        <ul className={styles.legend}>
          {chart.series.map(({ id, name, values }, index) => (
            <li key={id} className={styles.series}>
              <span className={styles.swatch} data-stack={model.stacks[index]} />
              <span className={styles.who} title={name}>
                {shortName(view, name)}
              </span>{' '}
              <span className={styles.figure}>{text(values[at] ?? 0)}</span>
            </li>
          ))}
        </ul>
      </div>
      <Marks view={view} />
    </>
  );
}

/** What the marks mean, where there are any. */
function Marks({ view }: { view: CostsView }) {
  const { incompleteFrom, estimatedFrom, period } = view;
  const words = [
    incompleteFrom !== null && incompleteFrom <= period.last ? `Hatched: not whole yet, from ${dayWords(incompleteFrom)} on.` : '',
    estimatedFrom !== null && estimatedFrom <= period.last
      ? `Dashed below: AWS calls figures from ${dayWords(estimatedFrom)} on estimates until it closes the month.`
      : '',
  ].filter(Boolean);
  return words.length > 0 ? <p className={styles.marks}>{words.join(' ')}</p> : null;
}

function shortName({ group }: CostsView, name: string): string {
  return group === 'service' ? shortService(name) : name;
}

function dayText({ chart }: CostsView, at: number): string {
  const column = chart.columns[at];
  return column ? `${column.label}${column.incomplete ? ', not whole' : ''}` : '';
}
