import { clockTime } from '#lib/domain/health/wording.ts';
import { principalName } from '#lib/domain/release/principal-name.ts';
import type { Pause } from '#lib/domain/release/rollout.ts';
import { HOUR } from '#lib/domain/series.ts';
import { when } from './stage-words.ts';

/** True once people are to be reminded. Nothing resumes by itself. */
export function hasEnded({ until }: Pause, now: number): boolean {
  return until !== null && until <= now;
}

/** "until 09:00, then ask", "until 09:00, which has passed"; UTC. Empty where no end was named. */
export function untilWords({ until }: Pause, now: number): string {
  if (until === null) return '';
  const far = Math.abs(until - now) > 12 * HOUR;
  const time = far ? `${when(until, until + 48 * HOUR)}, ${clockTime(until)}` : clockTime(until);
  return until <= now ? `until ${time}, which has passed` : `until ${time}, then ask`;
}

/** Who looks after it, where that is not who closed it. */
export function ownerOf({ owner, by }: Pause): string | null {
  return owner !== null && owner !== principalName(by) ? owner : null;
}
