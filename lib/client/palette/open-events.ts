/** Names of the events that open what stands over every page. The search's own is in the search button. */
export const OPEN_SHORTCUTS = 'cellwatch:shortcuts';
