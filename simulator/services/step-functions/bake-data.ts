import type { BakeWorld } from '../../world/release-types.ts';

/** What a bake is started with: JSON. */
export function bakeInput({ component, wave, alarms }: BakeWorld): string {
  return JSON.stringify({ component, wave, alarms });
}

/** What a state hands on after a look at the alarms: JSON. Only the last look of a failed bake found one in ALARM. */
export function bakeOutput(bake: BakeWorld, quiet: boolean): string {
  const { component, wave, alarms, error, cause } = bake;
  return JSON.stringify({ component, wave, alarms, check: checkResult(quiet, error, cause) });
}

/** What the watching function answers. */
export function checkResult(quiet: boolean, error: string | null, cause: string | null): object {
  return quiet ? { quiet, error: null, cause: null } : { quiet, error, cause };
}
