'use client';
import { startTransition, useEffect, useState, useSyncExternalStore } from 'react';

/** Two thirds of a screen. More tiles at once would hold up the next key for as long as the browser lays them out. */
const AT_ONCE = 64;

/**
 * How many of `total` things to show: all in the first HTML, later ones in turns between which keys are answered.
 * @param atLeast how many the first turn holds in any case
 */
export function useGradualCount(total: number, atLeast: number): number {
  const firstHtml = useSyncExternalStore(never, no, yes);
  const [count, setCount] = useState(firstHtml ? total : Math.max(AT_ONCE, atLeast));
  // Fewer now: what comes back after them comes in turns again.
  const most = Math.max(AT_ONCE, total);
  if (count > most) setCount(most);
  useEffect(() => {
    if (count >= total) return;
    // Begun within a frame, a turn ends after it: the browser has then shown the one before.
    const frame = requestAnimationFrame(() => startTransition(() => setCount(count + AT_ONCE)));
    return () => cancelAnimationFrame(frame);
  }, [count, total]);
  return Math.min(count, total);
}

const never = () => () => {};
const no = () => false;
const yes = () => true;
