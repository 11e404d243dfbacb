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

/** Sources whose facts of this cell are older than they should be. A failure in another account does not age this cell. */
export function staleSources(
  sources: readonly SourceView[],
  cell: Pick<FleetCellView, 'accountId' | 'region'>,
): { id: string; observedAt: string | null }[] {
  return sources
    .filter((source) => source.state === 'stale' || source.state === 'error')
    .filter((source) => source.failures.length === 0 || cellFailures([source], cell).length > 0)
    .map(({ id, observedAt }) => ({ id, observedAt }));
}
