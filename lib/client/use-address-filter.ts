'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';

const NO_PARAMS = new URLSearchParams();

/** A filter that lives in the address: changes show at once, and a pasted link shows the same. */
export function useAddressFilter<T>(
  parse: (params: URLSearchParams) => T,
  format: (filter: T) => string,
): [T, (patch: Partial<T>) => void] {
  const told = (useSearchParams() ?? NO_PARAMS).toString();
  const [filter, setFilter] = useState(() => parse(new URLSearchParams(told)));
  // Someone else changed the address: a link, or the way back.
  useEffect(() => setFilter(parse(new URLSearchParams(told))), [told, parse]);
  useEffect(() => {
    const query = format(filter);
    if (query === window.location.search.replace(/^\?/, '')) return;
    const timer = setTimeout(() => window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname), 150);
    return () => clearTimeout(timer);
  }, [filter, format]);
  return [filter, useCallback((patch) => setFilter((current) => ({ ...current, ...patch })), [])];
}
