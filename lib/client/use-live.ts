'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { connecting, liveOf } from './live.ts';
import type { Connection } from './live-connection.ts';

/** Keeps the fleet fresh while mounted, and tells whether the page hears the server. */
export function useLive(): Connection {
  const live = liveOf(useQueryClient());
  return useSyncExternalStore(live.subscribe, live.connection, connecting);
}
