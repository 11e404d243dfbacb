import { AwsError } from '../../wire/aws-error.ts';
import type { World } from '../../world/types.ts';

const CALLS_A_SECOND = 10;
const BURST = 20;

interface Bucket {
  tokens: number;
  at: number;
}

const buckets = new WeakMap<World, Map<string, Bucket>>();

/** Counts a call of an account against its rate, by the world's clock. @throws AwsError LimitExceededException */
export function spendCall(world: World, accountId: string, now: number): void {
  let ofWorld = buckets.get(world);
  if (!ofWorld) {
    ofWorld = new Map();
    buckets.set(world, ofWorld);
  }
  const bucket = ofWorld.get(accountId);
  // Full at first, and when a test has turned the clock back.
  const tokens = bucket && bucket.at <= now ? Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * CALLS_A_SECOND) : BURST;
  const enough = tokens >= 1;
  ofWorld.set(accountId, { tokens: enough ? tokens - 1 : tokens, at: now });
  if (!enough) throw new AwsError('LimitExceededException', 'You made too many calls in a short period of time. Try again later.');
}
