import type { Reading } from './reading.ts';
import { errorsAt, runStart } from './reading.ts';
import type { Evidence } from './verdict.ts';
import { type Compared, comparedAt, type WaveStatistics } from './wave-statistics.ts';
import { apart, figure, percent } from './wording.ts';

const MINUTES = 5;
const LEAST_PEERS = 5;
const LIMIT = 5;
/** Scales the MAD to a standard deviation of normal values, as robust z-scores do. */
const TO_SIGMA = 1.4826;
/** As in the error budget's windows: fewer errors in the five minutes say nothing. */
const LEAST_ERRORS = 10;

const COMPARED = ['errors', 'latency', 'saturation'] as const;

/** A signal far from that of at least five in-service peers of its wave, in each of 5 minutes, and materially so. */
export function judgeOutOfLine(reading: Reading, wave: WaveStatistics | null, minute = reading.minute): Evidence[] {
  const found: Evidence[] = [];
  if (!wave || minute < 0) return found;
  for (const signal of COMPARED) {
    const evidence = reading.subject.signals[signal] ? judgeSignal(reading, wave, signal, minute) : null;
    if (evidence) found.push(evidence);
  }
  return found;
}

function judgeSignal(reading: Reading, wave: WaveStatistics, signal: Compared, minute: number): Evidence | null {
  for (let i = minute; i > minute - MINUTES; i--) if (!isFar(reading, wave, signal, i)) return null;
  if (signal === 'errors') {
    let errors = 0;
    for (let i = minute; i > minute - MINUTES; i--) errors += errorsAt(reading, i);
    if (errors < LEAST_ERRORS) return null;
  }
  const value = comparedAt(reading, signal, minute);
  const usual = wave.of(signal, minute, reading.subject.inService ? value : null)?.median ?? 0;
  const { text, own, peers } = words(signal, value, usual);
  return {
    kind: 'out-of-line',
    health: 'degraded',
    text,
    detail: `For at least 5 minutes ${signal} of ${apart(reading.subject.name)} ${signal === 'errors' ? 'have' : 'has'} been far from its wave: ${own}, while the median of its peers is ${peers}. Look at what is different here: release, load, neighbours.`,
    signal,
    since: runStart(minute, (i) => i > minute - MINUTES),
    informs: false,
  };
}

function isFar(reading: Reading, wave: WaveStatistics, signal: Compared, minute: number): boolean {
  const value = comparedAt(reading, signal, minute);
  if (Number.isNaN(value)) return false;
  const own = reading.subject.inService ? value : null;
  const peers = wave.of(signal, minute, own);
  if (!peers || peers.peers < LEAST_PEERS || !isMaterial(signal, value, peers.median)) return false;
  const spread = Math.max(wave.mad(signal, minute, own, peers.median), 0.05 * peers.median) * TO_SIGMA;
  return value - peers.median > LIMIT * spread;
}

function isMaterial(signal: Compared, value: number, median: number): boolean {
  if (signal === 'errors') return value >= 2 * median && value >= median + 0.005;
  if (signal === 'latency') return value >= 1.5 * median && value >= median + 50;
  return value >= median + 15;
}

function words(signal: Compared, value: number, median: number): { text: string; own: string; peers: string } {
  if (signal === 'saturation') {
    const text = `saturation ${figure(value - median)} points over its wave`;
    return { text, own: `${figure(value)} %`, peers: `${figure(median)} %` };
  }
  if (signal === 'latency') {
    return { text: `latency ${figure(value / median)} × its wave`, own: `${figure(value)} ms`, peers: `${figure(median)} ms` };
  }
  const times = median > 0 ? value / median : Number.POSITIVE_INFINITY;
  const text = times < 100 ? `errors ${figure(times)} × its wave` : `errors ${percent(value)}, its wave ${percent(median)}`;
  return { text, own: percent(value), peers: percent(median) };
}
