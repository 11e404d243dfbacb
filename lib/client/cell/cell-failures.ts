import type { FleetCellView, SourceFailureView, SourceView } from '#lib/views/fleet-view.ts';

export interface CellFailure extends SourceFailureView {
  /** Which source failed: "metrics". */
  source: string;
}

/** What could not be read for this cell: failures of its account and Region, and those that hit a source as a whole. */
export function cellFailures(sources: readonly SourceView[], cell: Pick<FleetCellView, 'accountId' | 'region'>): CellFailure[] {
  return sources.flatMap((source) =>
    source.failures
      .filter((failure) => failure.accountId === undefined || failure.accountId === cell.accountId)
      .filter((failure) => failure.region === undefined || failure.region === cell.region || failure.accountId === undefined)
      .map((failure) => ({ ...failure, source: source.id })),
  );
}

/** The oldest age among sources that are no longer counted as fresh; null when all are. */
export function staleSources(sources: readonly SourceView[]): { id: string; observedAt: string | null }[] {
  return sources.filter(({ state }) => state === 'stale' || state === 'error').map(({ id, observedAt }) => ({ id, observedAt }));
}
