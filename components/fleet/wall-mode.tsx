'use client';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useLive } from '#lib/client/use-live.ts';

const DAY_MS = 86_400_000;

/**
 * Keeps a wall screen alive for weeks: it does not sleep, loads anew when the server was replaced (its pages may have
 * changed) and once a day, and only ever while the server answers. Esc leaves.
 */
export function WallMode({ version, onLeave }: { version: string; onLeave: () => void }) {
  const connection = useLive();
  const live = connection.state === 'live';
  const boot = version.slice(0, version.lastIndexOf('-'));
  const first = useRef(boot);
  const leave = useEffectEvent(onLeave);
  const reloadIfLive = useEffectEvent(() => {
    if (live) window.location.reload();
  });

  useEffect(() => {
    if (boot !== first.current) reloadIfLive();
  }, [boot]);

  useEffect(() => {
    const daily = setInterval(() => reloadIfLive(), DAY_MS);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') leave();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      clearInterval(daily);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);

  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let over = false;
    async function hold() {
      // The browser takes it back when the page is out of sight.
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator) || lock?.released === false) return;
      try {
        lock = await navigator.wakeLock.request('screen');
        if (over) await lock.release();
      } catch {
        // A browser may refuse, for example on battery; the page works all the same.
      }
    }
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', hold);
      lock?.release().catch(() => {});
    };
  }, []);

  return null;
}
