/** Next runs this once, when the server starts. The first fill is not awaited: pages answer meanwhile. */
export async function register(): Promise<void> {
  // In this form the bundler leaves the runtime out of what is built for the edge.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startRuntime } = await import('#lib/runtime.ts');
    // A failure ends the process with its message; nobody waits here.
    void startRuntime();
  }
}
