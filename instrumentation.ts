/** Next runs this once, when the server starts. The first fill is not awaited: pages answer meanwhile. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime } = await import('#lib/runtime.ts');
  startRuntime();
}
