'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { isTyping } from '../is-typing.ts';
import { fleetHref } from '../last-fleet-address.ts';
import { cellHref } from './parse-range.ts';

/** `j` and `→` open the next sick cell, `k` and `←` the one before, Esc goes back to the fleet as it was. */
export function useCellKeys(next: string | null, before: string | null): void {
  const router = useRouter();
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      // A chart keeps its arrows, and has no use for Esc once its crosshair is away.
      if (isTyping(event.target) && !(event.key === 'Escape' && isChart(event.target))) return;
      // An open dialog has its own keys.
      if (document.querySelector('dialog[open]')) return;
      const to = target(event.key, next, before);
      if (to === null) return;
      event.preventDefault();
      router.push(to);
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [router, next, before]);
}

function isChart(element: EventTarget | null): boolean {
  return element instanceof Element && element.closest('[role="slider"]') !== null;
}

function target(key: string, next: string | null, before: string | null): string | null {
  switch (key) {
    case 'j':
    case 'ArrowRight':
      return next && cellHref(next);
    case 'k':
    case 'ArrowLeft':
      return before && cellHref(before);
    case 'Escape':
      return fleetHref();
    default:
      return null;
  }
}
