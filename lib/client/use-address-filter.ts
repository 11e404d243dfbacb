'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';

const NO_PARAMS = new URLSearchParams();

/**
 * A filter that lives in the address: changes show at once, and a pasted link shows the same.
 * @param isStep whether a change is one that the browser's back button undoes; none is by default
 */
export function useAddressFilter<T>(
  parse: (params: URLSearchParams) => T,
  format: (filter: T) => string,
  isStep?: (before: T, after: T) => boolean,
): [T, (patch: Partial<T>) => void] {
  const told = (useSearchParams() ?? NO_PARAMS).toString();
  const [filter, setFilter] = useState(() => parse(new URLSearchParams(told)));
  // Someone else changed the address: a link, or the way back.
  useEffect(() => setFilter(parse(new URLSearchParams(told))), [told, parse]);
  useEffect(() => {
    const query = format(filter);
    if (query === window.location.search.replace(/^\?/, '')) return;
    const address = query ? `?${query}` : window.location.pathname;
    if (isStep?.(parse(new URLSearchParams(window.location.search)), filter)) {
      window.history.pushState(null, '', address);
      return;
    }
    const timer = setTimeout(() => window.history.replaceState(null, '', address), 150);
    return () => clearTimeout(timer);
  }, [filter, format, isStep, parse]);
  return [filter, useCallback((patch) => setFilter((current) => ({ ...current, ...patch })), [])];
}
