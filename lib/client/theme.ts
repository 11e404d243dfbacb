export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that lets the server render the chosen theme. Not secret, not HttpOnly. */
export const THEME_COOKIE = 'cellwatch-theme';

/** The theme named by the cookie; system for anything else. */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}

/** The theme after this one, for a button that walks through all three. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
}
