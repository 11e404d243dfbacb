import type { ReactNode } from 'react';
import styles from './early-press.module.css';

/**
 * Around a submit button that opens something. A form, because React keeps its submission for when the page's scripts are there, and
 * loses a click: whoever presses in the first second gets what they pressed for. The button stands as if nothing were around it.
 */
export function EarlyPress({ onPress, children }: { onPress: () => void; children: ReactNode }) {
  return (
    <form className={styles.press} action={onPress}>
      {children}
    </form>
  );
}
