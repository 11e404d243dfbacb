/** Our own stop gets this long; the launcher kills after 8 s. */
const STOP_WITHIN_MS = 4_000;
/** Then the others get this long to end the process: a connection that stays open would keep Next's server waiting. */
const EXIT_WITHIN_MS = 2_500;

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Lets `stop` finish before anybody who listens for SIGTERM or SIGINT already: Next closes its server and exits as soon as that
 * is closed, whatever else still writes. They are taken off, told once `stop` is done, and the process ends in any case.
 * In this way it does not matter who starts Next, nor with which environment. Further signals change nothing.
 *
 * @param stop tells of its own failures
 */
export function stopBeforeExit(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const others = process.listeners(signal);
    process.removeAllListeners(signal);
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_WITHIN_MS));
      await Promise.race([stop().catch(() => {}), late]);
      const exit = () => process.exit(EXIT_CODES[signal]);
      if (others.length === 0) exit();
      setTimeout(exit, EXIT_WITHIN_MS);
      for (const other of others) other.call(process, signal);
    });
  }
}
