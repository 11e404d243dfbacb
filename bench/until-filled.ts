import { sleep, until } from './wait-until.ts';

/** The older slabs of the first fill follow in the minutes after the first picture. */
const FILL_MS = 60_000;
const FILLED_WITHIN_MS = 10 * 60_000;
const LOOKS_EVERY_MS = 5_000;

/**
 * Waits until all that is read every minute has been read once and judged: before it, a view is smaller than in service, and the
 * server busier. Costs of 10,000 accounts are some thousand pages, read twice a day, and are not waited for.
 */
export async function untilFilled(origin: string, cookie: string, cells: number): Promise<void> {
  const read = async () => {
    const response = await fetch(`${origin}/api/fleet`, { headers: { cookie } });
    if (!response.ok) return false;
    const { summary, sources } = (await response.json()) as { summary: { healthy: number }; sources: { id: string; state: string }[] };
    return summary.healthy > cells * 0.8 && sources.every(({ id, state }) => id === 'costs' || state !== 'waiting');
  };
  await until(`${cells} cells are healthy and every source is read`, read, LOOKS_EVERY_MS, FILLED_WITHIN_MS);
  await sleep(FILL_MS);
}
