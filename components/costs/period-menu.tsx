'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { periodChoices } from '#lib/client/costs/period-choices.ts';
import styles from './ask-menu.module.css';

const OWN = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;

/** Which days: common spans, any month that AWS keeps, or from one day to another. */
export function PeriodMenu({
  period,
  label,
  throughDay,
  choose,
}: {
  period: string;
  label: string;
  throughDay: string | null;
  choose(period: string): void;
}) {
  const id = useId();
  const { spans, months } = periodChoices(throughDay);
  return (
    <Popover
      label="Period"
      trigger={
        <>
          <span className={styles.name}>Period</span>
          <span className={styles.told}>{label}</span>
        </>
      }
    >
      {spans.map(({ value, label: words }) => (
        <label className={styles.choice} key={value}>
          <input type="radio" name={id} checked={value === period} onChange={() => choose(value)} />
          {words}
        </label>
      ))}
      <label className={styles.field}>
        A month
        <select value={months.some(({ value }) => value === period) ? period : ''} onChange={({ target }) => choose(target.value)}>
          <option value="" disabled>
            Choose …
          </option>
          {months.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <OwnSpan key={period} period={period} throughDay={throughDay} choose={choose} />
    </Popover>
  );
}

function OwnSpan({ period, throughDay, choose }: { period: string; throughDay: string | null; choose(period: string): void }) {
  const told = OWN.exec(period);
  const [first, setFirst] = useState(told?.[1] ?? '');
  const [last, setLast] = useState(told?.[2] ?? throughDay ?? '');
  function show(event: FormEvent) {
    event.preventDefault();
    if (first !== '' && last !== '') choose(`${first}..${last}`);
  }
  return (
    <form className={styles.span} onSubmit={show}>
      <label className={styles.field}>
        From
        <input type="date" required value={first} onChange={({ target }) => setFirst(target.value)} />
      </label>
      <label className={styles.field}>
        To
        <input type="date" required value={last} max={throughDay ?? undefined} onChange={({ target }) => setLast(target.value)} />
      </label>
      <Button type="submit">Show these days</Button>
    </form>
  );
}
