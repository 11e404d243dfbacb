'use client';
import { EarlyPress } from '#components/ui/early-press.tsx';
import styles from './search-button.module.css';

/** Name of the event that opens the search; `/` and Ctrl/Cmd-K do the same. */
export const OPEN_SEARCH = 'cellwatch:search';

/** The search box of the top bar. It opens the palette, which has the real field. */
export function SearchButton() {
  return (
    <EarlyPress onPress={openSearch}>
      <button className={styles.search} type="submit" aria-keyshortcuts="/ Control+K Meta+K">
        <span className={styles.long}>Find a cell or account</span>
        <span className={styles.short}>Search</span>
        <span className={styles.key} aria-hidden="true">
          /
        </span>
      </button>
    </EarlyPress>
  );
}

function openSearch(): void {
  window.dispatchEvent(new Event(OPEN_SEARCH));
}
