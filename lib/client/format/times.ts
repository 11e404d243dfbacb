const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPACE = '\u00a0';

/** How long, in one unit that a person reads at a glance: "38 s", "4 min", "2 h", "3 d". Never negative. */
export function duration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)}${SPACE}s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)}${SPACE}min`;
  if (span < DAY) return `${Math.floor(span / HOUR)}${SPACE}h`;
  return `${Math.floor(span / DAY)}${SPACE}d`;
}

/** "just now", "38 s ago", "4 min ago"; "in 3 min" for a time to come. */
export function ago(at: number, now: number): string {
  if (at - now >= SECOND) return `in ${duration(at - now)}`;
  return now - at < SECOND ? 'just now' : `${duration(now - at)} ago`;
}

/** A moment for a person who compares it with a log: "2026-11-24 02:14:05 UTC". */
export function exactUtc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

let local: Intl.DateTimeFormat | undefined;

/** The same moment where the person sits: "24 Nov 2026, 03:14:05 CET". Browser only: the server has another zone. */
export function exactLocal(at: number): string {
  local ??= new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return local.format(at);
}
