'use client';

import { Line, LineChart, ReferenceArea, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { type ChartModel, PLOT } from '#lib/client/cell/chart-model.ts';

const { height, ...MARGIN } = PLOT;

/** The lines of one chart, drawn by Recharts: this cell, its peers' median, the objective, and the periods in alarm. */
export function SignalLines({ model, objective }: { model: ChartModel; objective: number | null }) {
  const last = model.rows.length - 1;
  const common = { type: 'linear', dot: false, activeDot: false, isAnimationActive: false, connectNulls: false } as const;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart data={[...model.rows]} margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="index" type="number" domain={[0, Math.max(1, last)]} hide />
        <YAxis type="number" domain={[0, model.top]} allowDataOverflow hide />
        {model.bands.map(({ from, to }) => (
          <ReferenceArea key={from} x1={from} x2={to} fill="var(--alarm-band)" fillOpacity={1} stroke="none" />
        ))}
        {model.ticks.map(({ value }) => (
          <ReferenceLine key={value} y={value} stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'} strokeWidth={1} />
        ))}
        {objective === null ? null : <ReferenceLine y={objective} stroke="var(--objective)" strokeWidth={1} strokeDasharray="4 4" />}
        <Line {...common} dataKey="peers" stroke="var(--series-peers)" strokeWidth={1.5} />
        <Line {...common} dataKey="value" stroke="var(--series)" strokeWidth={1.75} strokeLinecap="round" strokeLinejoin="round" />
      </LineChart>
    </ResponsiveContainer>
  );
}
