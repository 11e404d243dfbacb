import styles from './skeleton.module.css';

/** A quiet block of the size of what will come. Height in px, so that data moves nothing. */
export function Skeleton({ height, width }: { height: number; width?: number }) {
  return (
    <svg className={styles.skeleton} width={width ?? '100%'} height={height} aria-hidden="true">
      <rect width="100%" height="100%" rx="6" />
    </svg>
  );
}
