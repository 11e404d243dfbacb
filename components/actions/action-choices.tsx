import { useId } from 'react';
import type { ActionTarget, Verb } from '#lib/domain/control/action.ts';
import styles from './action-choices.module.css';

interface Choice {
  value: string;
  label: string;
  hint: string;
}

const RUNNING: readonly Choice[] = [
  { value: 'wait', label: 'Let running deployments finish', hint: 'no cell is left half deployed; takes as long as they take' },
  {
    value: 'abandon',
    label: 'Abandon them too',
    hint: 'at once, but CloudFormation goes on by itself and the cells may end on either version',
  },
];
const ORDER: readonly Choice[] = [
  { value: 'newest-first', label: 'Newest wave first', hint: 'the next wave follows when the one before is deployed' },
  { value: 'all-at-once', label: 'All waves at once', hint: 'faster, and with nothing learnt between' },
];

/** What a person may choose about a verb before confirming. Each choice is planned anew. */
export function ActionChoices({ verb, target, choose }: { verb: Verb; target: ActionTarget; choose(change: Partial<ActionTarget>): void }) {
  if (verb === 'halt-rollout' || verb === 'halt-all') {
    return (
      <Choices
        legend="Deployments that run now"
        choices={RUNNING}
        value={target.running ?? 'wait'}
        onChoose={(value) => choose({ running: value as 'wait' | 'abandon' })}
      />
    );
  }
  if (verb === 'roll-back') {
    return (
      <Choices
        legend="Order"
        choices={ORDER}
        value={target.order ?? 'newest-first'}
        onChoose={(value) => choose({ order: value as 'newest-first' | 'all-at-once' })}
      />
    );
  }
  return null;
}

function Choices({
  legend,
  choices,
  value,
  onChoose,
}: {
  legend: string;
  choices: readonly Choice[];
  value: string;
  onChoose(value: string): void;
}) {
  const name = useId();
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice}>
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChoose(choice.value)} />
          <span>
            {choice.label}
            <span className={styles.hint}>: {choice.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
