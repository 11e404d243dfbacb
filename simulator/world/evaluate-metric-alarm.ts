import type { AlarmWorld } from './types.ts';

type MetricAlarm = Pick<
  NonNullable<AlarmWorld['metric']>,
  'evaluationPeriods' | 'datapointsToAlarm' | 'threshold' | 'comparisonOperator' | 'treatMissingData'
>;

const WORDS: Readonly<Record<string, readonly [string, (value: number, threshold: number) => boolean]>> = {
  GreaterThanThreshold: ['greater than', (v, t) => v > t],
  GreaterThanOrEqualToThreshold: ['greater than or equal to', (v, t) => v >= t],
  LessThanThreshold: ['less than', (v, t) => v < t],
  LessThanOrEqualToThreshold: ['less than or equal to', (v, t) => v <= t],
};

/** A period's value and start; null where nothing was reported. */
export interface Datapoint {
  at: number;
  value: number | null;
}

function stamp(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/**
 * The state by CloudWatch's rules over an evaluation range, newest first, a few periods longer than evaluationPeriods.
 * Null: the present state is kept (treatMissingData "ignore").
 */
export function evaluateMetricAlarm(
  alarm: MetricAlarm,
  range: readonly Datapoint[],
): { state: AlarmWorld['state']; reason: string } | null {
  const [words, breaches] = WORDS[alarm.comparisonOperator] ?? ['greater than', (v: number, t: number) => v > t];
  const wanted = alarm.evaluationPeriods;
  const needed = alarm.datapointsToAlarm ?? wanted;
  const real: { at: number; value: number }[] = [];
  for (const { at, value } of range) if (value !== null && real.length < wanted) real.push({ at, value });
  const breaching = real.filter((point) => breaches(point.value, alarm.threshold));
  const filled = wanted - real.length;
  const treat = alarm.treatMissingData;
  let state: AlarmWorld['state'];
  if (filled === 0 || treat === 'breaching' || treat === 'notBreaching') {
    state = breaching.length + (treat === 'breaching' ? filled : 0) >= needed ? 'ALARM' : 'OK';
  } else if (real.length === 0) {
    if (treat === 'ignore') return null;
    state = 'INSUFFICIENT_DATA';
  } else if (breaching.length >= needed) state = 'ALARM';
  else if (breaching.length < real.length) state = 'OK';
  else if (treat === 'ignore') return null;
  else state = 'ALARM';

  if (real.length === 0) {
    const missing = `no datapoints were received for ${wanted} period${wanted > 1 ? 's' : ''}`;
    if (state === 'INSUFFICIENT_DATA') return { state, reason: `Insufficient Data: ${missing}.` };
    const treated = state === 'ALARM' ? '[Breaching]' : '[NonBreaching]';
    return {
      state,
      reason: `Threshold Crossed: ${missing} and ${wanted} missing datapoint${wanted > 1 ? 's were' : ' was'} treated as ${treated}.`,
    };
  }
  const shown = state === 'ALARM' && breaching.length > 0 ? breaching : real.filter((point) => !breaching.includes(point));
  const list = (shown.length > 0 ? shown : real).slice(0, 5);
  const values = list.map((point) => `${decimal(point.value)} (${stamp(point.at)})`).join(', ');
  const verb = list.length > 1 ? 'were' : 'was';
  const not = state === 'ALARM' ? '' : 'not ';
  const transition = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  const minimum = state === 'ALARM' ? needed : wanted - needed + 1;
  return {
    state,
    reason:
      wanted === 1
        ? `Threshold Crossed: 1 out of the last 1 datapoints [${values}] ${verb} ${not}${words} the threshold (${decimal(alarm.threshold)}).`
        : `Threshold Crossed: ${list.length} out of the last ${wanted} datapoints [${values}] ${verb} ${not}${words} the threshold (${decimal(alarm.threshold)}) (minimum ${minimum} datapoint${minimum > 1 ? 's' : ''} for ${transition} transition).`,
  };
}
