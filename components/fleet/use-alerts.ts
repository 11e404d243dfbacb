'use client';
import { useCallback, useSyncExternalStore } from 'react';

const KEY = 'cellwatch-alerts';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function isOn(): boolean {
  return window.localStorage.getItem(KEY) === 'on';
}

function isRefused(): boolean {
  return isOn() && 'Notification' in window && Notification.permission === 'denied';
}

/** Whether this browser wants to be told, and the switch. Kept in this browser alone. */
export function useAlerts(): { on: boolean; refused: boolean; turn: (on: boolean) => void } {
  const on = useSyncExternalStore(subscribe, isOn, () => false);
  const refused = useSyncExternalStore(subscribe, isRefused, () => false);
  const turn = useCallback(async (next: boolean) => {
    window.localStorage.setItem(KEY, next ? 'on' : 'off');
    for (const listener of listeners) listener();
    if (!next || !('Notification' in window) || Notification.permission !== 'default') return;
    await Notification.requestPermission();
    for (const listener of listeners) listener();
  }, []);
  return { on, refused, turn };
}
