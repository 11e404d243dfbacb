import type { FailureCode, ReadState } from '../facts.ts';
import { SIGNALS, type Signal } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import { lastPoint, type Reading, requestsAt } from './reading.ts';
import type { Evidence } from './verdict.ts';
import { apart, clockTime, duration, listed, sentence } from './wording.ts';

interface Gap {
  what: string;
  cause: 'failed' | 'stale' | 'empty' | 'waiting';
  /** What a person should know, for the detail. */
  told: string;
  /** For the tile, after a dot. */
  short: string;
  /** Epoch ms from which nothing is known; null when nothing ever was. */
  since: number | null;
}

export interface Missing {
  evidence: Evidence;
  /** True when all that is missing has simply not been read for the first time yet. */
  waiting: boolean;
}

/** Expected signals without a point newer than `noDataAfterMinutes` before the fetch, and reads that failed, are stale or never were. */
export function judgeMissing(reading: Reading, now: number): Missing | null {
  const { subject, facts } = reading;
  const gaps: Gap[] = [];
  let signal: Signal | null = null;
  for (const name of SIGNALS) {
    if (!subject.signals[name]) continue;
    const read = facts.metricReads[name];
    const gap = readGap(name, read, now) ?? (read ? emptyGap(reading, name, read) : null);
    if (!gap) continue;
    signal ??= name;
    gaps.push(gap);
  }
  if (subject.alarmsExpected || facts.alarmRead.observedAt !== null || facts.alarmRead.failure !== null) {
    const gap = readGap('alarms', facts.alarmRead, now);
    if (gap) gaps.push(gap);
  }
  if (gaps.length === 0) return null;
  // The cause that tells most comes first: a failure explains the emptiness that follows it.
  const worst = (['failed', 'stale', 'empty', 'waiting'] as const).map((cause) => gaps.find((gap) => gap.cause === cause)).find(Boolean);
  if (!worst) return null;
  const alike = gaps.filter((gap) => gap.cause === worst.cause).map((gap) => gap.what);
  const whole = alike.length >= Object.keys(subject.signals).length;
  const waiting = worst.cause === 'waiting';
  // "0 min" says nothing.
  const age = worst.since === null || now - worst.since < MINUTE ? '' : ` ${duration(now - worst.since)}`;
  return {
    waiting,
    evidence: {
      kind: 'missing',
      health: 'no-data',
      text: waiting ? 'waiting for first data' : `no ${whole ? 'data' : listed(alike, 2)}${age}${worst.short}`,
      detail: `No data from ${apart(subject.name)} for ${listed(alike)}${worst.since === null ? '' : ` since ${clockTime(worst.since)}`}. ${worst.told}`,
      signal,
      since: worst.since ?? now,
      informs: false,
      ...(worst.cause === 'empty' ? {} : { unread: true }),
    },
  };
}

/** True when nothing is known against the read: it succeeded lately. */
export function readIsFine(read: ReadState | undefined, now: number): boolean {
  return read !== undefined && readGap('', read, now) === null;
}

function readGap(what: string, read: ReadState | undefined, now: number): Gap | null {
  const failure = read?.failure;
  if (read && failure) {
    const short = ` · ${WORDS[failure.code]}`;
    return { what, cause: 'failed', told: sentence(failure.message), short, since: read.observedAt ?? failure.since };
  }
  if (!read || read.observedAt === null) {
    return { what, cause: 'waiting', told: 'The first read has not come back yet.', short: '', since: null };
  }
  if (now - read.observedAt <= 3 * read.intervalMs) return null;
  const told = `The last read is older than three of its intervals of ${duration(read.intervalMs)}: Cellwatch itself is behind. Look at its log.`;
  return { what, cause: 'stale', told, short: ' · not read', since: read.observedAt };
}

function emptyGap(reading: Reading, signal: Signal, read: ReadState): Gap | null {
  const { subject } = reading;
  const minutes = subject.objectives.noDataAfterMinutes;
  const fetched = Math.floor((read.observedAt ?? 0) / MINUTE) - 1;
  const last = lastPoint(reading[signal], fetched);
  if (last > fetched - minutes) return null;
  const whenMissing = subject.signals[signal]?.whenMissing;
  // Zero holds for errors while requests has a point; where requests is gone too, requests itself is what is missing.
  if (whenMissing === 'zero' && (signal === 'requests' || reading.requests !== null || subject.signals.requests)) return null;
  if (whenMissing === 'zero' && reading.minute > fetched - minutes) return null;
  if (whenMissing === 'ignore' && subject.signals.requests && !hadRequests(reading, fetched - minutes + 1, fetched - 1)) return null;
  return {
    what: signal,
    cause: 'empty',
    told:
      last < 0
        ? `The reads succeed, but there is no point at all. Check the metric's name and dimensions in the registry.`
        : 'The reads succeed, but nothing is reported any more. Look whether the cell still sends its metrics.',
    short: '',
    since: last < 0 ? null : (last + 1) * MINUTE,
  };
}

/** Whether a minute of those is known to have had requests. The newest one is left out by the caller: its points may be late. */
function hadRequests(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (requestsAt(reading, i) > 0) return true;
  return false;
}

const WORDS: Readonly<Record<FailureCode, string>> = {
  'access-denied': 'access denied',
  throttled: 'throttled',
  timeout: 'timed out',
  unreachable: 'unreachable',
  'expired-credentials': 'credentials expired',
  'wrong-clock': 'wrong clock',
  'invalid-response': 'answer not understood',
  'not-found': 'not found',
  'service-error': 'service error',
  'held-back': 'held back',
};
