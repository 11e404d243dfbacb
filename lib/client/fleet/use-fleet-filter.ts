'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type FleetFilter, formatFleetFilter, parseFleetFilter } from './fleet-filter.ts';

const NO_PARAMS = new URLSearchParams();

/** Keys pressed in a row make one change of the address: browsers refuse hundreds in half a minute. */
const WRITE_AFTER_MS = 150;

/** The view as the address tells it. Changes show at once and reach the address a moment later, without asking the server. */
export function useFleetFilter(): { filter: FleetFilter; change: (patch: Partial<FleetFilter>) => void } {
  // Null only outside of the app router.
  const params = useSearchParams() ?? NO_PARAMS;
  const told = formatFleetFilter(parseFleetFilter(params));
  const written = useRef(told);
  const [filter, setFilter] = useState(() => parseFleetFilter(params));

  // Someone else changed the address: a link, or the way back.
  useEffect(() => {
    if (told === written.current) return;
    written.current = told;
    setFilter(parseFleetFilter(new URLSearchParams(told)));
  }, [told]);

  useEffect(() => {
    const query = formatFleetFilter(filter);
    if (query === written.current) return;
    function write() {
      stop();
      written.current = query;
      window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname);
    }
    // A change of the address while Next is on its way to another page would call it back: write before it sets out.
    function onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Enter') write();
    }
    function stop() {
      clearTimeout(timer);
      document.removeEventListener('click', write, true);
      document.removeEventListener('keydown', onKeyDown, true);
    }
    const timer = setTimeout(write, WRITE_AFTER_MS);
    document.addEventListener('click', write, true);
    document.addEventListener('keydown', onKeyDown, true);
    return stop;
  }, [filter]);

  const change = useCallback((patch: Partial<FleetFilter>) => setFilter((current) => ({ ...current, ...patch })), []);
  return { filter, change };
}
