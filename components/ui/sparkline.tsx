import { sparkPath } from '#lib/client/format/spark-path.ts';
import styles from './sparkline.module.css';

const WIDTH = 200;
const HEIGHT = 32;

/** A line of 30 minutes that stretches to its box; takes the text colour of its parent. Decorative: the figures stand beside it. */
export function Sparkline({ points, ceiling }: { points: readonly (number | null)[]; ceiling?: number }) {
  return (
    <svg className={styles.spark} viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(points, WIDTH, HEIGHT, ceiling)} />
    </svg>
  );
}
