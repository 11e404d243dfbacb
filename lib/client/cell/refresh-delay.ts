/**
 * How long to wait before the cell is asked for again because the stream said that it changed, ms.
 * Never oftener than the metrics are read: between two reads there is nothing new to draw.
 */
export function refreshDelay(now: number, askedAt: number, refreshSeconds: number): number {
  return Math.max(0, askedAt + refreshSeconds * 1000 - now);
}
