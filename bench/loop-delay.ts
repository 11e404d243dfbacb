/** The built app's own figure of its event-loop delay, p99 since it was last asked, ms. Of an app with the token of the journeys. */
export async function loopDelay(origin: string): Promise<number> {
  const response = await fetch(`${origin}/api/metrics`, { headers: { authorization: 'Bearer journeys' } });
  const seconds = /^cellwatch_event_loop_delay_p99_seconds (\S+)$/m.exec(await response.text())?.[1];
  return Number(seconds) * 1_000;
}
