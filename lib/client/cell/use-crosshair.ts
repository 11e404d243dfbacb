'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';

/** The point that all charts of the page look at; null when none. One for all, outside of React's tree, so that moving it redraws no lines. */
export interface Crosshair {
  get(): number | null;
  set(index: number | null): void;
  subscribe(listener: () => void): () => void;
}

export function createCrosshair(): Crosshair {
  const listeners = new Set<() => void>();
  let index: number | null = null;
  return {
    get: () => index,
    set(next) {
      if (next === index) return;
      index = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const CrosshairContext = createContext<Crosshair>(createCrosshair());

/** The point looked at, and how to look at another. */
export function useCrosshair(): [number | null, Crosshair['set']] {
  const crosshair = useContext(CrosshairContext);
  return [useSyncExternalStore(crosshair.subscribe, crosshair.get, () => null), crosshair.set];
}
