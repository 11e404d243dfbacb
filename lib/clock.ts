/** Where "now" comes from: the system, or a virtual clock in tests over days. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
