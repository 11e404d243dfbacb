import type { Figure } from '#lib/client/format/figures.ts';
import styles from './figure-text.module.css';

/** A number with its unit, the unit quieter than the figure. */
export function FigureText({ value }: { value: Figure }) {
  return (
    <span className={styles.figure}>
      {value.figure}
      <span className={styles.unit}>{` ${value.unit}`}</span>
    </span>
  );
}
