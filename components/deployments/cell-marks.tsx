import { countMarks, MARK_WORDS, marksText } from '#lib/client/deployments/count-marks.ts';
import { CELL_MARKS, type CellMark } from '#lib/views/rollouts-view.ts';
import styles from './cell-marks.module.css';

/** Up to so many cells each have a mark of their own; more are a bar in proportion. */
const OWN_MARKS_UP_TO = 24;

const STYLE: Readonly<Record<CellMark, string | undefined>> = {
  n: styles.n,
  o: styles.o,
  s: styles.s,
  x: styles.x,
  d: styles.d,
  f: styles.f,
  '-': styles.none,
};

/** Where a release stands in each cell of a wave, a mark each. @param cells names, in the marks' order */
export function CellMarks({ marks, cells }: { marks: string; cells: readonly string[] }) {
  if (marks === '' || [...marks].every((mark) => mark === CELL_MARKS.none)) return null;
  const label = marksText(marks);
  if (marks.length > OWN_MARKS_UP_TO) {
    return (
      <span className={styles.bar} role="img" aria-label={label} title={label}>
        {countMarks(marks).map(({ mark, cells: count }) => (
          <i key={mark} className={`${styles.part} ${STYLE[mark]}`} style={{ flexGrow: count }} />
        ))}
      </span>
    );
  }
  return (
    <span className={styles.marks} role="img" aria-label={label}>
      {[...marks].map((mark, index) => (
        <i key={cells[index] ?? index} className={`${styles.mark} ${STYLE[mark as CellMark]}`} title={cells[index]} />
      ))}
    </span>
  );
}

/** What the marks mean. */
export function MarksLegend() {
  return (
    <ul className={styles.legend}>
      {MARK_WORDS.filter(({ mark }) => mark !== CELL_MARKS.none).map(({ mark, word }) => (
        <li key={mark} className={styles.entry}>
          <i className={`${styles.mark} ${STYLE[mark]}`} />
          {word}
        </li>
      ))}
    </ul>
  );
}
