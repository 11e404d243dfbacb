import type { FleetView, SourceFailureView } from '#lib/views/fleet-view.ts';

/** The picture as it is shown while nobody keeps it fresh: every source is stale, and says why. */
export function markStale(view: FleetView, version: string, message: string, now: number): FleetView {
  const failure: SourceFailureView = { code: 'unreachable', message, since: new Date(now).toISOString() };
  return {
    ...view,
    version,
    sources: view.sources.map((source) => ({
      ...source,
      state: source.state === 'error' ? 'error' : 'stale',
      failures: [failure, ...source.failures.filter((one) => one.message !== message)],
    })),
  };
}
