'use client';

import { Bar, BarChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { COST_PLOT, type CostChartModel } from '#lib/client/costs/cost-chart-model.ts';

const { height, top, bottom } = COST_PLOT;
const MARGIN = { top, bottom, left: 0, right: 0 };
/** Where the drawing is given another width than it was made for (on paper), it follows without keeping its shape. */
const stretch = (svg: SVGSVGElement | null) => svg?.setAttribute('preserveAspectRatio', 'none');

/** The bars alone, drawn by Recharts. */
export function CostBars({ model }: { model: CostChartModel }) {
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
        ref={stretch}
      >
        <XAxis hide />
        <YAxis type="number" domain={[model.bottom, model.top]} allowDataOverflow hide />
        {model.ticks.map(({ value }) => (
          <ReferenceLine key={value} y={value} stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'} strokeWidth={1} />
        ))}
        {model.stacks.map((stack, index) => (
          <Bar
            key={stack}
            dataKey={`s${index}`}
            stackId="cost"
            fill={`var(--stack-${stack})`}
            stroke="var(--surface)"
            strokeWidth={crowded ? 0.5 : 1}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
