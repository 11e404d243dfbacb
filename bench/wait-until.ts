const WAITS_MS = 180_000;

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks again and again until something holds. @throws when it does not in time, three minutes where nothing else is said */
export async function until(what: string, holds: () => boolean | Promise<boolean>, everyMs = 500, withinMs = WAITS_MS): Promise<void> {
  const late = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > late) throw new Error(`Waited in vain until ${what}`);
    await sleep(everyMs);
  }
}
