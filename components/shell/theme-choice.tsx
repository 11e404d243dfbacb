'use client';
import { useState } from 'react';
import { chooseTheme, currentTheme } from '#lib/client/choose-theme.ts';
import { THEMES, type Theme } from '#lib/client/theme.ts';
import styles from './theme-choice.module.css';

/** System, light or dark. Kept in a cookie, so that the server's first HTML has it. */
export function ThemeChoice({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(() => currentTheme() ?? theme);
  function choose(next: Theme) {
    setChosen(next);
    chooseTheme(next);
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
