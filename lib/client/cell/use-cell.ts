'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { CellRange, CellView, FleetCellView, FleetView } from '#lib/views/fleet-view.ts';
import { cellQuery } from '../cell-query.ts';
import { RequestError } from '../read-problem.ts';
import { useFleet } from '../use-fleet.ts';
import { freshestCell } from './freshest-cell.ts';
import { refreshDelay } from './refresh-delay.ts';

interface OpenCell {
  view: CellView;
  /** As last judged, by whichever picture is newer. */
  cell: FleetCellView;
  fleet: FleetView | null;
  /** False while the charts of another range are on their way; `view` is then still the range before. */
  inRange: boolean;
  /** Why the newest picture could not be fetched; what is shown is older. */
  problem: RequestError | null;
  retry(): void;
}

/** One cell over one range, from the first HTML on, asked for again when the stream says that it changed. */
export function useCell(first: CellView, range: CellRange): OpenCell {
  const { name } = first.cell;
  const client = useQueryClient();
  const { view: fleet } = useFleet();
  const query = useQuery({ ...cellQuery(name, range), ...(first.range === range ? { initialData: first } : {}) });
  const view = query.data ?? first;

  const inFleet = fleet?.cells.find((cell) => cell.name === name);
  const askedAt = useRef(0);
  useEffect(() => {
    if (!fleet || !inFleet || inFleet === view.cell || fleet.version === view.version) return;
    if (Date.parse(fleet.observedAt) <= Date.parse(view.observedAt)) return;
    const timer = setTimeout(
      () => {
        askedAt.current = Date.now();
        void client.invalidateQueries({ queryKey: ['cell', name, range] });
      },
      refreshDelay(Date.now(), askedAt.current, fleet.refreshSeconds),
    );
    return () => clearTimeout(timer);
  }, [client, fleet, inFleet, name, range, view]);

  return {
    view,
    cell: freshestCell(view, fleet),
    fleet,
    inRange: view.range === range,
    problem: query.error instanceof RequestError ? query.error : null,
    retry: () => void query.refetch(),
  };
}
