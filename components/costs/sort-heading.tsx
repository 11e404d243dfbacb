import styles from './costs-table.module.css';

/** The heading of a column, which sorts by it. @param sorted true up, false down, null when another column sorts */
export function SortHeading({
  title,
  sorted,
  onSort,
  quiet = false,
  first = false,
}: {
  title: string;
  sorted: boolean | null;
  onSort(): void;
  quiet?: boolean;
  first?: boolean;
}) {
  return (
    <th
      className={`${styles.column}${first ? ` ${styles.names}` : ''}${quiet ? ` ${styles.quietColumn}` : ''}`}
      scope="col"
      aria-sort={sorted === null ? undefined : sorted ? 'ascending' : 'descending'}
    >
      <button className={styles.sort} type="button" onClick={onSort}>
        {title}
        <span className={styles.arrow} aria-hidden="true">
          {sorted === null ? '' : sorted ? '↑' : '↓'}
        </span>
      </button>
    </th>
  );
}
