'use client';

import { useQuery } from '@tanstack/react-query';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { fleetQuery } from './fleet-query.ts';
import type { Connection } from './live-connection.ts';
import { RequestError } from './read-problem.ts';
import { useLive } from './use-live.ts';

interface Fleet {
  /** Null while there is no picture at all; `problem` then says why, unless it is still on its way. */
  view: FleetView | null;
  connection: Connection;
  problem: RequestError | null;
}

/** The fleet, kept fresh by the stream. Under `FleetData` it is there from the first render, on the server too. */
export function useFleet(): Fleet {
  const { data, error } = useQuery(fleetQuery);
  const connection = useLive();
  return { view: data ?? null, connection, problem: error instanceof RequestError ? error : null };
}
