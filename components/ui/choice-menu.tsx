'use client';
import { useId } from 'react';
import styles from './choice-menu.module.css';
import { Popover } from './popover.tsx';

export interface Choice<T extends string> {
  value: T;
  label: string;
  /** How many there are, told at the right. */
  count?: number;
}

/** "Group by wave": a button that tells its choice and opens the others. One of them, or (`many`) any of them; none means all. */
export function ChoiceMenu<T extends string>({
  name,
  choices,
  chosen,
  many = false,
  onChoose,
}: {
  name: string;
  choices: readonly Choice<T>[];
  chosen: readonly T[];
  many?: boolean;
  onChoose: (chosen: readonly T[]) => void;
}) {
  const id = useId();
  const labels = choices.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
  // A word from the address that is no choice is told as it is.
  const told =
    labels.length === 0
      ? many
        ? 'all'
        : chosen.join(', ').slice(0, 24)
      : labels.length > 2
        ? `${labels.length} of ${choices.length}`
        : labels.join(', ');
  return (
    <Popover
      label={name}
      trigger={
        <>
          <span className={styles.name}>{name}</span>
          <span className={styles.told}>{told}</span>
        </>
      }
    >
      {choices.map(({ value, label, count }) => {
        const on = chosen.includes(value);
        return (
          <label className={styles.choice} key={value}>
            <input
              type={many ? 'checkbox' : 'radio'}
              name={id}
              checked={on}
              onChange={() => onChoose(many ? (on ? chosen.filter((one) => one !== value) : [...chosen, value]) : [value])}
            />
            <span className={styles.label}>{label}</span>
            {count === undefined ? null : <span className={styles.count}>{count}</span>}
          </label>
        );
      })}
      {many && chosen.length > 0 ? (
        <button className={styles.all} type="button" onClick={() => onChoose([])}>
          Show all
        </button>
      ) : null}
    </Popover>
  );
}
