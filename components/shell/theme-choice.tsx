'use client';
import { useState } from 'react';
import { THEME_COOKIE, THEMES, type Theme } from '#lib/client/theme.ts';
import styles from './theme-choice.module.css';

/** System, light or dark. Kept in a cookie, so that the server's first HTML has it. */
export function ThemeChoice({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(() => currentTheme() ?? theme);
  function choose(next: Theme) {
    setChosen(next);
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox of 2025
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
  }
  return (
    <fieldset className={styles.themes}>
      <legend className={styles.legend}>Theme</legend>
      {THEMES.map((one) => (
        <label className={styles.theme} key={one}>
          <input type="radio" name="theme" checked={chosen === one} onChange={() => choose(one)} />
          {one}
        </label>
      ))}
    </fieldset>
  );
}

/** The menu is drawn anew each time it opens; the document knows what was chosen last. */
function currentTheme(): Theme | undefined {
  return THEMES.find((one) => one === document.documentElement.dataset.theme);
}
