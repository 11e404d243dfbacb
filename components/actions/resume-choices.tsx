import { useState } from 'react';
import type { ActionTarget, Plan } from '#lib/domain/control/action.ts';
import styles from './action-choices.module.css';

/** Which of the paused components resume: after everything was halted, not all of it should start again at once. */
export function ResumeChoices({ plan, target, choose }: { plan: Plan; target: ActionTarget; choose(change: Partial<ActionTarget>): void }) {
  // The first plan knows all that is paused; later ones only what was chosen.
  const [all] = useState(() => [...new Set(plan.calls.map((call) => call.component))]);
  const chosen = new Set(target.components ?? all);
  if (all.length < 2) return null;
  const toggle = (component: string) =>
    choose({ components: all.filter((one) => (one === component ? !chosen.has(one) : chosen.has(one))) });
  return (
    <fieldset className={styles.choices}>
      <legend>Components to resume</legend>
      {all.map((component) => (
        <label key={component} className={styles.choice}>
          <input
            type="checkbox"
            checked={chosen.has(component)}
            disabled={chosen.size === 1 && chosen.has(component)}
            onChange={() => toggle(component)}
          />
          <span>{component}</span>
        </label>
      ))}
    </fieldset>
  );
}
