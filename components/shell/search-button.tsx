'use client';
import styles from './search-button.module.css';

/** Name of the event that opens the search; `/` and Ctrl/Cmd-K do the same. */
export const OPEN_SEARCH = 'cellwatch:search';

/** The search box of the top bar. It opens the palette, which has the real field. A form, so that an early press is not lost. */
export function SearchButton() {
  return (
    <form className={styles.form} action={openSearch}>
      <button className={styles.search} type="submit" aria-keyshortcuts="/ Control+K Meta+K">
        <span className={styles.long}>Find a cell or account</span>
        <span className={styles.short}>Search</span>
        <span className={styles.key} aria-hidden="true">
          /
        </span>
      </button>
    </form>
  );
}

function openSearch(): void {
  window.dispatchEvent(new Event(OPEN_SEARCH));
}
