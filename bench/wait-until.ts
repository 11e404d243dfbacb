const WAITS_MS = 180_000;

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks again and again until something holds. @throws when it does not within three minutes */
export async function until(what: string, holds: () => boolean | Promise<boolean>, everyMs = 500): Promise<void> {
  const late = Date.now() + WAITS_MS;
  while (!(await holds())) {
    if (Date.now() > late) throw new Error(`Waited in vain until ${what}`);
    await sleep(everyMs);
  }
}
