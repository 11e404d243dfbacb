import type { AlarmView } from '#lib/views/fleet-view.ts';

/** The words that say what an alarm counts for, beside its state. */
export function alarmLabels(alarm: AlarmView): string[] {
  const labels: string[] = [];
  if (alarm.critical) labels.push('critical');
  if (alarm.muted) labels.push('muted');
  if (alarm.ignored) labels.push('ignored');
  else if (!alarm.votes) labels.push('informs');
  if (alarm.kind === 'composite') labels.push('composite');
  if (alarm.evaluation !== null) labels.push(EVALUATION_WORDS[alarm.evaluation]);
  return labels;
}

const EVALUATION_WORDS: Readonly<Record<NonNullable<AlarmView['evaluation']>, string>> = {
  PARTIAL_DATA: 'partial data',
  EVALUATION_ERROR: 'evaluation error',
  EVALUATION_FAILURE: 'evaluation failed',
};

export const ALARM_WORDS: Readonly<Record<AlarmView['state'], string>> = {
  ALARM: 'in alarm',
  INSUFFICIENT_DATA: 'no data',
  OK: 'OK',
};
