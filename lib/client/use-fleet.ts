'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FleetOutline, FleetView } from '#lib/views/fleet-view.ts';
import { fleetQuery, outlineKey } from './fleet-query.ts';
import type { Connection } from './live-connection.ts';
import { RequestError } from './read-problem.ts';
import { useLive } from './use-live.ts';

interface Fleet {
  /** Null while there is no picture at all; `problem` then says why, unless it is still on its way. */
  view: FleetView | null;
  /** The same without the cells: on pages that show none it is there at once, and the whole a moment later. */
  outline: FleetOutline | null;
  connection: Connection;
  problem: RequestError | null;
}

/** The fleet, kept fresh by the stream. Under `FleetData` it, or its outline, is there from the first render, on the server too. */
export function useFleet(): Fleet {
  const { data, error } = useQuery(fleetQuery);
  const connection = useLive();
  const client = useQueryClient();
  const outline = data ?? client.getQueryData<FleetOutline>(outlineKey) ?? null;
  return { view: data ?? null, outline, connection, problem: error instanceof RequestError ? error : null };
}
