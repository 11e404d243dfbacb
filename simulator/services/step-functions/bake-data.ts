import { bakeInput } from '../../world/pipelines/bake.ts';
import type { BakeWorld } from '../../world/release-types.ts';

/** What a state hands on after a look at the alarms: JSON. Only the last look of a failed bake found one in ALARM. */
export function bakeOutput(bake: BakeWorld, quiet: boolean): string {
  return JSON.stringify({ ...JSON.parse(bakeInput(bake)), check: checkResult(quiet, bake.error, bake.cause) });
}

/** What the watching function answers. */
export function checkResult(quiet: boolean, error: string | null, cause: string | null): object {
  return quiet ? { quiet, error: null, cause: null } : { quiet, error, cause };
}
