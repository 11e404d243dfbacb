'use client';

import { Bar, BarChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { COST_PLOT, type CostChartModel } from '#lib/client/costs/cost-chart-model.ts';

const { height, ...MARGIN } = COST_PLOT;
/** The chart has this many colours; what is left is grey. */
const COLOURS = 5;

/** The bars alone, drawn by Recharts. @param series how many are stacked */
export function CostBars({ model, series }: { model: CostChartModel; series: number }) {
  const crowded = model.rows.length > 45;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart
        data={[...model.rows]}
        margin={MARGIN}
        stackOffset="sign"
        barCategoryGap={crowded ? '12%' : '24%'}
        maxBarSize={44}
        accessibilityLayer={false}
      >
        <XAxis hide />
        <YAxis type="number" domain={[model.bottom, model.top]} allowDataOverflow hide />
        {model.ticks.map(({ value }) => (
          <ReferenceLine key={value} y={value} stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'} strokeWidth={1} />
        ))}
        {Array.from({ length: series }, (_, index) => (
          <Bar
            key={`s${index}`}
            dataKey={`s${index}`}
            stackId="cost"
            fill={index < COLOURS ? `var(--stack-${index + 1})` : 'var(--stack-rest)'}
            stroke="var(--surface)"
            strokeWidth={crowded ? 0.5 : 1}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
