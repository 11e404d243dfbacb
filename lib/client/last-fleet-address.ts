const KEY = 'cellwatch-fleet';

/** Remembers the query of the Fleet page (filters, grouping, sort), for the way back to it. This tab only. */
export function rememberFleet(search: string): void {
  try {
    sessionStorage.setItem(KEY, search);
  } catch {
    // Storage may be switched off; the way back then leads to the plain page.
  }
}

/** The Fleet page as it was last seen in this tab. */
export function fleetHref(): string {
  try {
    const search = sessionStorage.getItem(KEY) ?? '';
    return search.startsWith('?') ? `/${search}` : '/';
  } catch {
    return '/';
  }
}
