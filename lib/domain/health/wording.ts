/** "20.1 %" of a ratio 0–1; small ratios keep two significant digits. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  if (value === 0) return '0 %';
  if (value >= 99.95) return `${Math.round(value)} %`;
  if (value >= 1) return `${trim(value.toFixed(1))} %`;
  return `${Number(value.toPrecision(2))} %`;
}

/** "02:14" in UTC. */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

/** "6 min", "3 h", "2 d" of milliseconds. */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} d`;
}

const NUMBERS = new Intl.NumberFormat('en');

/** "1,000". */
export function count(value: number): string {
  return NUMBERS.format(value);
}

/** At most one decimal, none where it is zero: "1.8", "512". */
export function figure(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : trim(value.toFixed(1));
}

/** Letters that are written from right to left, and signs that turn what follows them. */
const TURNS = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Words of others inside a sentence: however they are written, they turn nothing but themselves (U+2068 to U+2069, Unicode Annex 9). */
export function apart(words: string): string {
  return TURNS.test(words) ? `\u2068${words}\u2069` : words;
}

/** "a", "a and b", "a, b and 3 more". */
export function listed(all: readonly string[], most = 4): string {
  const names = all.map(apart);
  if (names.length <= 1) return names[0] ?? '';
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')} and ${count(names.length - most + 1)} more`;
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** A cause as a sentence of its own: "access denied" → "Access denied." */
export function sentence(cause: string): string {
  return `${cause.charAt(0).toUpperCase()}${cause.slice(1)}${/[.!?…]$/.test(cause) ? '' : '.'}`;
}

/** CloudWatch's reason for an alarm's state, for people: figures of three digits after the point at most, alarms by name instead of ARN. */
export function alarmReason(reason: string): string {
  return reason
    .replace(/\d+\.\d{4,}/g, (long) => String(Number(Number(long).toFixed(3))))
    .replace(/arn:[\w-]*:cloudwatch:[^\s:]*:\d*:alarm:/g, '');
}

function trim(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}
