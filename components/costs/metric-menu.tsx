'use client';

import { useId } from 'react';
import { Popover } from '#components/ui/popover.tsx';
import { METRIC_WORDS } from '#lib/client/costs/ask-words.ts';
import { COST_METRICS } from '#lib/domain/cost/cost-facts.ts';
import styles from './ask-menu.module.css';

/** Which figure of the bill, each with what it is for. */
export function MetricMenu({ metric, choose }: { metric: string; choose(metric: string): void }) {
  const id = useId();
  const chosen = COST_METRICS.find((one) => one === metric);
  return (
    <Popover
      label="Cost"
      trigger={
        <>
          <span className={styles.name}>Cost</span>
          <span className={styles.told}>{chosen ? METRIC_WORDS[chosen].name : metric}</span>
        </>
      }
    >
      {COST_METRICS.map((value) => (
        <label className={styles.explained} key={value}>
          <input type="radio" name={id} checked={value === metric} onChange={() => choose(value)} />
          <span>
            <span className={styles.option}>{METRIC_WORDS[value].name}</span>
            <span className={styles.use}>{METRIC_WORDS[value].use}</span>
          </span>
        </label>
      ))}
    </Popover>
  );
}
