'use client';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { duration } from './format/times.ts';

/**
 * The server's idea of now, as it was when the page was rendered: what the first HTML shows,
 * and what the browser's clock is corrected by, because a laptop's clock may be minutes off.
 */
export interface ServerClock {
  /** Epoch ms at rendering. */
  renderedAt: number;
  /** Server minus browser, ms; 0 while unknown or within two seconds. */
  offset: number;
}

export const ServerClockContext = createContext<ServerClock>({ renderedAt: 0, offset: 0 });

let second = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function tick() {
  second = Math.floor(Date.now() / 1000) * 1000;
  for (const listener of listeners) listener();
  timer = setTimeout(tick, 1000 - (Date.now() % 1000));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) timer = setTimeout(tick, 0);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

function current(): number {
  if (second === 0) second = Math.floor(Date.now() / 1000) * 1000;
  return second;
}

/** Now by the server's clock, epoch ms, ticking once a second, all users at once. Hydrates with the server's own value. */
export function useNow(): number {
  const clock = useContext(ServerClockContext);
  return useSyncExternalStore(
    subscribe,
    () => current() + clock.offset,
    () => clock.renderedAt,
  );
}

/** How long since a moment (epoch ms), in words. Draws again only when the words change, not every second. */
export function useDuration(since: number): string {
  const clock = useContext(ServerClockContext);
  return useSyncExternalStore(
    subscribe,
    () => duration(current() + clock.offset - since),
    () => duration(clock.renderedAt - since),
  );
}
