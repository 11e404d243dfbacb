import type { Runtime } from '#lib/runtime-contract.ts';

/** The one runtime of this process, made at start by instrumentation. */
export async function getRuntime(): Promise<Runtime> {
  const runtime = await (globalThis as { __cellwatch?: Promise<Runtime> | Runtime }).__cellwatch;
  if (!runtime) throw new Error('Cellwatch has not been started: globalThis.__cellwatch is not set.');
  return runtime;
}
