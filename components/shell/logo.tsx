import styles from './logo.module.css';

/** Four cells, one of them lit. */
export function Logo() {
  return (
    <svg className={styles.logo} width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <rect width="8" height="8" rx="2" />
      <rect x="10" width="8" height="8" rx="2" />
      <rect className={styles.lit} y="10" width="8" height="8" rx="2" />
      <rect x="10" y="10" width="8" height="8" rx="2" />
    </svg>
  );
}
