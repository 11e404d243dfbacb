'use client';
import { type ReactNode, useState } from 'react';
import { ServerClockContext } from '#lib/client/use-now.ts';

/** Smaller differences are the time the page took to come. */
const TOLERATED_MS = 2_000;

/** Tells the components below what time it is for the server. `renderedAt`: epoch ms. */
export function ServerClock({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  const [clock] = useState(() => ({ renderedAt, offset: offsetTo(renderedAt) }));
  return <ServerClockContext value={clock}>{children}</ServerClockContext>;
}

function offsetTo(renderedAt: number): number {
  if (typeof window === 'undefined') return 0;
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const fresh = document.readyState !== 'complete' && load;
  const came = fresh ? performance.timeOrigin + load.responseStart : Date.now();
  const offset = renderedAt - came;
  return Math.abs(offset) < TOLERATED_MS ? 0 : offset;
}
