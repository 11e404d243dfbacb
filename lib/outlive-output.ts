/**
 * Whoever reads our output may go away. A failed write would be an uncaught exception, which Next prints, which fails again,
 * without end and with a whole core: what can't be printed is dropped instead.
 */
export function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
